//! `impossible-comparison`.

use std::collections::HashMap;

use esql_diagnostics::{Code, Entry, Severity};
use esql_engine::data::Value;
use esql_engine::parser::esql::ast::{
    BinaryOp, CommandKind, Expr, ExprKind, Name, PatternLanguage,
};
use esql_engine::planner::logical::{Node, Plan};

use super::arrays::is_array;
use super::context::{call, column, string};
use super::{Context, Found, Lint};

pub(super) const IMPOSSIBLE_COMPARISON: Lint = Lint {
    name: "impossible-comparison",
    code: Code::new(&Entry {
        name: "W2013",
        title: "a condition that is never true",
        explanation: "No value can make the condition true: a text in lower case is compared with one that has \
            capitals, two different values are asked of one field at the same time, or the condition does \
            not depend on the event at all.",
    }),
    level: Severity::Warning,
    bad: "FROM logs-* | WHERE TO_LOWER(process.name) == \"PowerShell.exe\"",
    good: "FROM logs-* | WHERE TO_LOWER(process.name) == \"powershell.exe\"",
    check,
};

/// The case that a text is in.
#[derive(Clone, Copy, PartialEq)]
enum Case {
    Lower,
    Upper,
}

fn check(cx: &Context<'_>) -> Vec<Found> {
    let mut found = Vec::new();
    let mut cases: HashMap<String, Case> = HashMap::new();
    for command in cx.commands {
        for expr in command.expressions() {
            expr.each(&mut |expr| {
                found.extend(other_case(expr, &cases));
                found.extend(contradiction(expr));
            });
        }
        match &command.kind {
            CommandKind::Eval(fields) => {
                for field in fields {
                    let Some(name) = field.name.as_ref().and_then(Name::dotted) else {
                        continue;
                    };
                    match case_of(&field.value, &cases) {
                        Some(case) => cases.insert(name, case),
                        None => cases.remove(&name),
                    };
                }
            }
            CommandKind::Where(_)
            | CommandKind::Sort(_)
            | CommandKind::Limit(_)
            | CommandKind::Top(_) => {}
            // Names may mean other columns from here on.
            _ => cases.clear(),
        }
    }
    if let Some(plan) = cx.plan {
        constant(plan, &mut found);
    }
    found
}

fn case_of(expr: &Expr, cases: &HashMap<String, Case>) -> Option<Case> {
    match call(expr) {
        Some((name, _)) if name == "to_lower" => Some(Case::Lower),
        Some((name, _)) if name == "to_upper" => Some(Case::Upper),
        _ => cases.get(&column(expr)?).copied(),
    }
}

/// A text in one case compared with texts in another.
fn other_case(expr: &Expr, cases: &HashMap<String, Case>) -> Option<Found> {
    let (value, texts): (&Expr, Vec<&Expr>) = match &expr.kind {
        ExprKind::Binary { op: BinaryOp::Equal, left, right } => (left, vec![right]),
        ExprKind::In { value, list, .. } => (value, list.iter().collect()),
        // Capitals in a regular expression can be classes such as `\S`.
        ExprKind::Like { value, patterns, language: PatternLanguage::Wildcard, .. } => {
            (value, patterns.iter().collect())
        }
        _ => return None,
    };
    let case = case_of(value, cases)?;
    let text = texts.into_iter().find(|text| {
        string(text).unwrap_or("").chars().any(|char| match case {
            Case::Lower => char.is_ascii_uppercase(),
            Case::Upper => char.is_ascii_lowercase(),
        })
    })?;
    let (words, other) = match case {
        Case::Lower => ("lower", string(text)?.to_lowercase()),
        Case::Upper => ("upper", string(text)?.to_uppercase()),
    };
    let message = format!("the value is in {words} case, and this text is not");
    Some(Found::at(text.span, message, "never equal").help(format!("write `{other}`")))
}

/// `a == 1 AND a == 2`.
fn contradiction(expr: &Expr) -> Option<Found> {
    let ExprKind::And(operands) = &expr.kind else { return None };
    let mut wanted: HashMap<String, &str> = HashMap::new();
    for operand in operands {
        let ExprKind::Binary { op: BinaryOp::Equal, left, right } = &operand.kind else { continue };
        let (Some(name), Some(text)) = (column(left), string(right)) else { continue };
        if is_array(&name) {
            continue;
        }
        match wanted.get(&name) {
            Some(earlier) if *earlier != text => {
                let message = format!("`{name}` cannot be `{earlier}` and `{text}` at once");
                return Some(Found::at(operand.span, message, "never true with the one before"));
            }
            _ => {
                wanted.insert(name, text);
            }
        }
    }
    None
}

/// Conditions of the plan that turned out constant.
fn constant(plan: &Plan, found: &mut Vec<Found>) {
    if let Node::Filter { condition, .. } = &plan.node
        && matches!(condition.as_literal(), Some(Value::Boolean(false) | Value::Null))
    {
        found.push(Found::at(
            condition.span,
            "the condition is never true",
            "the same for all events",
        ));
    }
    plan.node.inputs().iter().for_each(|input| constant(input, found));
}
