//! Printing expressions, with the parentheses that precedence calls for.

use super::name::{identifier, name, parameter};
use super::{list, subquery};
use crate::esql::ast::{BinaryOp, Expr, ExprKind, Literal, Map, MapValue, PatternLanguage, Text};
use crate::esql::lex_mode::LexMode;
use crate::esql::string;
use crate::esql::token::Keyword;

/// How tight an expression holds together; the order is that of the grammar.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Power {
    Or,
    And,
    Not,
    Predicate,
    Comparison,
    Sum,
    Product,
    Sign,
    Primary,
}

impl Power {
    fn of(kind: &ExprKind) -> Power {
        match kind {
            ExprKind::Or(_) => Power::Or,
            ExprKind::And(_) => Power::And,
            ExprKind::Not(_) => Power::Not,
            ExprKind::In { .. }
            | ExprKind::InQuery { .. }
            | ExprKind::Like { .. }
            | ExprKind::IsNull { .. }
            | ExprKind::Match { .. } => Power::Predicate,
            ExprKind::Binary { op, .. } => Power::of_operator(*op),
            ExprKind::Negate(_) => Power::Sign,
            ExprKind::Literal(_)
            | ExprKind::Column(_)
            | ExprKind::Parameter(_)
            | ExprKind::Cast { .. }
            | ExprKind::Call { .. }
            | ExprKind::Error => Power::Primary,
        }
    }

    fn of_operator(op: BinaryOp) -> Power {
        match op {
            BinaryOp::Add | BinaryOp::Subtract => Power::Sum,
            BinaryOp::Multiply | BinaryOp::Divide | BinaryOp::Modulo => Power::Product,
            BinaryOp::Equal
            | BinaryOp::NotEqual
            | BinaryOp::Less
            | BinaryOp::LessOrEqual
            | BinaryOp::Greater
            | BinaryOp::GreaterOrEqual => Power::Comparison,
        }
    }
}

pub(super) fn expression(out: &mut String, expr: &Expr) {
    at_least(out, expr, Power::Or);
}

/// An expression where only a primary one may stand bare.
pub(super) fn primary(out: &mut String, expr: &Expr) {
    at_least(out, expr, Power::Primary);
}

/// The expression, in parentheses if it does not hold together as tight as `least`.
fn at_least(out: &mut String, expr: &Expr, least: Power) {
    if Power::of(&expr.kind) >= least {
        return crate::stack::grow(|| bare(out, &expr.kind));
    }
    out.push('(');
    crate::stack::grow(|| bare(out, &expr.kind));
    out.push(')');
}

fn bare(out: &mut String, kind: &ExprKind) {
    match kind {
        ExprKind::Literal(value) => literal(out, value),
        ExprKind::Column(column) => name(out, column, LexMode::Expression),
        ExprKind::Parameter(value) => parameter(out, value),
        ExprKind::Negate(operand) => {
            out.push('-');
            // `-1::long` and `-1 day` are one constant, sign included.
            let least = if begins_with_number(operand) { Power::Or } else { Power::Sign };
            if least == Power::Or {
                out.push('(');
                expression(out, operand);
                out.push(')');
            } else {
                at_least(out, operand, least);
            }
        }
        ExprKind::Binary { op, left, right } => binary(out, *op, left, right),
        ExprKind::And(operands) => joined(out, operands, " AND ", Power::Not),
        ExprKind::Or(operands) => joined(out, operands, " OR ", Power::And),
        ExprKind::Not(operand) => {
            out.push_str("NOT ");
            at_least(out, operand, Power::Not);
        }
        ExprKind::In { value, negated, list: values } => {
            at_least(out, value, Power::Comparison);
            out.push_str(if *negated { " NOT IN (" } else { " IN (" });
            list(out, values, |out, value| at_least(out, value, Power::Comparison));
            out.push(')');
        }
        ExprKind::InQuery { value, negated, query } => {
            at_least(out, value, Power::Comparison);
            out.push_str(if *negated { " NOT IN " } else { " IN " });
            subquery(out, query);
        }
        ExprKind::Like { value, negated, language, patterns, list: in_list } => {
            at_least(out, value, Power::Comparison);
            out.push_str(if *negated { " NOT " } else { " " });
            out.push_str(match language {
                PatternLanguage::Wildcard => "LIKE ",
                PatternLanguage::Regex => "RLIKE ",
            });
            if *in_list {
                out.push('(');
                list(out, patterns, primary);
                out.push(')');
            } else {
                list(out, patterns, primary);
            }
        }
        ExprKind::IsNull { value, negated } => {
            at_least(out, value, Power::Comparison);
            out.push_str(if *negated { " IS NOT NULL" } else { " IS NULL" });
        }
        ExprKind::Cast { value, ty } => {
            primary(out, value);
            out.push_str("::");
            identifier(out, &ty.text, LexMode::Expression);
        }
        ExprKind::Match { field, query } => {
            primary(out, field);
            out.push_str(" : ");
            primary(out, query);
        }
        ExprKind::Call { name, args, star, options } => {
            match name {
                Ok(function) if is_first_or_last(&function.text) => out.push_str(&function.text),
                Ok(function) => identifier(out, &function.text, LexMode::Expression),
                Err(value) => parameter(out, value),
            }
            out.push('(');
            if *star {
                out.push('*');
            }
            list(out, args, expression);
            if let Some(options) = options {
                out.push_str(", ");
                map(out, options);
            }
            out.push(')');
        }
        ExprKind::Error => out.push_str("<error>"),
    }
}

