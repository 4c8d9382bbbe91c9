//! Expressions: each node of the tree becomes a column, a constant or a call.

use esql_data::DataType;
use esql_diagnostics::{Diagnostic, Span, codes, suggest};
use esql_functions::{FunctionDef, registry};
use esql_parser::esql::ast::{self, ExprKind, PatternLanguage};

use super::Analyzer;
use super::aggregate::Aggregates;
use super::fold::fold_spans;
use super::keys::Keys;
use super::literal::span_type;
use super::scope::Pipeline;
use super::{report, unsupported};
use crate::expr::Expr;

/// Where an expression stands: what it may hold depends on that.
pub(super) struct Place<'p> {
    /// The pipeline in front of the command; names are looked up here.
    pub pipeline: &'p mut Pipeline,
    /// The keyword of the command, for messages.
    pub command: &'static str,
    /// In STATS, where aggregates are collected.
    pub aggregates: Option<&'p mut Aggregates>,
    /// The keys of the STATS whose aggregates, or their conditions, the expression is in.
    pub keys: Option<&'p Keys>,
    /// The aggregate that the expression is an argument of.
    pub inside_aggregate: Option<Span>,
    /// Whether grouping functions such as BUCKET may stand here.
    pub grouping: bool,
    /// Whether full-text search may stand here.
    pub search: SearchPlace,
    /// Whether `IN` with a subquery may stand here.
    pub subqueries: bool,
}

/// Whether full-text search may stand somewhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum SearchPlace {
    /// It may.
    Here,
    /// It may not.
    Nowhere,
    /// It may not as an argument of this function.
    Inside(String),
}

impl<'p> Place<'p> {
    /// A place for plain expressions.
    pub(super) fn plain(pipeline: &'p mut Pipeline, command: &'static str) -> Self {
        Place {
            pipeline,
            command,
            aggregates: None,
            keys: None,
            inside_aggregate: None,
            grouping: false,
            search: SearchPlace::Nowhere,
            subqueries: false,
        }
    }

    /// A place that takes full-text search too: WHERE.
    pub(super) fn condition(pipeline: &'p mut Pipeline, command: &'static str) -> Self {
        Place { search: SearchPlace::Here, ..Place::plain(pipeline, command) }
    }
}

/// Stack to keep free at each level, and how much to add when there is less.
pub(super) const STACK_RED_ZONE: usize = 128 * 1024;
pub(super) const STACK_STEP: usize = 4 * 1024 * 1024;

