//! Query strings to calls: each clause over a field, joined by what it does for the whole.

use esql_diagnostics::Span;
use esql_functions::lucene::words::words;
use esql_parser::query_string::ast::{self, Clause, Field, Occur, Query, QueryKind, Value};

use super::super::Analyzer;
use super::super::expression::{STACK_RED_ZONE, STACK_STEP};
use super::options::{AUTO, Fuzziness, Options};
use super::term::{Bound, Term};
use super::{Search, Target, truth};
use crate::expr::Expr;

impl Analyzer<'_> {
    /// The condition of a whole query string. One without anything to look for matches nothing.
    pub(super) fn query_string(&mut self, search: &mut Search<'_, '_>, query: &Query) -> Expr {
        let span = search.span;
        let top = match &query.kind {
            QueryKind::Clauses(clauses) => {
                let minimum = search.options.minimum.clone();
                let needed = |alternatives| minimum.as_ref().map_or(0, |one| one.of(alternatives));
                self.clauses(search, clauses, &needed, search.map.span(query.span))
            }
            _ => self.query_string_node(search, query),
        };
        top.unwrap_or_else(|| truth(false, span))
    }

    /// `None` if there is nothing to look for, as in text that is all punctuation.
    fn query_string_node(&mut self, search: &mut Search<'_, '_>, query: &Query) -> Option<Expr> {
        let span = search.map.span(query.span);
        match &query.kind {
            QueryKind::All => Some(truth(true, span)),
            QueryKind::Nothing => None,
            QueryKind::Error => Some(Expr::poison(span)),
            QueryKind::Clauses(clauses) => stacker::maybe_grow(STACK_RED_ZONE, STACK_STEP, || {
                self.clauses(search, clauses, &|_| 0, span)
            }),
            QueryKind::Exists(field) => {
                let options = search.options.clone();
                let targets = self.targets(search, Some(field));
                let exists =
                    |cx: &mut Self, target: &Target| cx.term(target, &Term::Exists, &options, span);
                let conditions = targets.iter().map(|target| exists(self, target)).collect();
                Some(self.some_of(1, conditions, span))
            }
            QueryKind::Is { field, value } => self.leaf(search, field.as_ref(), value, span),
        }
    }

    /// Clauses: all that must match, none that must not, and as many alternatives as `needed`
    /// says; where nothing must match and nothing is said, one of them.
    fn clauses(
        &mut self,
        search: &mut Search<'_, '_>,
        clauses: &[Clause],
        needed: &dyn Fn(usize) -> usize,
        span: Span,
    ) -> Option<Expr> {
        let (mut must, mut should, mut must_not) = (Vec::new(), Vec::new(), Vec::new());
        for clause in clauses {
            let Some(condition) = self.query_string_node(search, &clause.query) else { continue };
            match clause.occur {
                Occur::Must => must.push(condition),
                Occur::Should => should.push(condition),
                Occur::MustNot => must_not.push(condition),
            }
        }
        if must.is_empty() && should.is_empty() && must_not.is_empty() {
            return None;
        }
        if !should.is_empty() {
            let needed = needed(should.len()).max(usize::from(must.is_empty()));
            if needed > 0 {
                let alternatives = self.some_of(needed, should, span);
                must.push(alternatives);
            }
        }
        for condition in must_not {
            let span = condition.span;
            must.push(self.operator("not", vec![condition], span));
        }
        Some(self.all_of(must, span))
    }

    /// The fields that a name or pattern takes, or the default ones.
    fn targets(&mut self, search: &mut Search<'_, '_>, field: Option<&Field>) -> Vec<Target> {
        let (pattern, at) = match field {
            Some(field) => (field.name.clone(), search.map.span(field.span)),
            None => {
                let pattern = search.options.default_field.clone();
                (pattern.unwrap_or_else(|| "*".to_owned()), search.span)
            }
        };
        let names =
            if pattern.contains('*') { self.fields_like(search, &pattern) } else { vec![pattern] };
        names
            .into_iter()
            .flat_map(|name| self.search_field(search.place.pipeline, &name, at))
            .filter(Target::is_searchable)
            .collect()
    }

    fn leaf(
        &mut self,
        search: &mut Search<'_, '_>,
        field: Option<&Field>,
        value: &Value,
        span: Span,
    ) -> Option<Expr> {
        let targets = self.targets(search, field);
        let all_fields = search.options.default_field.as_ref().is_none_or(|pattern| pattern == "*");
        let options = search.options.lenient(all_fields);
        // Fuzziness is for words that ask for it.
        let exact = Options { fuzziness: None, ..options.clone() };
        let (term, options) = match value {
            Value::Words(text) => (Term::Words(text.clone()), exact),
            Value::Phrase { text, slop } => {
                let slop = slop.map_or(exact.slop, |slop| i32::try_from(slop).unwrap_or(i32::MAX));
                if slop >= 100 {
                    self.refuse("a phrase whose words are 100 places apart", span);
                    return Some(Expr::poison(span));
                }
                (Term::Phrase(text.clone()), Options { slop, ..exact })
            }
            Value::Wildcard(pattern) => (Term::Wildcard(pattern.clone()), exact),
            Value::Regex(pattern) => (Term::Regex(pattern.clone()), exact),
            Value::Fuzzy { text, edits } => {
                let edits = edits.and_then(|edits| u8::try_from(edits).ok());
                let fuzziness = edits.map(Fuzziness::Edits).or(options.fuzziness).or(Some(AUTO));
                (Term::Fuzzy(text.clone()), Options { fuzziness, ..options })
            }
            Value::Range { low, high } => {
                let (low, high) = (low.as_ref().map(bound), high.as_ref().map(bound));
                let conditions = targets
                    .iter()
                    .map(|target| self.range(target, low, high, &exact, span))
                    .collect();
                return Some(self.some_of(1, conditions, span));
            }
        };
        if let Term::Words(text) | Term::Phrase(text) = &term
            && targets.iter().all(Target::is_text)
            && !targets.is_empty()
            && words(text).next().is_none()
        {
            return None;
        }
        let conditions =
            targets.iter().map(|target| self.term(target, &term, &options, span)).collect();
        Some(self.some_of(1, conditions, span))
    }
}

fn bound(bound: &ast::Bound) -> Bound<'_> {
    Bound { text: &bound.text, inclusive: bound.inclusive }
}
