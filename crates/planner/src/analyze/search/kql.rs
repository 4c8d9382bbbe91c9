//! KQL to calls: each condition over a field, joined by and, or, not.

use esql_data::{DataType, Value};
use esql_diagnostics::{Diagnostic, Span, codes};
use esql_parser::kql::ast::{Field, Piece, Query, QueryKind, RangeOp, ValueKind, plain};

use super::super::Analyzer;
use super::super::expression::{STACK_RED_ZONE, STACK_STEP};
use super::Search;
use super::term::{Term, wildcard};
use crate::expr::{Attribute, Expr};

impl Analyzer<'_> {
    pub(super) fn kql(&mut self, search: &mut Search<'_, '_>, query: &Query) -> Expr {
        stacker::maybe_grow(STACK_RED_ZONE, STACK_STEP, || self.kql_node(search, query))
    }

    fn kql_node(&mut self, search: &mut Search<'_, '_>, query: &Query) -> Expr {
        let span = search.map.span(query.span);
        match &query.kind {
            QueryKind::All => truth(true, span),
            QueryKind::And(parts) => self.kql_chain(search, "and", parts, span),
            QueryKind::Or(parts) => self.kql_chain(search, "or", parts, span),
            QueryKind::Not(part) => {
                let part = self.kql(search, part);
                self.operator("not", vec![part], span)
            }
            QueryKind::Is { field, value } => {
                let term = term(&value.kind);
                let options = search.options.clone();
                self.any_field(search, field, span, &mut |cx, column| {
                    cx.term(column, &term, &options, span)
                })
            }
            QueryKind::Exists(field) => self.any_field(search, field, span, &mut |cx, column| {
                let value = Expr::column(column, span);
                cx.operator("is_not_null", vec![value], span)
            }),
            QueryKind::Range { field, op, value } => {
                let text = match &value.kind {
                    ValueKind::Phrase(text) => Some(text.clone()),
                    ValueKind::Words(pieces) => plain(pieces),
                };
                let Some(text) = text else {
                    self.report(
                        Diagnostic::error(codes::KQL_SYNTAX, "a range has no wildcard")
                            .label(search.map.span(value.span), "`*` in a bound"),
                    );
                    return Expr::poison(span);
                };
                self.any_field(search, field, span, &mut |cx, column| {
                    cx.range(column, range_name(*op), &text, span)
                })
            }
            QueryKind::Nested { .. } => {
                self.refuse("KQL over nested objects", span);
                Expr::poison(span)
            }
            QueryKind::Any(value) => self.any_of_all(search, &term(&value.kind), span),
            QueryKind::Error => Expr::poison(span),
        }
    }

    fn kql_chain(
        &mut self,
        search: &mut Search<'_, '_>,
        name: &str,
        parts: &[Query],
        span: Span,
    ) -> Expr {
        let args = parts.iter().map(|part| self.kql(search, part)).collect();
        self.operator(name, args, span)
    }

    /// The condition over the field, or over any of those that its pattern takes.
    fn any_field(
        &mut self,
        search: &mut Search<'_, '_>,
        field: &Field,
        span: Span,
        condition: &mut dyn FnMut(&mut Self, &Attribute) -> Expr,
    ) -> Expr {
        let at = search.map.span(field.span);
        let names = match plain(&field.pieces) {
            Some(name) => vec![name],
            None => self.fields_like(search, &wildcard(&field.pieces)),
        };
        let mut conditions = Vec::with_capacity(names.len());
        for name in names {
            if let Some(column) = self.search_field(search.place.pipeline, &name, at) {
                conditions.push(condition(self, &column));
            }
        }
        self.any(conditions, span)
    }

    fn any(&mut self, mut conditions: Vec<Expr>, span: Span) -> Expr {
        match conditions.len() {
            0 => truth(false, span),
            1 => conditions.remove(0),
            _ => self.operator("or", conditions, span),
        }
    }

    fn fields_like(&self, search: &Search<'_, '_>, pattern: &str) -> Vec<String> {
        let matcher = esql_functions::lucene::wildcard::Wildcard::new(pattern);
        let fields = self.catalog.fields(&search.place.pipeline.indices);
        fields.into_iter().map(|field| field.name).filter(|name| matcher.is_match(name)).collect()
    }

    /// A term without a field: any field that can hold it.
    fn any_of_all(&mut self, search: &mut Search<'_, '_>, term: &Term, span: Span) -> Expr {
        let pattern = search.options.default_field.clone().unwrap_or_else(|| "*".to_owned());
        let mut conditions = Vec::new();
        for name in self.fields_like(search, &pattern) {
            let Some(column) = self.search_field(search.place.pipeline, &name, search.span) else {
                continue;
            };
            if term.fits(column.ty) {
                let options = search.options.clone();
                conditions.push(self.term(&column, term, &options, span));
            }
        }
        self.any(conditions, span)
    }
}

fn truth(value: bool, span: Span) -> Expr {
    Expr::literal(DataType::Boolean, Value::Boolean(value), span)
}

fn term(value: &ValueKind) -> Term {
    match value {
        ValueKind::Phrase(text) => Term::Phrase(text.clone()),
        ValueKind::Words(pieces) => match plain(pieces) {
            Some(text) => Term::Words(text),
            None if pieces.iter().all(|piece| matches!(piece, Piece::Star)) => Term::Exists,
            None => Term::Wildcard(wildcard(pieces)),
        },
    }
}

fn range_name(op: RangeOp) -> &'static str {
    match op {
        RangeOp::Less => "any_less",
        RangeOp::LessOrEqual => "any_less_or_equal",
        RangeOp::Greater => "any_greater",
        RangeOp::GreaterOrEqual => "any_greater_or_equal",
    }
}
