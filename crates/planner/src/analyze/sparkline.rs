//! `SPARKLINE`: an aggregate for each of a series of buckets of time.

use esql_data::DataType;
use esql_diagnostics::{Diagnostic, Span, codes};
use esql_functions::{CallSite, FunctionDef, TypeSet, registry, sparkline_starts};
use esql_parser::esql::ast::{self, ExprKind};

use super::Analyzer;
use super::aggregate::Aggregates;
use super::expression::{FunctionCall, Place};
use crate::expr::{Call, Expr};
use crate::logical::Series;

impl Analyzer<'_> {
    /// A call of `SPARKLINE`: its column.
    pub(super) fn sparkline(
        &mut self,
        place: &mut Place<'_>,
        def: &'static FunctionDef,
        call: &FunctionCall<'_>,
    ) -> Expr {
        self.aggregated(place, def, call, |cx, place, aggregates, text| {
            let (resolved, series, ret) = cx.points(place, aggregates, def, call)?;
            let column = cx.collect(aggregates, resolved, Some(series), text, ret);
            Some(Expr::column(&column, call.span))
        })
    }

    /// The aggregate, the buckets that it is computed for, and its type; `None` after an error.
    fn points(
        &mut self,
        place: &mut Place<'_>,
        aggregates: &mut Aggregates,
        def: &'static FunctionDef,
        call: &FunctionCall<'_>,
    ) -> Option<(Call, Series, DataType)> {
        let ([inner, rest @ ..], 5, false) = (call.args, call.args.len(), call.star) else {
            self.wrong_number(def, call, &[5]);
            return None;
        };
        let (resolved, ret) = self.inner_aggregate(place, aggregates, inner, call.span)?;
        let mut args = Vec::with_capacity(rest.len());
        for arg in rest {
            let mut inner = Place {
                inside_aggregate: Some(call.span),
                keys: Some(&aggregates.keys),
                ..Place::plain(place.pipeline, place.command)
            };
            let arg = self.expr(&mut inner, arg);
            args.push(self.constant(arg));
        }
        if args.iter().any(Expr::is_poison) {
            return None;
        }
        if args[0].ty != DataType::Date {
            self.wrong_type("second", &args[0], "date", call.span);
            return None;
        }
        let call_args = self.call_args(&args);
        let bucket = self.call(registry::find("bucket")?, args, Vec::new(), call.span);
        if bucket.is_poison() {
            return None;
        }
        let ret_of_key = bucket.ty;
        let site =
            CallSite { args: &call_args, options: &[], ret: ret_of_key, session: self.session };
        let starts = match sparkline_starts(&site) {
            Ok(starts) => starts,
            Err(error) => {
                let at = call.args.get(error.at + 1).map_or(call.span, |arg| arg.span);
                self.report(
                    Diagnostic::error(codes::BAD_VALUE, "`SPARKLINE` cannot use this argument")
                        .label(at, error.message.clone())
                        .elastic(error.message),
                );
                return None;
            }
        };
        let key = self.aggregate_args(aggregates, vec![bucket]).pop()?;
        let series = Series { key, starts };
        let earlier = aggregates.calls.iter().find_map(|(_, other)| other.series.as_ref());
        if earlier.is_some_and(|earlier| *earlier != series) {
            self.report(
                Diagnostic::error(
                    codes::BAD_VALUE,
                    "all calls of `SPARKLINE` in one STATS take the same key, buckets and range",
                )
                .label(call.span, "other ones than an earlier call")
                .elastic(
                    "All SPARKLINE functions in a single STATS command must share the same \
                     timestamp, buckets, from, and to values",
                ),
            );
            return None;
        }
        Some((resolved, series, ret))
    }

    /// The first argument: a call of another aggregate that gives numbers.
    fn inner_aggregate(
        &mut self,
        place: &mut Place<'_>,
        aggregates: &mut Aggregates,
        arg: &ast::Expr,
        outer: Span,
    ) -> Option<(Call, DataType)> {
        let ExprKind::Call { name: Ok(name), args, star, options } = &arg.kind else {
            return self.no_aggregate(arg, outer);
        };
        let def = registry::find(&name.text).filter(|def| def.is_aggregate());
        let Some(def) = def else { return self.no_aggregate(arg, outer) };
        let call = FunctionCall { name, args, star: *star, options, span: arg.span };
        let (resolved, ret) = self.resolve_aggregate(place, aggregates, def, &call)?;
        if !TypeSet::SIGNED.has(ret) {
            let value = Expr { ty: ret, ..Expr::poison(arg.span) };
            self.wrong_type("first", &value, "integer or long or double", outer);
            return None;
        }
        Some((resolved, ret))
    }

    fn no_aggregate(&mut self, arg: &ast::Expr, outer: Span) -> Option<(Call, DataType)> {
        self.report(
            Diagnostic::error(codes::TYPE_MISMATCH, "`SPARKLINE` takes an aggregate first")
                .label(arg.span, "an aggregate such as COUNT(*) is wanted here")
                .elastic(format!(
                    "first argument of [{}] must be an aggregate function, found value [{}]",
                    self.text(outer),
                    self.text(arg.span)
                )),
        );
        None
    }

    fn wrong_type(&mut self, which: &str, arg: &Expr, wanted: &str, outer: Span) {
        self.report(
            Diagnostic::error(
                codes::TYPE_MISMATCH,
                format!("`SPARKLINE` takes {wanted} as its {which} argument, not {}", arg.ty),
            )
            .label(arg.span, format!("this is {}", arg.ty))
            .elastic(format!(
                "{which} argument of [{}] must be [{wanted}], found value [{}] type [{}]",
                self.text(outer),
                self.text(arg.span),
                arg.ty
            )),
        );
    }
}
