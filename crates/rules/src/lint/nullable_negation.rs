//! `nullable-negation`.

use esql_diagnostics::{Code, Entry, Severity, Span};
use esql_engine::parser::esql::ast::{BinaryOp, CommandKind, Expr, ExprKind, Literal};

use super::context::{Names, call, column};
use super::{Context, Found, Lint};

pub(super) const NULLABLE_NEGATION: Lint = Lint {
    name: "nullable-negation",
    code: Code::new(&Entry {
        name: "W2000",
        title: "a negation that also drops events without the field",
        explanation: "A comparison with a field that an event does not have is null, and so is its negation: \
            WHERE keeps neither. So `NOT field == \"x\"` passes over every event without the field, though \
            none of them has the value. Where these are meant as well, write `(field IS NULL OR ...)`; where \
            not, say so with `field IS NOT NULL AND`. A field that another condition already requires is fine.",
    }),
    level: Severity::Warning,
    bad: "FROM logs-* | WHERE event.action == \"login\" AND NOT STARTS_WITH(user.name, \"svc-\")",
    good: "FROM logs-* | WHERE (user.name IS NULL OR NOT user.name LIKE \"svc-*\") AND host.id == \"a\" AND host.id != \"b\"",
    check,
};

/// How long a condition may be, in bytes, to be written out in help.
const MOST_SHOWN: usize = 60;

fn check(cx: &Context<'_>) -> Vec<Found> {
    let mut found = Vec::new();
    let mut required: Vec<String> = Vec::new();
    for step in cx.steps() {
        if let CommandKind::Where(condition) = &step.command.kind {
            required.extend(fields_required(condition));
            let mut search = Search { cx, names: &step.names, found: &mut found };
            search.visit(condition, &required);
        }
    }
    found
}

/// The walk through one condition.
struct Search<'s, 'a> {
    cx: &'s Context<'a>,
    names: &'s Names,
    found: &'s mut Vec<Found>,
}

impl Search<'_, '_> {
    /// The field with the operator that negates, or the field alone if they stand on two lines.
    fn place(&self, expr: &Expr, operand: &Expr, behind: Option<&Expr>) -> Span {
        let mut place = Span { start: expr.span.start, end: operand.span.end };
        if let Some(behind) = behind {
            let between = self.cx.text(Span { start: operand.span.end, end: behind.span.start });
            let operator = between.trim_end().trim_end_matches('(').trim_end();
            place = Span::new(place.start as usize, place.end as usize + operator.len());
        }
        if self.cx.text(place).contains('\n') { operand.span } else { place }
    }

    /// Looks for negations of fields that may be missing; `safe` are fields that are there, or
    /// whose absence is dealt with.
    fn visit(&mut self, expr: &Expr, safe: &[String]) {
        match &expr.kind {
            ExprKind::And(operands) => {
                let mut safe = safe.to_vec();
                safe.extend(operands.iter().flat_map(fields_required));
                operands.iter().for_each(|operand| self.visit(operand, &safe));
            }
            ExprKind::Or(operands) => {
                let mut safe = safe.to_vec();
                safe.extend(operands.iter().filter_map(field_absent));
                operands.iter().for_each(|operand| self.visit(operand, &safe));
            }
            _ => {
                let Some(Negation { name, operand, behind }) = negation(expr) else { return };
                let is_safe = safe.contains(&name) || always_there(&name);
                if self.names.is_field(&name) && !is_safe {
                    let text = self.cx.text(expr.span);
                    let one_line = match text.split_whitespace().collect::<Vec<_>>().join(" ") {
                        long if long.len() > MOST_SHOWN => "...".to_owned(),
                        short => short,
                    };
                    self.found.push(
                        Found::at(
                            self.place(expr, operand, behind),
                            format!("events without `{name}` are passed over as well"),
                            "null if it is missing",
                        )
                        .help(format!("to have them, write `({name} IS NULL OR {one_line})`"))
                        .help(format!("to say that it is meant, add `{name} IS NOT NULL`")),
                    );
                }
            }
        }
    }
}

