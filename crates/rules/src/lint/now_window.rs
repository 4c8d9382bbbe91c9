//! `now-window`.

use esql_diagnostics::{Code, Entry, Severity};
use esql_engine::parser::esql::ast::{BinaryOp, CommandKind, Expr, ExprKind, Literal};

use super::context::{call, column};
use super::{Context, Found, Lint};
use crate::window;

pub(super) const NOW_WINDOW: Lint = Lint {
    name: "now-window",
    code: Code::new(&Entry {
        name: "W2011",
        title: "a window in the query that is wider than the rule's",
        explanation: "Kibana only gives events since the rule's `from` to the query. A condition such as \
            `@timestamp > NOW() - 7 days` in a rule that looks back nine minutes never sees older events: \
            thresholds over the wider window are not reached. Set `from` to the window that is meant.",
    }),
    level: Severity::Warning,
    bad: "[rule]\nfrom = 'now-9m'\nquery = 'FROM logs-* METADATA _id, _version, _index | WHERE @timestamp > NOW() - 7 days | KEEP *'",
    good: "[rule]\nfrom = 'now-8d'\nquery = 'FROM logs-* METADATA _id, _version, _index | WHERE @timestamp > NOW() - 7 days | KEEP *'",
    check,
};

/// How far a rule looks back that does not say so.
const USUAL: &str = "now-6m";

fn check(cx: &Context<'_>) -> Vec<Found> {
    let Some(rule) = cx.rule else { return Vec::new() };
    let from = rule.from.as_deref().unwrap_or(USUAL);
    let Some(seconds) = window::lookback(from) else { return Vec::new() };
    let mut found = Vec::new();
    for step in cx.steps() {
        let CommandKind::Where(condition) = &step.command.kind else { continue };
        condition.each(&mut |expr| {
            let ExprKind::Binary { op, left, right } = &expr.kind else { return };
            let bound = match op {
                BinaryOp::Greater | BinaryOp::GreaterOrEqual => (left, right),
                BinaryOp::Less | BinaryOp::LessOrEqual => (right, left),
                _ => return,
            };
            let is_time = column(bound.0).is_some_and(|name| name == "@timestamp");
            let wider = before_now(bound.1).filter(|window| *window > seconds);
            if let Some(window) = wider.filter(|_| is_time && step.names.is_field("@timestamp")) {
                found.push(
                    Found::at(
                        expr.span,
                        format!("the rule looks back `{from}`, so older events never get here"),
                        "a wider window",
                    )
                    .help(format!("set `from = \"{}\"` in the rule", window::shown(window))),
                );
            }
        });
    }
    found
}

/// How many seconds before NOW() an expression is.
fn before_now(expr: &Expr) -> Option<u64> {
    let ExprKind::Binary { op: BinaryOp::Subtract, left, right } = &expr.kind else { return None };
    let (name, _) = call(left)?;
    let ExprKind::Literal(Literal::Span { amount, unit }) = &right.kind else { return None };
    let unit = match unit.text.to_lowercase().as_str() {
        "second" | "seconds" | "sec" | "s" => 1,
        "minute" | "minutes" | "min" | "m" => 60,
        "hour" | "hours" | "h" => 3_600,
        "day" | "days" | "d" => 86_400,
        "week" | "weeks" | "w" => 7 * 86_400,
        "month" | "months" | "mo" => 30 * 86_400,
        _ => return None,
    };
    (name == "now").then(|| amount.parse::<u64>().ok()?.checked_mul(unit)).flatten()
}
