//! One term against one field: what it means depends on the field's type.
//!
//! A keyword is compared whole, text by its analyzed words; other types read the term as one of
//! their values. An address may be a block, a date means all of the day, month or second that it
//! names. Sources: the Kibana reference, "KQL"; the Elasticsearch reference, "Term query" and
//! "Match query".

use esql_data::{DataType, Value};
use esql_diagnostics::{Diagnostic, Span, codes};
use esql_functions::lucene::words;
use esql_parser::query_string::ast::Operator;

use super::super::Analyzer;
use super::options::{AUTO, Options};
use super::{Target, truth};
use crate::date_math;
use crate::expr::Expr;

/// What is looked for.
#[derive(Clone, Debug)]
pub(super) enum Term {
    /// Words.
    Words(String),
    /// Words in quotes.
    Phrase(String),
    /// A word that may differ in a few characters.
    Fuzzy(String),
    /// A wildcard pattern in Lucene's form.
    Wildcard(String),
    /// A regular expression of Lucene.
    Regex(String),
    /// Any value.
    Exists,
}

/// A bound of a range.
#[derive(Clone, Copy, Debug)]
pub(super) struct Bound<'a> {
    pub text: &'a str,
    pub inclusive: bool,
}

impl Analyzer<'_> {
    pub(super) fn term(
        &mut self,
        target: &Target,
        term: &Term,
        options: &Options,
        span: Span,
    ) -> Expr {
        let ty = target.field.ty;
        if options.analyzer && ty != DataType::Text {
            self.refuse(&format!("an analyzer for a field of type {ty}"), span);
            return Expr::poison(span);
        }
        match (term, ty) {
            (Term::Exists, _) => {
                let field = target.at(span);
                self.operator("is_not_null", vec![field], span)
            }
            (_, DataType::Null) => truth(false, span),
            (_, ty) if !target.is_searchable() => {
                self.refuse(&format!("a search in a field of type {ty}"), span);
                Expr::poison(span)
            }
            (Term::Words(text), DataType::Text) => self.words(target, text, options, span),
            (Term::Phrase(text), DataType::Text) => self.phrase(target, text, options, span),
            (Term::Fuzzy(text), DataType::Text) => {
                self.fuzzy("any_word_fuzzy", target, &text.to_lowercase(), options, span)
            }
            (Term::Wildcard(pattern), DataType::Text) => {
                self.string("any_word_like", target, pattern, span)
            }
            (Term::Regex(pattern), DataType::Text) => {
                self.string("any_word_rlike", target, &pattern.to_lowercase(), span)
            }
            (term, DataType::Keyword) => self.keyword(target, term, options, span),
            (Term::Words(text) | Term::Phrase(text), _) if options.fuzziness.is_none() => {
                self.value(target, text, options, span)
            }
            _ if options.lenient == Some(true) => truth(false, span),
            (term, ty) => {
                let what = match term {
                    Term::Wildcard(_) => "a wildcard",
                    Term::Regex(_) => "a regular expression",
                    _ => "a word that may differ",
                };
                let what = format!("{what} over a field of type {ty}");
                if ty == DataType::Version {
                    self.refuse(&what, span);
                } else {
                    self.report(
                        Diagnostic::error(codes::TYPE_MISMATCH, what)
                            .label(span, "only text and keywords are compared like this"),
                    );
                }
                Expr::poison(span)
            }
        }
    }

    fn keyword(&mut self, target: &Target, term: &Term, options: &Options, span: Span) -> Expr {
        let (name, text) = match term {
            Term::Words(text) if options.fuzziness.is_some() => {
                return self.fuzzy("any_fuzzy", target, &target.normal(text), options, span);
            }
            Term::Fuzzy(text) => {
                return self.fuzzy("any_fuzzy", target, &target.normal(text), options, span);
            }
            Term::Wildcard(pattern) => ("any_like", target.normal(pattern)),
            Term::Regex(pattern) => ("any_rlike", target.normal(pattern)),
            Term::Words(text) | Term::Phrase(text) => ("any_equal", target.normal(text)),
            Term::Exists => return self.term(target, term, options, span),
        };
        if !options.case_insensitive {
            return self.string(name, target, &text, span);
        }
        let field = target.at(span);
        let field = self.operator("to_lower", vec![field], span);
        self.operator(name, vec![field, text_literal(&text.to_lowercase(), span)], span)
    }

    /// Text in a text field: its words are alternatives, or must all be there.
    fn words(&mut self, target: &Target, text: &str, options: &Options, span: Span) -> Expr {
        if options.phrase {
            return self.phrase(target, text, options, span);
        }
        let words: Vec<String> = words::words(text).collect();
        if words.is_empty() {
            return truth(options.all_without_words, span);
        }
        let alternatives = options.operator == Operator::Or;
        // One word alone is no choice of several.
        let minimum = match &options.minimum {
            Some(minimum) if alternatives && words.len() > 1 => minimum.of(words.len()),
            _ => 0,
        };
        if alternatives && minimum <= 1 && options.fuzziness.is_none() {
            return self.string("any_words", target, text, span);
        }
        let conditions: Vec<Expr> = words
            .iter()
            .map(|word| match options.fuzziness.map_or(0, |fuzziness| fuzziness.edits(word)) {
                0 => self.string("any_words", target, word, span),
                _ => self.fuzzy("any_word_fuzzy", target, word, options, span),
            })
            .collect();
        if alternatives {
            self.some_of(minimum.max(1), conditions, span)
        } else {
            self.all_of(conditions, span)
        }
    }

    fn phrase(&mut self, target: &Target, text: &str, options: &Options, span: Span) -> Expr {
        if options.all_without_words && words::words(text).next().is_none() {
            return truth(true, span);
        }
        let field = target.at(span);
        let mut args = vec![field, text_literal(text, span)];
        if options.slop > 0 {
            args.push(Expr::literal(DataType::Integer, Value::Integer(options.slop), span));
        }
        self.operator("any_phrase", args, span)
    }

    fn fuzzy(
        &mut self,
        name: &str,
        target: &Target,
        word: &str,
        options: &Options,
        span: Span,
    ) -> Expr {
        let edits = options.fuzziness.unwrap_or(AUTO).edits(word);
        let number = |value| Expr::literal(DataType::Integer, Value::Integer(value), span);
        let args = vec![
            target.at(span),
            text_literal(word, span),
            number(i32::from(edits)),
            number(options.prefix_length),
            truth(options.transpositions, span),
        ];
        self.operator(name, args, span)
    }

    fn string(&mut self, name: &str, target: &Target, text: &str, span: Span) -> Expr {
        let field = target.at(span);
        self.operator(name, vec![field, text_literal(text, span)], span)
    }

    /// Text read as a value of the field's type.
    fn value(&mut self, target: &Target, text: &str, options: &Options, span: Span) -> Expr {
        let ty = target.field.ty;
        if ty == DataType::Ip && text.contains('/') {
            return self.string("any_in_cidr", target, text, span);
        }
        if ty.is_date() {
            let bound = Bound { text, inclusive: true };
            return self.range(target, Some(bound), Some(bound), options, span);
        }
        match self.typed(text, ty, options, span) {
            Some(value) => {
                let mut args = vec![target.at(span)];
                if let (true, Some(Value::Double(number))) = (target.float, value.as_literal()) {
                    args.push(Expr::literal(ty, Value::Double(single_precision(*number)), span));
                }
                args.push(value);
                self.operator("any_equal", args, span)
            }
            None => self.unreadable(options, span),
        }
    }

    /// Whether a value of the field is between the bounds. Dates take date math and are rounded
    /// as the side of the bound asks for.
    pub(super) fn range(
        &mut self,
        target: &Target,
        low: Option<Bound<'_>>,
        high: Option<Bound<'_>>,
        options: &Options,
        span: Span,
    ) -> Expr {
        let ty = target.field.ty;
        if ty == DataType::Null {
            return truth(false, span);
        }
        if matches!(ty, DataType::Text | DataType::Boolean) {
            self.refuse(&format!("a range over a field of type {ty}"), span);
            return Expr::poison(span);
        }
        let mut args = vec![target.at(span)];
        for (bound, is_low) in [(low, true), (high, false)] {
            let Some(bound) = bound else { continue };
            // `> 2026-03-26` begins behind that day, `<= 2026-03-26` ends with it.
            let up = bound.inclusive != is_low;
            let text = target.normal(bound.text);
            match self.bound(&text, ty, up, options, span) {
                Some(bound) => args.push(bound),
                None => return self.unreadable(options, span),
            }
        }
        let name = match (low, high) {
            (Some(Bound { inclusive: true, .. }), None) => "any_greater_or_equal",
            (Some(_), None) => "any_greater",
            (None, Some(Bound { inclusive: true, .. })) => "any_less_or_equal",
            (None, Some(_)) => "any_less",
            (Some(low), Some(high)) => return self.between(args, low, high, span),
            (None, None) => "is_not_null",
        };
        self.operator(name, args, span)
    }

    fn between(&mut self, args: Vec<Expr>, low: Bound<'_>, high: Bound<'_>, span: Span) -> Expr {
        let Some(def) = esql_functions::registry::builtin("any_between") else {
            return Expr::poison(span);
        };
        let sides = [("low_inclusive", low.inclusive), ("high_inclusive", high.inclusive)];
        let open = sides
            .into_iter()
            .filter(|(_, inclusive)| !inclusive)
            .map(|(name, _)| (name.to_owned(), Value::Boolean(false)));
        self.call(def, args, open.collect(), span)
    }

    fn bound(
        &mut self,
        text: &str,
        ty: DataType,
        up: bool,
        options: &Options,
        span: Span,
    ) -> Option<Expr> {
        if !ty.is_date() {
            return self.typed(text, ty, options, span);
        }
        match date_math::instant(text, self.session.now, &options.zone, up) {
            Ok(at) => {
                let value = if ty == DataType::Date {
                    esql_data::date::floor_millis(at)
                } else {
                    i64::try_from(at.as_nanosecond()).unwrap_or(i64::MAX)
                };
                Some(Expr::literal(ty, Value::Long(value), span))
            }
            Err(message) => {
                if options.lenient != Some(true) {
                    self.report(
                        Diagnostic::error(codes::BAD_LITERAL, format!("`{text}` is no date"))
                            .label(span, message),
                    );
                }
                None
            }
        }
    }

    /// The text as a value of the field's type; `None` if it is none, which is reported unless
    /// the search is lenient.
    fn typed(&mut self, text: &str, ty: DataType, options: &Options, span: Span) -> Option<Expr> {
        if let Some(value) = (ty.def().parse)(text) {
            return Some(Expr::literal(ty, value, span));
        }
        // A whole number field may be asked for a fraction, which it never has.
        if ty.is_numeric()
            && let Some(number) = esql_data::double::parse(text)
        {
            return Some(Expr::literal(DataType::Double, Value::Double(number), span));
        }
        if options.lenient != Some(true) {
            self.report(
                Diagnostic::error(codes::BAD_LITERAL, format!("`{text}` is no {ty}"))
                    .label(span, format!("the field is {ty}"))
                    .elastic(format!("For input string: \"{text}\"")),
            );
        }
        None
    }

    /// What stands for a comparison with a value that the field cannot hold.
    fn unreadable(&self, options: &Options, span: Span) -> Expr {
        if options.lenient == Some(true) { truth(false, span) } else { Expr::poison(span) }
    }

    /// Whether at least `minimum` of the conditions are true.
    pub(super) fn some_of(
        &mut self,
        minimum: usize,
        mut conditions: Vec<Expr>,
        span: Span,
    ) -> Expr {
        match (minimum, conditions.len()) {
            (_, 0) => truth(false, span),
            (1, 1) => conditions.remove(0),
            (1, _) => self.operator("or", conditions, span),
            _ => {
                let minimum = i32::try_from(minimum).unwrap_or(i32::MAX);
                let minimum = Expr::literal(DataType::Integer, Value::Integer(minimum), span);
                conditions.insert(0, minimum);
                self.operator("at_least", conditions, span)
            }
        }
    }

    /// Whether all of the conditions are true.
    pub(super) fn all_of(&mut self, mut conditions: Vec<Expr>, span: Span) -> Expr {
        match conditions.len() {
            0 => truth(true, span),
            1 => conditions.remove(0),
            _ => self.operator("and", conditions, span),
        }
    }
}

fn text_literal(text: &str, span: Span) -> Expr {
    Expr::literal(DataType::Keyword, Value::from(text), span)
}

/// The number as a field of 32 bit floats holds it.
#[allow(clippy::cast_possible_truncation)]
fn single_precision(number: f64) -> f64 {
    f64::from(number as f32)
}
