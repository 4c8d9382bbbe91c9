//! KQL to calls: each condition over a field, joined by and, or, not.

use esql_diagnostics::{Diagnostic, Span, codes};
use esql_parser::kql::ast::{Field, Piece, Query, QueryKind, RangeOp, ValueKind, plain};

use super::super::Analyzer;
use super::super::expression::{STACK_RED_ZONE, STACK_STEP};
use super::options::Options;
use super::term::{Bound, Term};
use super::{Search, Target, truth};
use crate::catalog::Lookup;
use crate::expr::Expr;

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
                self.any_field(search, field, span, &mut |cx, target| {
                    cx.term(target, &term, &options, span)
                })
            }
            QueryKind::Exists(field) => {
                let options = search.options.clone();
                self.any_field(search, field, span, &mut |cx, target| {
                    cx.term(target, &Term::Exists, &options, span)
                })
            }
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
                let options = search.options.clone();
                let (low, high) = bounds(*op, &text);
                self.any_field(search, field, span, &mut |cx, target| {
                    cx.range(target, low, high, &options, span)
                })
            }
            QueryKind::Nested { path, .. } => {
                self.nested(search, path, span);
                Expr::poison(span)
            }
            QueryKind::Any(value) => self.any_of_all(search, &term(&value.kind), span),
            QueryKind::Error => Expr::poison(span),
        }
    }

    /// Conditions on one nested object do not run here; a field that has values is none, which is
    /// an error in Elasticsearch as well.
    fn nested(&mut self, search: &Search<'_, '_>, path: &Field, span: Span) {
        let name = plain(&path.pieces).unwrap_or_else(|| wildcard(&path.pieces));
        match self.catalog.field(&search.place.pipeline.indices, &name) {
            Lookup::Found(_) => self.report(
                Diagnostic::error(codes::KQL_SYNTAX, format!("`{name}` is no nested object"))
                    .label(search.map.span(path.span), "a field with values")
                    .elastic(format!("[{name}] is not a valid nested field name.")),
            ),
            Lookup::Unmapped | Lookup::Missing => self.refuse("KQL over nested objects", span),
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
        condition: &mut dyn FnMut(&mut Self, &Target) -> Expr,
    ) -> Expr {
        let at = search.map.span(field.span);
        let names = match plain(&field.pieces) {
            Some(name) => vec![name],
            None => self.fields_like(search, &wildcard(&field.pieces)),
        };
        let mut conditions = Vec::with_capacity(names.len());
        for name in names {
            for target in self.search_field(search.place.pipeline, &name, at) {
                conditions.push(condition(self, &target));
            }
        }
        self.some_of(1, conditions, span)
    }

    /// A term without a field: any field that can hold it.
    fn any_of_all(&mut self, search: &mut Search<'_, '_>, term: &Term, span: Span) -> Expr {
        let pattern = search.options.default_field.clone().unwrap_or_else(|| "*".to_owned());
        // What a field cannot hold is passed over.
        let options = Options { lenient: Some(true), ..search.options.clone() };
        let mut conditions = Vec::new();
        for name in self.fields_like(search, &pattern) {
            for target in self.search_field(search.place.pipeline, &name, search.span) {
                if target.is_searchable() {
                    conditions.push(self.term(&target, term, &options, span));
                }
            }
        }
        self.some_of(1, conditions, span)
    }
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

/// The lower and the upper bound of a range.
fn bounds(op: RangeOp, text: &str) -> (Option<Bound<'_>>, Option<Bound<'_>>) {
    let bound = |inclusive| Some(Bound { text, inclusive });
    match op {
        RangeOp::Less => (None, bound(false)),
        RangeOp::LessOrEqual => (None, bound(true)),
        RangeOp::Greater => (bound(false), None),
        RangeOp::GreaterOrEqual => (bound(true), None),
    }
}

/// Pieces as a pattern of Lucene's wildcard query.
fn wildcard(pieces: &[Piece]) -> String {
    let mut pattern = String::new();
    for piece in pieces {
        match piece {
            Piece::Star => pattern.push('*'),
            Piece::Text(text) => {
                for c in text.chars() {
                    if matches!(c, '*' | '?' | '\\') {
                        pattern.push('\\');
                    }
                    pattern.push(c);
                }
            }
        }
    }
    pattern
}
