//! `list-comparison`.

use esql_diagnostics::{Code, Entry, Severity};
use esql_engine::functions::StackVersion;
use esql_engine::parser::esql::ast::{BinaryOp, Expr, ExprKind};

use super::arrays::is_array;
use super::context::{column, string};
use super::{Context, Found, Lint};

pub(super) const LIST_COMPARISON: Lint = Lint {
    name: "list-comparison",
    code: Code::new(&Entry {
        name: "W2002",
        title: "a comparison with a field that holds lists",
        explanation: "The Elastic Common Schema calls the field an array: an event may have several values in it. \
            A comparison with several values is null in ES|QL, so that such an event is passed over without \
            an error. `MV_CONTAINS(field, \"value\")` (stack 9.2) and `KQL(\"field: value\")` are true if any value \
            fits; MV_EXPAND makes a row of each.",
    }),
    level: Severity::Warning,
    bad: "FROM logs-* | WHERE event.category == \"process\"",
    good: "FROM logs-* | WHERE MV_CONTAINS(event.category, \"process\") | MV_EXPAND event.type | WHERE event.type == \"start\"",
    check,
};

/// The first stack that has MV_CONTAINS.
const CONTAINS: StackVersion = StackVersion { major: 9, minor: 2 };

fn check(cx: &Context<'_>) -> Vec<Found> {
    let mut seen: Vec<String> = Vec::new();
    let mut found = Vec::new();
    for step in cx.steps() {
        for expr in step.command.expressions() {
            expr.each(&mut |expr| {
                let Some((operand, value)) = compared(expr) else { return };
                let Some(name) = column(operand) else { return };
                if !is_array(&name) || !step.names.may_be_list(&name) || seen.contains(&name) {
                    return;
                }
                let one = Found::at(
                    expr.span,
                    format!("an event with several values in `{name}` is passed over"),
                    "null if there are several",
                );
                found.push(one.help(instead(cx, &name, value)));
                seen.push(name);
            });
        }
    }
    found
}

/// What is compared, and the one value that it is compared with.
fn compared(expr: &Expr) -> Option<(&Expr, Option<&str>)> {
    match &expr.kind {
        ExprKind::Binary { op: BinaryOp::Equal, left, right } => Some((left, string(right))),
        ExprKind::Binary { op: BinaryOp::NotEqual, left, .. } => Some((left, None)),
        ExprKind::In { value, .. } | ExprKind::Like { value, .. } => Some((value, None)),
        _ => None,
    }
}

fn instead(cx: &Context<'_>, name: &str, value: Option<&str>) -> String {
    match value {
        Some(value) if cx.stacks.first().is_some_and(|oldest| *oldest >= CONTAINS) => {
            format!("write `MV_CONTAINS({name}, \"{value}\")`")
        }
        Some(value) => format!("write `KQL(\"{name}: {value}\")`"),
        None => format!("put `MV_EXPAND {name}` in front, or search with KQL"),
    }
}
