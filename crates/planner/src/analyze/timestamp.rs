//! Functions over `@timestamp`, which they do not name: each stands for a call that names it.

use esql_data::{DataType, Value};
use esql_diagnostics::{Diagnostic, Span, codes};
use esql_functions::FunctionDef;
use esql_functions::resolve::Mismatch;
use esql_parser::esql::ast::{self, ExprKind, Identifier, Name, NamePart};
use jiff::Timestamp;

use super::expression::{FunctionCall, Place};
use super::{Analyzer, report};
use crate::expr::Expr;

const FIELD: &str = "@timestamp";

impl Analyzer<'_> {
    /// A call of `TBUCKET`, `TRANGE`, `EARLIEST` or `LATEST`; `None` for all other functions.
    pub(super) fn timestamp_call(
        &mut self,
        place: &mut Place<'_>,
        def: &'static FunctionDef,
        call: &FunctionCall<'_>,
    ) -> Option<Expr> {
        let (meant, counts): (&str, &[usize]) = match def.name {
            "tbucket" => ("bucket", &[1, 3]),
            "earliest" => ("first", &[1]),
            "latest" => ("last", &[1]),
            "trange" => ("", &[1, 2]),
            _ => return None,
        };
        if !counts.contains(&call.args.len()) || call.star {
            self.wrong_number(def, call, counts);
            return Some(Expr::poison(call.span));
        }
        if def.name == "trange" {
            return Some(self.trange(place, call));
        }
        let span = call.name.span;
        let mut args = call.args.to_vec();
        // BUCKET takes the field first, FIRST and LAST take what they sort by last.
        let at = if meant == "bucket" { 0 } else { args.len() };
        args.insert(at, ast::Expr { kind: ExprKind::Column(timestamp(span)), span });
        let name = Identifier { text: meant.to_owned(), span };
        Some(self.function(place, &FunctionCall { name: &name, args: &args, ..*call }))
    }

    pub(super) fn wrong_number(
        &mut self,
        def: &FunctionDef,
        call: &FunctionCall<'_>,
        counts: &[usize],
    ) {
        let limits = (counts.first().copied().unwrap_or(0), counts.last().copied());
        let mismatch = Mismatch::Arity { min: limits.0, max: limits.1 };
        let text = self.text(call.span).to_owned();
        let given: Vec<(Span, &str, DataType)> =
            call.args.iter().map(|arg| (arg.span, "", DataType::Null)).collect();
        self.report(report::mismatch(def, &mismatch, (call.span, &text), &given));
    }

    /// Whether `@timestamp` is behind the start of a range, and not behind its end.
    fn trange(&mut self, place: &mut Place<'_>, call: &FunctionCall<'_>) -> Expr {
        let span = call.span;
        let field = self.name(place, &timestamp(call.name.span));
        let mut limits = Vec::with_capacity(2);
        for arg in call.args {
            let limit = self.expr(&mut Place::plain(place.pipeline, place.command), arg);
            let Some(limit) = self.time_limit(limit, call) else { return Expr::poison(span) };
            limits.push(limit);
        }
        let (start, end) = match <[TimeLimit; 2]>::try_from(limits) {
            Ok([TimeLimit::At(start), TimeLimit::At(end)]) => (start, end),
            Err(limits) if matches!(limits.as_slice(), [TimeLimit::Ago(_)]) => {
                let now = esql_data::date::floor_millis(self.session.now);
                let now = Expr::literal(DataType::Date, Value::Long(now), span);
                let Some(TimeLimit::Ago(ago)) = limits.into_iter().next() else {
                    return Expr::poison(span);
                };
                (self.operator("subtract", vec![now.clone(), ago], span), now)
            }
            _ => {
                self.report(
                    Diagnostic::error(
                        codes::TYPE_MISMATCH,
                        "`TRANGE` takes a time span, or two times",
                    )
                    .label(span, "neither the one nor the other"),
                );
                return Expr::poison(span);
            }
        };
        if let (Some(Value::Long(from)), Some(Value::Long(to))) =
            (start.as_literal(), end.as_literal())
            && start.ty == end.ty
            && from > to
        {
            self.report(
                Diagnostic::error(codes::BAD_VALUE, "a range of time that ends before it starts")
                    .label(span, "the end is before the start")
                    .elastic(format!(
                        "TRANGE rangeStart time [{}] must be before rangeEnd time [{}]",
                        Value::Long(*from).print(start.ty),
                        Value::Long(*to).print(end.ty)
                    )),
            );
            return Expr::poison(span);
        }
        let behind = self.operator("greater", vec![field.clone(), start], span);
        let until = self.operator("less_or_equal", vec![field, end], span);
        self.operator("and", vec![behind, until], span)
    }

    /// A limit of a range of time; `None` after an error.
    fn time_limit(&mut self, limit: Expr, call: &FunctionCall<'_>) -> Option<TimeLimit> {
        let date = |millis| Expr::literal(DataType::Date, Value::Long(millis), limit.span);
        let problem = match (limit.as_literal(), limit.ty) {
            _ if limit.is_poison() => return None,
            (Some(Value::Period(span)), _)
                if span.years < 0 || span.months < 0 || span.days < 0 =>
            {
                "start_time_or_offset cannot be negative"
            }
            (Some(Value::Duration(span)), _) if span.is_negative() => {
                "start_time_or_offset cannot be negative"
            }
            (Some(Value::Period(_) | Value::Duration(_)), _) => return Some(TimeLimit::Ago(limit)),
            (Some(Value::Long(_)), ty) if ty.is_date() => return Some(TimeLimit::At(limit)),
            (Some(Value::Long(millis)), DataType::Long)
                if Timestamp::from_millisecond(*millis).is_ok() =>
            {
                return Some(TimeLimit::At(date(*millis)));
            }
            (Some(Value::Text(text)), DataType::Keyword) => {
                match esql_data::date::parse_iso(text, &self.session.zone) {
                    Some(at) => {
                        return Some(TimeLimit::At(date(esql_data::date::floor_millis(at))));
                    }
                    None => "parameter must be a valid datetime string",
                }
            }
            (Some(_), _) => "a time span, a date, a string or milliseconds are wanted",
            (None, _) => "a constant is wanted",
        };
        let text = self.text(call.span).to_owned();
        self.report(
            Diagnostic::error(codes::BAD_VALUE, "`TRANGE` cannot use this argument")
                .label(limit.span, problem)
                .elastic(format!("invalid time range for [{text}]: {problem}")),
        );
        None
    }
}

/// A limit of a range of time.
enum TimeLimit {
    /// So long ago.
    Ago(Expr),
    /// A date.
    At(Expr),
}

/// The field, as if it stood at `span`.
fn timestamp(span: Span) -> Name {
    Name { parts: vec![NamePart::Word { text: FIELD.to_owned(), quoted: false }], span }
}
