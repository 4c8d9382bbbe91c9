//! One term against one field: what it means depends on the field's type.
//!
//! A keyword is compared whole, text by its analyzed words; other types read the term as one of
//! their values. An address may be a block, a date means all of the day, month or second that it
//! names. Sources: the Kibana reference, "KQL"; the Elasticsearch reference, "Term query" and
//! "Match query".

use esql_data::{DataType, Value};
use esql_diagnostics::{Diagnostic, Span, codes};
use esql_parser::kql::ast::Piece;

use super::super::Analyzer;
use super::Options;
use crate::date_math;
use crate::expr::{Attribute, Expr};

/// What is looked for.
#[derive(Clone, Debug)]
pub(super) enum Term {
    /// Unquoted words.
    Words(String),
    /// Words in quotes.
    Phrase(String),
    /// A wildcard pattern in Lucene's form.
    Wildcard(String),
    /// Any value.
    Exists,
}

impl Term {
    /// Whether a field of this type can hold it; others are passed over in a search of all fields.
    pub(super) fn fits(&self, ty: DataType) -> bool {
        match self {
            Term::Exists => true,
            Term::Wildcard(_) => ty.is_string(),
            Term::Words(text) | Term::Phrase(text) => {
                ty.is_string()
                    || (!ty.is_date()
                        && !matches!(ty, DataType::Null | DataType::Unsupported | DataType::Source)
                        && (ty.def().parse)(text).is_some())
            }
        }
    }
}

impl Analyzer<'_> {
    pub(super) fn term(
        &mut self,
        column: &Attribute,
        term: &Term,
        options: &Options,
        span: Span,
    ) -> Expr {
        let field = Expr::column(column, span);
        match (term, column.ty) {
            (Term::Exists, _) => self.operator("is_not_null", vec![field], span),
            (_, DataType::Null) => Expr::literal(DataType::Boolean, Value::Boolean(false), span),
            (Term::Wildcard(pattern), DataType::Keyword) => {
                self.string("any_like", field, pattern, options, span)
            }
            (Term::Wildcard(pattern), DataType::Text) => {
                self.string("any_word_like", field, pattern, &Options::default(), span)
            }
            (Term::Words(text) | Term::Phrase(text), DataType::Keyword) => {
                self.string("any_equal", field, text, options, span)
            }
            (Term::Words(text), DataType::Text) => {
                self.string("any_words", field, text, &Options::default(), span)
            }
            (Term::Phrase(text), DataType::Text) => {
                self.string("any_phrase", field, text, &Options::default(), span)
            }
            (Term::Words(text) | Term::Phrase(text), DataType::Ip) if text.contains('/') => {
                self.string("any_in_cidr", field, text, &Options::default(), span)
            }
            (Term::Words(text) | Term::Phrase(text), ty) if ty.is_date() => {
                let bounds = ["any_greater_or_equal", "any_less_or_equal"]
                    .map(|name| self.range(column, name, text, span));
                self.operator("and", bounds.into(), span)
            }
            (Term::Words(text) | Term::Phrase(text), ty) => match self.typed(text, ty, span) {
                Some(value) => self.operator("any_equal", vec![field, value], span),
                None => Expr::poison(span),
            },
            (Term::Wildcard(_), ty) => {
                self.refuse(&format!("a wildcard over a field of type {ty}"), span);
                Expr::poison(span)
            }
        }
    }

    fn string(
        &mut self,
        name: &str,
        mut field: Expr,
        text: &str,
        options: &Options,
        span: Span,
    ) -> Expr {
        let mut text = text.to_owned();
        if options.case_insensitive {
            text = text.to_lowercase();
            field = self.operator("to_lower", vec![field], span);
        }
        let value = Expr::literal(DataType::Keyword, Value::from(text.as_str()), span);
        self.operator(name, vec![field, value], span)
    }

    /// A bound of a range: dates take date math and are rounded as the comparison asks for.
    pub(super) fn range(&mut self, column: &Attribute, name: &str, text: &str, span: Span) -> Expr {
        let ty = column.ty;
        if ty == DataType::Null {
            return Expr::literal(DataType::Boolean, Value::Boolean(false), span);
        }
        let bound = if ty.is_date() {
            // `> 2026-03-26` begins behind that day, `<= 2026-03-26` ends with it.
            let up = matches!(name, "any_greater" | "any_less_or_equal");
            match date_math::instant(text, self.session.now, up) {
                Ok(at) => {
                    let value = if ty == DataType::Date {
                        esql_data::date::floor_millis(at)
                    } else {
                        i64::try_from(at.as_nanosecond()).unwrap_or(i64::MAX)
                    };
                    Some(Expr::literal(ty, Value::Long(value), span))
                }
                Err(message) => {
                    self.report(
                        Diagnostic::error(codes::BAD_LITERAL, format!("`{text}` is no date"))
                            .label(span, message),
                    );
                    None
                }
            }
        } else {
            self.typed(text, ty, span)
        };
        match bound {
            Some(bound) => {
                let field = Expr::column(column, span);
                self.operator(name, vec![field, bound], span)
            }
            None => Expr::poison(span),
        }
    }

    /// The text as a value of the field's type.
    fn typed(&mut self, text: &str, ty: DataType, span: Span) -> Option<Expr> {
        if let Some(value) = (ty.def().parse)(text) {
            return Some(Expr::literal(ty, value, span));
        }
        // A whole number field may be asked for a fraction, which it never has.
        if ty.is_numeric()
            && let Some(number) = esql_data::double::parse(text)
        {
            return Some(Expr::literal(DataType::Double, Value::Double(number), span));
        }
        self.report(
            Diagnostic::error(codes::BAD_LITERAL, format!("`{text}` is no {ty}"))
                .label(span, format!("the field is {ty}"))
                .elastic(format!("For input string: \"{text}\"")),
        );
        None
    }
}

/// Pieces of KQL as a pattern of Lucene's wildcard query.
pub(super) fn wildcard(pieces: &[Piece]) -> String {
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
