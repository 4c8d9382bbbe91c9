//! Constants: which type a literal has, and what a string literal means where another type is
//! wanted.

use esql_data::{DataType, Value};
use esql_diagnostics::{Diagnostic, Span, codes};
use esql_functions::resolve::choice_type;
use esql_functions::span::{parse_date_period, parse_span, parse_time_duration, span_literal};
use esql_parser::esql::ast::{self, ExprKind, Literal};

use super::Analyzer;
use crate::expr::Expr;

impl Analyzer<'_> {
    pub(super) fn literal(&mut self, literal: &Literal, span: Span) -> Expr {
        let (ty, value) = match literal {
            Literal::Null => (DataType::Null, Value::Null),
            Literal::Boolean(value) => (DataType::Boolean, Value::Boolean(*value)),
            Literal::Integer(digits) => return self.number(digits, span),
            Literal::Decimal(digits) => return self.number(digits, span),
            Literal::String(text) => (DataType::Keyword, Value::from(text.as_str())),
            Literal::Span { amount, unit } => return self.span_literal(amount, unit, span),
            Literal::List(items) => return self.list(items, span),
        };
        Expr::literal(ty, value, span)
    }

    /// `-5` as one constant; `None` if the literal is no number.
    pub(super) fn negative_literal(&mut self, literal: &Literal, span: Span) -> Option<Expr> {
        match literal {
            Literal::Integer(digits) | Literal::Decimal(digits) if !digits.starts_with('-') => {
                let digits = format!("-{}", digits.trim_start_matches('+'));
                Some(self.number(&digits, span))
            }
            Literal::Span { amount, unit } if !amount.starts_with('-') => {
                let amount = format!("-{}", amount.trim_start_matches('+'));
                Some(self.span_literal(&amount, unit, span))
            }
            _ => None,
        }
    }

    /// Whole numbers are the least of integer, long, unsigned long that holds them, else doubles.
    fn number(&mut self, digits: &str, span: Span) -> Expr {
        if let Ok(value) = digits.parse() {
            return Expr::literal(DataType::Integer, Value::Integer(value), span);
        }
        if let Ok(value) = digits.parse() {
            return Expr::literal(DataType::Long, Value::Long(value), span);
        }
        if let Ok(value) = digits.parse() {
            return Expr::literal(DataType::UnsignedLong, Value::UnsignedLong(value), span);
        }
        match esql_data::double::parse(digits) {
            Some(value) if value.is_finite() => {
                Expr::literal(DataType::Double, Value::Double(value), span)
            }
            _ => {
                self.report(
                    Diagnostic::error(codes::BAD_NUMBER, format!("`{digits}` is out of range"))
                        .label(span, "no type holds this number")
                        .elastic(format!("Number [{digits}] is too large")),
                );
                Expr::poison(span)
            }
        }
    }

    fn span_literal(&mut self, amount: &str, unit: &ast::Identifier, span: Span) -> Expr {
        let value = amount.parse().ok().and_then(|amount| span_literal(amount, &unit.text));
        match value {
            Some(value) => Expr::literal(span_type(&value), value, span),
            None => {
                self.report(
                    Diagnostic::error(
                        codes::BAD_LITERAL,
                        format!("`{}` is no time span", self.text(span)),
                    )
                    .label(unit.span, "no unit of time, or too many of it")
                    .help("units are millisecond, second, minute, hour, day, week, month, quarter and year")
                    .elastic(format!("Unexpected temporal unit: '{}'", unit.text)),
                );
                Expr::poison(span)
            }
        }
    }

    fn list(&mut self, items: &[ast::Expr], span: Span) -> Expr {
        let mut values = Vec::with_capacity(items.len());
        let mut ty = DataType::Null;
        for item in items {
            let literal = match &item.kind {
                ExprKind::Literal(literal) => self.literal(literal, item.span),
                ExprKind::Parameter(_) => {
                    self.missing_parameter(item.span);
                    return Expr::poison(span);
                }
                _ => return Expr::poison(span),
            };
            let Some(value) = literal.as_literal().cloned() else { return Expr::poison(span) };
            ty = match choice_type(ty, literal.ty) {
                Some(ty) => ty,
                None => {
                    self.report(
                        Diagnostic::error(codes::TYPE_MISMATCH, "a list of different types").label(
                            item.span,
                            format!("this is {}, those before are {ty}", literal.ty),
                        ),
                    );
                    return Expr::poison(span);
                }
            };
            values.push(value);
        }
        let values: Vec<Value> = values.into_iter().map(|value| widen(value, ty)).collect();
        let value = match values.len() {
            0 => Value::Null,
            1 => values.into_iter().next().unwrap_or(Value::Null),
            _ => Value::List(values),
        };
        Expr::literal(ty, value, span)
    }

    /// `"1 day"::date_period` and its kin.
    pub(super) fn span_cast(&mut self, value: &Expr, target: DataType, span: Span) -> Expr {
        let read = match value.as_literal() {
            Some(Value::Null) => Some(Value::Null),
            Some(literal) if value.ty == target => Some(literal.clone()),
            Some(Value::Text(text)) if target == DataType::DatePeriod => {
                parse_date_period(text).map(Value::Period)
            }
            Some(Value::Text(text)) => parse_time_duration(text).map(Value::Duration),
            _ => None,
        };
        match read {
            Some(value) => Expr::literal(target, value, span),
            None => {
                self.bad_literal(value, target);
                Expr::poison(span)
            }
        }
    }

    /// A string literal read as another type, where the context wants that type.
    pub(super) fn read_literal(&mut self, literal: &Expr, target: DataType) -> Option<Expr> {
        let text = literal.as_literal()?.as_str()?.to_owned();
        if target.is_span() {
            // Whichever kind of span the text is: functions that take one take both.
            return Some(match parse_span(&text) {
                Some(value) => Expr::literal(span_type(&value), value, literal.span),
                None => {
                    self.bad_literal(literal, target);
                    Expr::poison(literal.span)
                }
            });
        }
        let parse = target.def().parse;
        match parse(&text) {
            Some(value) => Some(Expr::literal(target, value, literal.span)),
            None => {
                self.bad_literal(literal, target);
                Some(Expr::poison(literal.span))
            }
        }
    }

    fn bad_literal(&mut self, literal: &Expr, target: DataType) {
        let text = self.text(literal.span).to_owned();
        let shown = literal.as_literal().map(|value| value.print(literal.ty)).unwrap_or_default();
        let example = match target {
            DataType::Date | DataType::DateNanos => "2026-03-26T10:00:00.000Z",
            DataType::Ip => "10.0.0.1",
            DataType::DatePeriod => "7 days",
            DataType::TimeDuration => "15 minutes",
            _ => "true",
        };
        self.report(
            Diagnostic::error(codes::BAD_LITERAL, format!("`{text}` is no {target}"))
                .label(literal.span, format!("cannot be read as {target}"))
                .help(format!("write it like \"{example}\""))
                .elastic(format!(
                    "Cannot convert string [{shown}] to [{}]",
                    target.name().to_uppercase()
                )),
        );
    }
}

pub(super) fn span_type(value: &Value) -> DataType {
    match value {
        Value::Period(_) => DataType::DatePeriod,
        _ => DataType::TimeDuration,
    }
}

/// A number of a list in the type that all of them have in common.
#[allow(clippy::cast_precision_loss)]
fn widen(value: Value, ty: DataType) -> Value {
    match (value, ty) {
        (Value::Integer(value), DataType::Long) => Value::Long(value.into()),
        (Value::Integer(value), DataType::UnsignedLong) => {
            u64::try_from(value).map_or(Value::Null, Value::UnsignedLong)
        }
        (Value::Long(value), DataType::UnsignedLong) => {
            u64::try_from(value).map_or(Value::Null, Value::UnsignedLong)
        }
        (Value::Integer(value), DataType::Double) => Value::Double(value.into()),
        (Value::Long(value), DataType::Double) => Value::Double(value as f64),
        (value, _) => value,
    }
}