impl Analyzer<'_> {
    /// Resolves an expression.
    pub(super) fn expr(&mut self, place: &mut Place<'_>, expr: &ast::Expr) -> Expr {
        stacker::maybe_grow(STACK_RED_ZONE, STACK_STEP, || self.node(place, expr))
    }

    fn node(&mut self, place: &mut Place<'_>, expr: &ast::Expr) -> Expr {
        let span = expr.span;
        match &expr.kind {
            ExprKind::Literal(literal) => self.literal(literal, span),
            ExprKind::Column(name) => self.name(place, name),
            ExprKind::Parameter(_) => {
                self.missing_parameter(span);
                Expr::poison(span)
            }
            ExprKind::Negate(operand) => self.negate(place, operand, span),
            ExprKind::Binary { op, left, right } => {
                let args = vec![self.expr(place, left), self.expr(place, right)];
                self.operator(binary_name(*op), args, span)
            }
            ExprKind::And(operands) => self.chain(place, "and", operands, span),
            ExprKind::Or(operands) => self.chain(place, "or", operands, span),
            ExprKind::Not(operand) => {
                let operand = self.expr(place, operand);
                self.operator("not", vec![operand], span)
            }
            ExprKind::In { value, negated, list } => {
                let mut args = vec![self.expr(place, value)];
                args.extend(list.iter().map(|item| self.expr(place, item)));
                let found = self.operator("in", args, span);
                self.negated(found, *negated)
            }
            ExprKind::InQuery { value, negated, query } => {
                let found = self.in_query(place, value, query, span);
                self.negated(found, *negated)
            }
            ExprKind::Like { value, negated, language, patterns, .. } => {
                let mut args = vec![self.expr(place, value)];
                args.extend(patterns.iter().map(|pattern| self.expr(place, pattern)));
                let name = match language {
                    PatternLanguage::Wildcard => "like",
                    PatternLanguage::Regex => "rlike",
                };
                let matched = self.operator(name, args, span);
                self.negated(matched, *negated)
            }
            ExprKind::IsNull { value, negated } => {
                let value = self.expr(place, value);
                self.operator(if *negated { "is_not_null" } else { "is_null" }, vec![value], span)
            }
            ExprKind::Cast { value, ty } => self.cast(place, value, ty, span),
            ExprKind::Match { field, query } => self.match_operator(place, field, query, span),
            ExprKind::Call { name: Ok(name), args, star, options } => {
                self.function(place, &FunctionCall { name, args, star: *star, options, span })
            }
            ExprKind::Call { name: Err(_), .. } => {
                self.missing_parameter(span);
                Expr::poison(span)
            }
            ExprKind::Error => Expr::poison(span),
        }
    }

    pub(super) fn name(&mut self, place: &mut Place<'_>, name: &ast::Name) -> Expr {
        if let Some(aggregates) = &mut place.aggregates
            && let Some(dotted) = name.dotted()
        {
            if let Some(key) = aggregates.keys.of_group(&dotted) {
                return Expr::column(&key.clone(), name.span);
            }
            let known = self.column(place.pipeline, name);
            if known.is_poison() {
                return known;
            }
            if let Some(key) = aggregates.keys.out_of(&known) {
                return Expr::column(&key.clone(), name.span);
            }
            let text = self.text(name.span).to_owned();
            self.report(
                Diagnostic::error(
                    codes::NOT_AN_AGGREGATE,
                    format!("`{text}` is neither inside an aggregate nor a key"),
                )
                .label(name.span, "which row's value?")
                .help(format!("group by it (`BY {text}`), or take an aggregate such as VALUES({text})"))
                .elastic(format!(
                    "column [{text}] must appear in the STATS BY clause or be used in an aggregate function"
                )),
            );
            return Expr::poison(name.span);
        }
        if let Some(keys) = place.keys
            && let Some(key) = name.dotted().and_then(|dotted| keys.of_row(&dotted))
        {
            return Expr::column(key, name.span);
        }
        self.column(place.pipeline, name)
    }

    fn chain(
        &mut self,
        place: &mut Place<'_>,
        name: &str,
        operands: &[ast::Expr],
        span: Span,
    ) -> Expr {
        let mut args: Vec<Expr> =
            operands.iter().map(|operand| self.expr(place, operand)).collect();
        if name == "or" {
            args = self.combine_disjunction(args, span);
            if args.len() == 1 {
                return args.remove(0);
            }
        }
        self.operator(name, args, span)
    }

    fn negate(&mut self, place: &mut Place<'_>, operand: &ast::Expr, span: Span) -> Expr {
        // `-1` is one constant, so that the least long can be written.
        if let ExprKind::Literal(literal) = &operand.kind
            && let Some(negative) = self.negative_literal(literal, span)
        {
            return negative;
        }
        let operand = self.expr(place, operand);
        self.operator("negate", vec![operand], span)
    }

    fn negated(&mut self, expr: Expr, negated: bool) -> Expr {
        let span = expr.span;
        if negated { self.operator("not", vec![expr], span) } else { expr }
    }

    fn cast(
        &mut self,
        place: &mut Place<'_>,
        value: &ast::Expr,
        ty: &ast::Identifier,
        span: Span,
    ) -> Expr {
        let value = self.expr(place, value);
        let Some(target) = DataType::find(&ty.text) else {
            let names = esql_data::types::TYPES.iter().map(|def| def.name);
            self.report(
                Diagnostic::error(codes::UNKNOWN_TYPE, format!("unknown type `{}`", ty.text))
                    .label(ty.span, "no such type")
                    .maybe_help(suggest::did_you_mean(&ty.text, names))
                    .elastic(format!("Unknown data type named [{}]", ty.text)),
            );
            return Expr::poison(span);
        };
        if value.is_poison() {
            return value;
        }
        if target.is_span() {
            let value = self.constant(value);
            return self.span_cast(&value, target, span);
        }
        match registry::conversion(target) {
            Some(def) => self.conversion(place.pipeline, def, vec![value], Vec::new(), span),
            None => {
                self.refuse(&format!("a conversion to {target}"), ty.span);
                Expr::poison(span)
            }
        }
    }

    /// A call of an operator; the planner knows its name.
    pub(super) fn operator(&mut self, name: &str, args: Vec<Expr>, span: Span) -> Expr {
        if let Some(value) = fold_spans(name, &args) {
            return Expr::literal(span_type(&value), value, span);
        }
        if matches!(name, "like" | "rlike") && matches_everything(name, &args) {
            return self.operator("is_not_null", args.into_iter().take(1).collect(), span);
        }
        match registry::builtin(name) {
            Some(def) => self.call(def, args, Vec::new(), span),
            None => {
                self.refuse(&format!("the operator `{name}`"), span);
                Expr::poison(span)
            }
        }
    }

    pub(super) fn function(&mut self, place: &mut Place<'_>, call: &FunctionCall<'_>) -> Expr {
        let FunctionCall { name, span, .. } = *call;
        let Some(def) = registry::find(&name.text) else {
            // The arguments may have errors of their own.
            let aggregates = place.aggregates.take();
            for arg in call.args {
                self.expr(place, arg);
            }
            place.aggregates = aggregates;
            match unsupported::function(&name.text) {
                Some(reason) => self.report(
                    Diagnostic::error(
                        codes::NOT_SUPPORTED,
                        format!("`{}` does not run here", name.text.to_uppercase()),
                    )
                    .label(name.span, reason)
                    .help("the query is refused as a whole, since its answer would be another"),
                ),
                None => self.report(report::unknown_function(&name.text, name.span)),
            }
            return Expr::poison(span);
        };
        if !self.stacks.has(def.since) {
            let what = format!("`{}`", def.name.to_uppercase());
            self.report(report::not_in_stack(&what, def.since, self.stacks.stack(), name.span));
        }
        if let Some(meant) = self.timestamp_call(place, def, call) {
            return meant;
        }
        if def.name == "field_extract" {
            return self.field_extract(place, call);
        }
        if def.name == "sparkline" {
            return self.sparkline(place, def, call);
        }
        if def.is_aggregate() {
            return self.aggregate_call(place, def, call);
        }
        if def.family == esql_functions::Family::Search {
            return self.search_call(place, def, call);
        }
        if def.family == esql_functions::Family::Grouping && !place.grouping {
            return self.grouping_again(place, def, call);
        }
        if call.star {
            self.report(
                Diagnostic::error(codes::WRONG_ARITY, format!("`{}` does not take `*`", name.text))
                    .label(span, "only COUNT takes it"),
            );
            return Expr::poison(span);
        }
        let args = self.arguments(place, &def.name.to_uppercase(), call.args);
        if let Some(value) = fold_spans(def.name, &args) {
            return Expr::literal(span_type(&value), value, span);
        }
        let options = self.options(def, call.options.as_ref());
        if let Some(target) = def.converts_to.filter(|target| target.is_span())
            && let [value] = args.as_slice()
        {
            return if value.is_poison() {
                Expr::poison(span)
            } else {
                self.span_cast(value, target, span)
            };
        }
        if def.converts_to.is_some() {
            return self.conversion(place.pipeline, def, args, options, span);
        }
        self.call(def, args, options, span)
    }

    /// A grouping function in front of BY: it must be one that stands behind BY too, whose key it
    /// means then.
    fn grouping_again(
        &mut self,
        place: &mut Place<'_>,
        def: &'static FunctionDef,
        call: &FunctionCall<'_>,
    ) -> Expr {
        let aggregates = place.aggregates.take();
        let args = call.args.iter().map(|arg| self.expr(place, arg)).collect();
        let options = self.options(def, call.options.as_ref());
        let value = self.call(def, args, options, call.span);
        let keys = aggregates.as_deref().map(|aggregates| &aggregates.keys).or(place.keys);
        let input = keys.and_then(|keys| keys.input_of(&value)).cloned();
        let key = match (&aggregates, input) {
            (Some(aggregates), Some(input)) => {
                aggregates.keys.out_of(&Expr::column(&input, call.span)).cloned()
            }
            (None, input) => input,
            (Some(_), None) => None,
        };
        // Inside an aggregate it may also be a part of a key, computed for the row.
        let of_row = aggregates.is_none() && keys.is_some_and(|keys| keys.compute(&value));
        place.aggregates = aggregates;
        match key {
            Some(key) => Expr::column(&key, call.span),
            None if of_row => value,
            None => {
                if !value.is_poison() {
                    self.misplaced_grouping(def, call);
                }
                Expr::poison(call.span)
            }
        }
    }

    /// The arguments of a function called `parent`, where search has no place.
    fn arguments(&mut self, place: &mut Place<'_>, parent: &str, args: &[ast::Expr]) -> Vec<Expr> {
        let outside = place.search.clone();
        if outside == SearchPlace::Here {
            place.search = SearchPlace::Inside(parent.to_owned());
        }
        let subqueries = std::mem::replace(&mut place.subqueries, false);
        let args = args.iter().map(|arg| self.expr(place, arg)).collect();
        place.subqueries = subqueries;
        place.search = outside;
        args
    }

    fn misplaced_grouping(&mut self, def: &FunctionDef, call: &FunctionCall<'_>) {
        let name = def.name.to_uppercase();
        self.report(
            Diagnostic::error(
                codes::MISPLACED_AGGREGATE,
                format!("`{name}` stands only behind BY"),
            )
            .label(call.span, "not behind BY of STATS")
            .elastic(format!(
                "cannot use grouping function [{}] outside of a STATS command",
                self.text(call.span)
            )),
        );
    }
}