/// FIRST and LAST are keywords, but also names of functions.
fn is_first_or_last(function: &str) -> bool {
    Keyword::among(&[Keyword::First, Keyword::Last], function).is_some()
}

/// Whether the text of `expr` would, with a minus in front, begin with a signed constant.
fn begins_with_number(expr: &Expr) -> bool {
    match &expr.kind {
        ExprKind::Literal(Literal::Span { .. }) => true,
        ExprKind::Cast { value, .. } => {
            matches!(
                value.kind,
                ExprKind::Literal(Literal::Integer(_) | Literal::Decimal(_) | Literal::Span { .. })
            ) || (matches!(value.kind, ExprKind::Cast { .. })
                && crate::stack::grow(|| begins_with_number(value)))
        }
        _ => false,
    }
}

/// Arithmetic groups to the left; comparisons do not chain.
fn binary(out: &mut String, op: BinaryOp, left: &Expr, right: &Expr) {
    let (least_left, least_right) = match Power::of_operator(op) {
        Power::Sum => (Power::Sum, Power::Product),
        Power::Product => (Power::Product, Power::Sign),
        _ => (Power::Sum, Power::Sum),
    };
    at_least(out, left, least_left);
    out.push(' ');
    out.push_str(op.symbol());
    out.push(' ');
    at_least(out, right, least_right);
}

fn joined(out: &mut String, operands: &[Expr], joiner: &str, least: Power) {
    for (at, operand) in operands.iter().enumerate() {
        if at > 0 {
            out.push_str(joiner);
        }
        at_least(out, operand, least);
    }
}

fn literal(out: &mut String, value: &Literal) {
    match value {
        Literal::Null => out.push_str("NULL"),
        Literal::Boolean(true) => out.push_str("TRUE"),
        Literal::Boolean(false) => out.push_str("FALSE"),
        Literal::Integer(digits) | Literal::Decimal(digits) => out.push_str(digits),
        Literal::String(value) => out.push_str(&string::literal(value)),
        Literal::Span { amount, unit } => {
            out.push_str(amount);
            out.push(' ');
            out.push_str(&unit.text);
        }
        Literal::List(items) => {
            out.push('[');
            list(out, items, expression);
            out.push(']');
        }
    }
}

pub(super) fn text(out: &mut String, text: &Text) {
    match &text.value {
        Ok(value) => out.push_str(&string::literal(value)),
        Err(value) => parameter(out, value),
    }
}

pub(super) fn map(out: &mut String, options: &Map) {
    out.push('{');
    list(out, &options.entries, |out, (key, value)| {
        text(out, key);
        out.push_str(": ");
        match value {
            MapValue::Expr(value) => expression(out, value),
            MapValue::Map(inner) => crate::stack::grow(|| map(out, inner)),
        }
    });
    out.push('}');
}