/// A negated comparison of a field with constants.
struct Negation<'e> {
    /// The field.
    name: String,
    /// What is compared: the field, in another case perhaps; or the call that tests it.
    operand: &'e Expr,
    /// What stands behind the operator.
    behind: Option<&'e Expr>,
}

/// Fields that every event has, by the rules of data streams.
fn always_there(name: &str) -> bool {
    name == "@timestamp" || name.starts_with('_') || name.starts_with("data_stream.")
}

/// The negation that an expression is.
fn negation(expr: &Expr) -> Option<Negation<'_>> {
    let (operand, behind) = match &expr.kind {
        ExprKind::Not(inner) => match &inner.kind {
            ExprKind::Binary { op: BinaryOp::Equal, left, right } if is_constant(right) => {
                (left.as_ref(), None)
            }
            ExprKind::In { value, negated: false, .. }
            | ExprKind::Like { value, negated: false, .. } => (value.as_ref(), None),
            ExprKind::Call { args, .. }
                if is_test(inner) && args.iter().skip(1).all(is_constant) =>
            {
                return Some(Negation {
                    name: field(args.first()?)?,
                    operand: inner,
                    behind: None,
                });
            }
            _ => return None,
        },
        ExprKind::Binary { op: BinaryOp::NotEqual, left, right } if is_constant(right) => {
            (left.as_ref(), Some(right.as_ref()))
        }
        ExprKind::In { value, negated: true, list } => (value.as_ref(), list.first()),
        ExprKind::Like { value, negated: true, patterns, .. } => (value.as_ref(), patterns.first()),
        _ => return None,
    };
    Some(Negation { name: field(operand)?, operand, behind })
}

/// Whether an expression calls a function that tests its first argument, and is null with it.
fn is_test(expr: &Expr) -> bool {
    const TESTS: [&str; 4] = ["starts_with", "ends_with", "contains", "cidr_match"];
    call(expr).is_some_and(|(name, _)| TESTS.contains(&name.as_str()))
}

fn is_constant(expr: &Expr) -> bool {
    matches!(&expr.kind, ExprKind::Literal(value) if *value != Literal::Null)
}

/// The column that an expression is, in another case perhaps.
fn field(expr: &Expr) -> Option<String> {
    match call(expr) {
        Some((name, [inner])) if name == "to_lower" || name == "to_upper" => column(inner),
        _ => column(expr),
    }
}

/// The field of `field IS NULL`.
fn field_absent(expr: &Expr) -> Option<String> {
    match &expr.kind {
        ExprKind::IsNull { value, negated: false } => column(value),
        _ => None,
    }
}

/// The fields without which a condition is not true, negations apart.
fn fields_required(expr: &Expr) -> Vec<String> {
    match &expr.kind {
        ExprKind::And(operands) => operands.iter().flat_map(fields_required).collect(),
        ExprKind::Or(operands) => {
            let mut each = operands.iter().map(fields_required);
            let first = each.next().unwrap_or_default();
            let rest: Vec<Vec<String>> = each.collect();
            first.into_iter().filter(|name| rest.iter().all(|other| other.contains(name))).collect()
        }
        ExprKind::IsNull { value, negated: true } => field(value).into_iter().collect(),
        ExprKind::Binary { op: BinaryOp::NotEqual, .. } => Vec::new(),
        ExprKind::Binary { left, right, .. } => {
            [left, right].into_iter().filter_map(|side| field(side)).collect()
        }
        ExprKind::In { value, negated: false, .. }
        | ExprKind::Like { value, negated: false, .. } => field(value).into_iter().collect(),
        ExprKind::Match { field: value, .. } => field(value).into_iter().collect(),
        // A condition that is a function of fields alone is null with them.
        ExprKind::Call { args, .. }
            if is_test(expr) || call(expr).is_some_and(|(name, _)| name == "mv_contains") =>
        {
            args.iter().take(1).filter_map(field).collect()
        }
        _ => Vec::new(),
    }
}