/// A call of a function as it stands in the query.
#[derive(Clone, Copy)]
pub(super) struct FunctionCall<'c> {
    pub name: &'c ast::Identifier,
    pub args: &'c [ast::Expr],
    pub star: bool,
    pub options: &'c Option<ast::Map>,
    pub span: Span,
}

fn binary_name(op: ast::BinaryOp) -> &'static str {
    match op {
        ast::BinaryOp::Add => "add",
        ast::BinaryOp::Subtract => "subtract",
        ast::BinaryOp::Multiply => "multiply",
        ast::BinaryOp::Divide => "divide",
        ast::BinaryOp::Modulo => "modulo",
        ast::BinaryOp::Equal => "equal",
        ast::BinaryOp::NotEqual => "not_equal",
        ast::BinaryOp::Less => "less",
        ast::BinaryOp::LessOrEqual => "less_or_equal",
        ast::BinaryOp::Greater => "greater",
        ast::BinaryOp::GreaterOrEqual => "greater_or_equal",
    }
}

/// Whether a pattern takes every string: Elasticsearch asks then only whether there is a value,
/// which is never null, and takes several values as well.
fn matches_everything(name: &str, args: &[Expr]) -> bool {
    let everything = if name == "like" { "*" } else { ".*" };
    let is_everything = |arg: &Expr| {
        arg.as_literal().and_then(esql_data::Value::as_str).is_some_and(|text| text == everything)
    };
    args.first().is_some_and(|value| value.ty.is_string()) && args[1..].iter().any(is_everything)
}
