//! Aggregates in STATS: taken out of the expressions around them, one column each.

use esql_data::{DataType, Value};
use esql_diagnostics::{Diagnostic, codes};
use esql_functions::{ArgError, CallSite, FunctionDef, Impl, registry};

use super::Analyzer;
use super::expression::{FunctionCall, Place, SearchPlace};
use super::keys::Keys;
use crate::expr::{Attribute, Call, Expr, ExprKind};
use crate::logical::{Aggregate, Series};

/// What STATS collects while its expressions are resolved.
#[derive(Default)]
pub(super) struct Aggregates {
    /// Columns to compute before grouping: arguments that are no plain column.
    pub before: Vec<(Attribute, Expr)>,
    /// The aggregates, each once.
    pub calls: Vec<(Attribute, Aggregate)>,
    /// The keys.
    pub keys: Keys,
    /// `WHERE condition` of the field being resolved.
    pub filter: Option<Expr>,
    /// How likely a row was to get through SAMPLE.
    pub sampled: Option<f64>,
}

impl Aggregates {
    /// No aggregates yet, over rows that got through SAMPLE with this probability.
    pub(super) fn of_sample(sampled: Option<f64>) -> Self {
        Aggregates { sampled, ..Aggregates::default() }
    }
}

impl Analyzer<'_> {
    /// A call of an aggregate: its column.
    pub(super) fn aggregate_call(
        &mut self,
        place: &mut Place<'_>,
        def: &'static FunctionDef,
        call: &FunctionCall<'_>,
    ) -> Expr {
        self.aggregated(place, def, call, |cx, place, aggregates, text| {
            let (resolved, ret) = cx.resolve_aggregate(place, aggregates, def, call)?;
            let probability = aggregates.sampled.filter(|_| matches!(def.name, "count" | "sum"));
            let column = cx.collect(aggregates, resolved, None, text, ret);
            let value = Expr::column(&column, call.span);
            Some(match probability {
                Some(probability) => cx.scaled(value, probability),
                None => value,
            })
        })
    }

    /// What `make` makes of a call and its text where aggregates may stand; elsewhere, and where
    /// it makes nothing, the call is an error.
    pub(super) fn aggregated(
        &mut self,
        place: &mut Place<'_>,
        def: &'static FunctionDef,
        call: &FunctionCall<'_>,
        make: impl FnOnce(&mut Self, &mut Place<'_>, &mut Aggregates, String) -> Option<Expr>,
    ) -> Expr {
        let text = self.text(call.span).to_owned();
        let Some(aggregates) = place.aggregates.take() else {
            self.misplaced(place, def, call, &text);
            return Expr::poison(call.span);
        };
        let expr = make(self, place, aggregates, text);
        place.aggregates = Some(aggregates);
        expr.unwrap_or_else(|| Expr::poison(call.span))
    }

    /// A call of an aggregate over columns and constants, and the type that it gives; `None` after
    /// an error.
    pub(super) fn resolve_aggregate(
        &mut self,
        place: &mut Place<'_>,
        aggregates: &mut Aggregates,
        def: &'static FunctionDef,
        call: &FunctionCall<'_>,
    ) -> Option<(Call, DataType)> {
        // Inside an aggregate other aggregates are out of place, and columns are those of rows.
        let mut args = Vec::with_capacity(call.args.len());
        let mut failed = false;
        for arg in call.args {
            let mut inner = Place {
                pipeline: &mut *place.pipeline,
                command: place.command,
                aggregates: None,
                inside_aggregate: Some(call.span),
                keys: Some(&aggregates.keys),
                grouping: false,
                search: SearchPlace::Nowhere,
                subqueries: false,
            };
            let resolved = self.expr(&mut inner, arg);
            failed |= resolved.is_poison();
            args.push(resolved);
        }
        let options = self.options(def, call.options.as_ref());
        let signature = if failed { None } else { self.signature(def, args, call.span) };
        let (overload, args, ret) = signature?;
        let args = self.aggregate_args(aggregates, args);
        let resolved = Call { def, overload, args, options, site: self.site(call.span) };
        if let Err(error) = self.check_aggregate(&resolved, ret) {
            self.bad_argument(&resolved, call.span, &error);
            return None;
        }
        Some((resolved, ret))
    }

    /// What a count or sum over a sample would be over all rows, about: COUNT and SUM are the two
    /// aggregates that Elasticsearch corrects.
    fn scaled(&mut self, value: Expr, probability: f64) -> Expr {
        let (ty, span) = (value.ty, value.span);
        let probability = Expr::literal(DataType::Double, Value::Double(probability), span);
        let scaled = self.operator("divide", vec![value, probability], span);
        match registry::conversion(ty) {
            Some(conversion) if ty != scaled.ty => {
                self.call(conversion, vec![scaled], Vec::new(), span)
            }
            _ => scaled,
        }
    }

    pub(super) fn misplaced(
        &mut self,
        place: &Place<'_>,
        def: &FunctionDef,
        call: &FunctionCall<'_>,
        text: &str,
    ) {
        let name = def.name.to_uppercase();
        let diagnostic = match place.inside_aggregate {
            Some(outer) => Diagnostic::error(
                codes::MISPLACED_AGGREGATE,
                format!("aggregate `{name}` inside another one"),
            )
            .label(call.span, "an aggregate of single rows is wanted")
            .help("group twice: STATS the inner one by a finer key, then STATS the outer one")
            .elastic(format!(
                "nested aggregations [{text}] not allowed inside other aggregations [{}]",
                self.text(outer)
            )),
            None => Diagnostic::error(
                codes::MISPLACED_AGGREGATE,
                format!("aggregate `{name}` outside STATS"),
            )
            .label(call.span, format!("not possible in {}", place.command))
            .help("compute it with STATS or INLINE STATS first, and use its column here")
            .elastic(format!("aggregate function [{text}] not allowed outside STATS command")),
        };
        self.report(diagnostic);
    }

    /// The column of an aggregate; an equal one that is there already serves again.
    pub(super) fn collect(
        &mut self,
        aggregates: &mut Aggregates,
        call: Call,
        series: Option<Series>,
        name: String,
        ret: DataType,
    ) -> Attribute {
        let aggregate = Aggregate { call, filter: aggregates.filter.clone(), series };
        if let Some((column, _)) = aggregates.calls.iter().find(|(_, known)| *known == aggregate) {
            return column.clone();
        }
        let column = self.attribute(name, ret);
        aggregates.calls.push((column.clone(), aggregate));
        column
    }

    /// Arguments of an aggregate are columns or constants: anything else is computed before.
    pub(super) fn aggregate_args(
        &mut self,
        aggregates: &mut Aggregates,
        args: Vec<Expr>,
    ) -> Vec<Expr> {
        let mut columns = Vec::with_capacity(args.len());
        for arg in args {
            if !matches!(arg.kind, ExprKind::Call(_)) {
                columns.push(arg);
                continue;
            }
            let known = aggregates.before.iter().find(|(_, expr)| *expr == arg);
            let column = match known {
                Some((column, _)) => column.clone(),
                None => {
                    let name = self.text(arg.span).to_owned();
                    let column = self.attribute(name, arg.ty);
                    aggregates.before.push((column.clone(), arg.clone()));
                    column
                }
            };
            columns.push(Expr::column(&column, arg.span));
        }
        columns
    }

    /// Tells bad constant arguments now, with their place.
    fn check_aggregate(&self, call: &Call, ret: DataType) -> Result<(), ArgError> {
        let Impl::Aggregate(overloads) = call.def.imp else { return Ok(()) };
        let call_args = self.call_args(&call.args);
        let site =
            CallSite { args: &call_args, options: &call.options, ret, session: self.session };
        for (at, param) in call.def.params.iter().enumerate() {
            if param.constant {
                site.constant(at)?;
            }
        }
        (overloads[call.overload].new)(&site).map(|_| ())
    }
}
