//! `limit-below-max-signals`.

use esql_diagnostics::{Code, Entry, Severity};
use esql_engine::parser::esql::ast::{CommandKind, ExprKind, Literal, Top};

use super::{Context, Found, Lint};

pub(super) const LIMIT_BELOW_MAX_SIGNALS: Lint = Lint {
    name: "limit-below-max-signals",
    code: Code::new(&Entry {
        name: "W2003",
        title: "fewer rows than the rule may make alerts of",
        explanation: "A run makes at most `max_signals` alerts, and one of each row at most. A LIMIT below that, \
            the 1,000 rows of a query without LIMIT among them, is the lower bound that counts.",
    }),
    level: Severity::Warning,
    bad: "[rule]\nmax_signals = 500\nquery = 'FROM logs-* METADATA _id, _version, _index | KEEP * | LIMIT 100'",
    good: "[rule]\nmax_signals = 500\nquery = 'FROM logs-* METADATA _id, _version, _index | KEEP * | LIMIT 500'",
    check,
};

/// How many rows a query without LIMIT gives.
const IMPLICIT: u64 = 1_000;

fn check(cx: &Context<'_>) -> Vec<Found> {
    let Some(most) = cx.rule.map(|rule| rule.max_signals) else { return Vec::new() };
    let has_entry = cx
        .toml
        .and_then(|toml| toml.get("rule"))
        .and_then(|rule| rule.get_ref().as_table())
        .is_some_and(|rule| rule.contains_key("max_signals"));
    // Rows that are sorted and cut on purpose are what the author wants, whatever the default is.
    if !has_entry {
        return Vec::new();
    }
    let limit = cx.commands.iter().rev().find_map(|command| match &command.kind {
        CommandKind::Limit(limit) | CommandKind::Top(Top { limit, .. }) if limit.by.is_empty() => {
            Some((command, &limit.count))
        }
        _ => None,
    });
    let (span, rows) = match limit {
        Some((command, count)) => match &count.kind {
            ExprKind::Literal(Literal::Integer(digits)) => match digits.parse() {
                Ok(rows) => (command.span, rows),
                Err(_) => return Vec::new(),
            },
            _ => return Vec::new(),
        },
        None => match cx.commands.last() {
            Some(last) => (last.span, IMPLICIT),
            None => return Vec::new(),
        },
    };
    if rows >= most {
        return Vec::new();
    }
    let message = format!("at most {rows} rows, and the rule asks for up to {most} alerts");
    let label = if limit.is_some() { "the lower bound" } else { "LIMIT 1000 follows" };
    vec![
        Found::at(span, message, label)
            .help(format!("write `LIMIT {most}`, or lower `max_signals`")),
    ]
}
