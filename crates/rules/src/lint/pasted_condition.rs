//! `pasted-condition`.

use esql_diagnostics::{Code, Entry, Severity};
use esql_engine::parser::esql::ast::{Expr, ExprKind};

use super::context::string;
use super::{Context, Found, Lint};

pub(super) const PASTED_CONDITION: Lint = Lint {
    name: "pasted-condition",
    code: Code::new(&Entry {
        name: "W2014",
        title: "a piece of a query inside of a compared text",
        explanation: "The text that a field is compared with holds the name of a field and an operator, as if a \
            condition had been pasted into it. It matches no real value.",
    }),
    level: Severity::Warning,
    bad: "FROM logs-* | WHERE user_agent.original LIKE \"*curl user_agent.original like~ *\"",
    good: "FROM logs-* | WHERE user_agent.original LIKE \"*curl like a robot*\"",
    check,
};

const OPERATORS: [&str; 8] = ["like~", "like", "rlike", "in", "in~", "==", ":", "!="];

fn check(cx: &Context<'_>) -> Vec<Found> {
    let mut found = Vec::new();
    cx.each(&mut |expr| {
        let compared: Vec<&Expr> = match &expr.kind {
            ExprKind::Binary { left, right, .. } => vec![left, right],
            ExprKind::In { list, .. } => list.iter().collect(),
            ExprKind::Like { patterns, .. } => patterns.iter().collect(),
            _ => return,
        };
        for text in compared {
            let words: Vec<&str> = string(text).unwrap_or("").split_whitespace().collect();
            let pasted = words.windows(2).find_map(|pair| match pair {
                [name, operator] => {
                    let is_operator =
                        OPERATORS.iter().any(|one| operator.eq_ignore_ascii_case(one));
                    let is_field = || name.contains('.') && cx.catalog.find(name).is_some();
                    (is_operator && is_field()).then_some(*name)
                }
                _ => None,
            });
            if let Some(name) = pasted {
                found.push(Found::at(
                    text.span,
                    format!("the text holds a condition on `{name}`"),
                    "matches no real value",
                ));
            }
        }
    });
    found
}
