//! The grammar of query strings.

use esql_diagnostics::{Diagnostic, Span, codes};

use super::ast::{Bound, Clause, Field, Occur, Operator, Query, QueryKind, Value};
use super::lexer::{self, TokenKind, escape_wildcards, unescape};
use crate::cursor::Cursor;
use crate::{MAX_DEPTH, MAX_DIAGNOSTICS, stack};

/// The name that asks whether a field has a value.
const EXISTS: &str = "_exists_";

/// A condition and what is wrong with its text.
#[derive(Clone, Debug, PartialEq)]
pub struct Parsed {
    /// The tree, with error nodes where the text does not follow the grammar.
    pub query: Query,
    /// Every problem found, in the order of the text; empty for a valid query.
    pub diagnostics: Vec<Diagnostic>,
}

/// Reads `text` as a query string. Spans are byte offsets into `text`; where it stands in a string
/// literal, [`crate::esql::string::map`] leads back to the query around it.
#[must_use]
pub fn parse(text: &str, default: Operator) -> Parsed {
    let mut diagnostics = Vec::new();
    let tokens = lexer::lex(text, &mut diagnostics);
    let mut parser = Parser {
        tokens: Cursor::new(text, &tokens, TokenKind::End),
        depth: 0,
        default,
        diagnostics,
    };
    let query = parser.whole();
    let mut diagnostics = parser.diagnostics;
    diagnostics.sort_by_key(Diagnostic::span);
    diagnostics.truncate(MAX_DIAGNOSTICS);
    Parsed { query, diagnostics }
}

struct Parser<'a> {
    tokens: Cursor<'a, TokenKind>,
    depth: usize,
    default: Operator,
    diagnostics: Vec<Diagnostic>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Joiner {
    None,
    And,
    Or,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Modifier {
    None,
    Required,
    Prohibited,
}

impl<'a> Parser<'a> {
    fn whole(&mut self) -> Query {
        let span = Span::new(0, self.tokens.text().len());
        if self.tokens.kind() == TokenKind::End {
            return Query { kind: QueryKind::Nothing, span };
        }
        let query = self.clauses(None);
        if self.tokens.kind() == TokenKind::End {
            return query;
        }
        self.unexpected("expected a clause or the end");
        Query { kind: QueryKind::Error, span }
    }

    /// Clauses up to `)` or the end; those without a field of their own are about `field`.
    fn clauses(&mut self, field: Option<&Field>) -> Query {
        let mut clauses: Vec<Clause> = Vec::new();
        loop {
            let query = match self.words(field) {
                Some(words) => {
                    let occur = match self.default {
                        Operator::Or => Occur::Should,
                        Operator::And => Occur::Must,
                    };
                    clauses.push(Clause { occur, query: words });
                    None
                }
                None => {
                    let joiner = if clauses.is_empty() { Joiner::None } else { self.joiner() };
                    let modifier = self.modifier();
                    Some((joiner, modifier, self.clause(field)))
                }
            };
            if let Some((joiner, modifier, query)) = query {
                let failed = query.kind == QueryKind::Error;
                self.join(&mut clauses, joiner, modifier, query);
                if failed {
                    break;
                }
            }
            if matches!(self.tokens.kind(), TokenKind::End | TokenKind::RightParen) {
                break;
            }
        }
        if let [Clause { occur: Occur::Should | Occur::Must, .. }] = clauses.as_slice()
            && let Some(only) = clauses.pop()
        {
            return only.query;
        }
        let span = match (clauses.first(), clauses.last()) {
            (Some(first), Some(last)) => first.query.span.to(last.query.span),
            _ => self.tokens.peek(0).span,
        };
        Query { kind: QueryKind::Clauses(clauses), span }
    }

    /// Adds a clause: `AND` also makes the clause in front of it one that must match, and `OR`,
    /// where `AND` is the default, one that need not.
    fn join(&self, clauses: &mut Vec<Clause>, joiner: Joiner, modifier: Modifier, query: Query) {
        if let Some(last) = clauses.last_mut()
            && last.occur != Occur::MustNot
        {
            match joiner {
                Joiner::And => last.occur = Occur::Must,
                Joiner::Or if self.default == Operator::And => last.occur = Occur::Should,
                Joiner::Or | Joiner::None => {}
            }
        }
        let required = match self.default {
            Operator::Or => modifier == Modifier::Required || joiner == Joiner::And,
            Operator::And => joiner != Joiner::Or,
        };
        let occur = match modifier {
            Modifier::Prohibited => Occur::MustNot,
            _ if required => Occur::Must,
            _ => Occur::Should,
        };
        clauses.push(Clause { occur, query });
    }

    /// Two or more words in a row, none of them tied to an operator behind it: one value.
    fn words(&mut self, field: Option<&Field>) -> Option<Query> {
        let free = |parser: &Self, ahead: usize| {
            parser.tokens.peek(ahead).kind == TokenKind::Term
                && !matches!(
                    parser.tokens.peek(ahead + 1).kind,
                    TokenKind::Colon
                        | TokenKind::Star
                        | TokenKind::Tilde
                        | TokenKind::Boost
                        | TokenKind::And
                        | TokenKind::Or
                )
        };
        if self.tokens.kind() != TokenKind::Term || !free(self, 1) {
            return None;
        }
        let first = self.tokens.advance();
        let mut text = unescape(self.tokens.word(first));
        let mut span = first.span;
        while free(self, 0) {
            let next = self.tokens.advance();
            text.push(' ');
            text.push_str(&unescape(self.tokens.word(next)));
            span = span.to(next.span);
        }
        Some(leaf(field, words(text, field), span))
    }

    fn joiner(&mut self) -> Joiner {
        match self.tokens.kind() {
            TokenKind::And => {
                self.tokens.advance();
                Joiner::And
            }
            TokenKind::Or => {
                self.tokens.advance();
                Joiner::Or
            }
            _ => Joiner::None,
        }
    }

    fn modifier(&mut self) -> Modifier {
        match self.tokens.kind() {
            TokenKind::Plus => {
                self.tokens.advance();
                Modifier::Required
            }
            TokenKind::Minus | TokenKind::Not => {
                self.tokens.advance();
                Modifier::Prohibited
            }
            _ => Modifier::None,
        }
    }

    /// `field:`, if any, with a value or a group.
    fn clause(&mut self, field: Option<&Field>) -> Query {
        let named = matches!(self.tokens.kind(), TokenKind::Term | TokenKind::Star)
            && self.tokens.peek(1).kind == TokenKind::Colon;
        let own = named.then(|| {
            let token = self.tokens.advance();
            self.tokens.advance();
            Field { name: unescape(self.tokens.word(token)), span: token.span }
        });
        let field = own.as_ref().or(field);
        match self.tokens.kind() {
            TokenKind::LeftParen => self.group(field),
            TokenKind::Term
            | TokenKind::BareOperator
            | TokenKind::Star
            | TokenKind::Prefix
            | TokenKind::Wildcard
            | TokenKind::Regex
            | TokenKind::Quoted => self.value(field),
            TokenKind::RangeStart => self.range(field),
            _ => self.error("expected a value"),
        }
    }

    fn group(&mut self, field: Option<&Field>) -> Query {
        if self.depth >= MAX_DEPTH {
            let span = self.tokens.peek(0).span;
            self.diagnostics.push(
                Diagnostic::error(codes::TOO_DEEP, "the query is nested too deep")
                    .label(span, format!("this is level {}", MAX_DEPTH + 1)),
            );
            self.tokens.give_up();
            return Query { kind: QueryKind::Error, span };
        }
        self.depth += 1;
        self.tokens.advance();
        let mut query = stack::grow(|| self.clauses(field));
        self.depth -= 1;
        if self.tokens.eat(TokenKind::RightParen).is_some() {
            self.tokens.eat(TokenKind::Boost);
        } else if query.kind != QueryKind::Error {
            query = self.error("expected `)`");
        }
        query
    }

    fn value(&mut self, field: Option<&Field>) -> Query {
        let token = self.tokens.advance();
        let text = self.tokens.word(token);
        let mut span = token.span;
        let tilde = self.tilde(token.kind, &mut span);
        let value = match (token.kind, tilde) {
            (_, Err(())) => return Query { kind: QueryKind::Error, span },
            (TokenKind::Star, _) => {
                return match field {
                    Some(field) if field.name != "*" => {
                        Query { kind: QueryKind::Exists(field.clone()), span }
                    }
                    _ => Query { kind: QueryKind::All, span },
                };
            }
            (TokenKind::Quoted, Ok(slop)) => {
                Value::Phrase { text: unescape(&text[1..text.len() - 1]), slop: slop.flatten() }
            }
            (TokenKind::Regex, _) => Value::Regex(text[1..text.len() - 1].replace("\\/", "/")),
            (TokenKind::Prefix, _) => {
                let start = unescape(text.strip_suffix('*').unwrap_or(text));
                Value::Wildcard(format!("{}*", escape_wildcards(&start)))
            }
            (TokenKind::Wildcard, _) => Value::Wildcard(text.to_owned()),
            (_, Ok(Some(edits))) => Value::Fuzzy { text: unescape(text), edits },
            (_, Ok(None)) => words(unescape(text), field),
        };
        leaf(field, value, span)
    }

    /// `~` with its number and `^` with its number, behind a value, in either order.
    fn tilde(&mut self, behind: TokenKind, span: &mut Span) -> Result<Option<Option<u32>>, ()> {
        self.tokens.eat(TokenKind::Boost);
        let Some(token) = self.tokens.eat(TokenKind::Tilde) else { return Ok(None) };
        self.tokens.eat(TokenKind::Boost);
        *span = span.to(token.span);
        let number = &self.tokens.word(token)[1..];
        if number.is_empty() {
            return Ok(Some(None));
        }
        let whole: Option<u32> = number.strip_suffix(".0").unwrap_or(number).parse().ok();
        let limit = if behind == TokenKind::Quoted { u32::MAX } else { 2 };
        match whole.filter(|whole| *whole <= limit) {
            Some(whole) => Ok(Some(Some(whole))),
            None => {
                self.diagnostics.push(
                    Diagnostic::error(codes::QUERY_STRING_SYNTAX, "a distance out of range")
                        .label(token.span, "0, 1 or 2 is possible behind a word"),
                );
                Err(())
            }
        }
    }

    fn range(&mut self, field: Option<&Field>) -> Query {
        let open = self.tokens.advance();
        let low = self.bound(self.tokens.word(open) == "[");
        let Some(low) = low else { return self.error("expected a bound") };
        if self.tokens.eat(TokenKind::RangeTo).is_none() {
            return self.error("expected `TO`");
        }
        let Some(high) = self.bound(false) else { return self.error("expected a bound") };
        let Some(close) = self.tokens.eat(TokenKind::RangeEnd) else {
            return self.error("expected `]` or `}`");
        };
        self.tokens.eat(TokenKind::Boost);
        let inclusive = self.tokens.word(close) == "]";
        let high = high.map(|bound| Bound { inclusive, ..bound });
        leaf(field, Value::Range { low, high }, open.span.to(close.span))
    }

    /// A bound; `*` is none.
    fn bound(&mut self, inclusive: bool) -> Option<Option<Bound>> {
        if !matches!(self.tokens.kind(), TokenKind::RangeBound | TokenKind::RangeTo) {
            return None;
        }
        let token = self.tokens.advance();
        let text = self.tokens.word(token);
        let quoted = text.strip_prefix('"').and_then(|text| text.strip_suffix('"'));
        let text = unescape(quoted.unwrap_or(text));
        Some((text != "*" || quoted.is_some()).then_some(Bound { text, inclusive }))
    }

    fn error(&mut self, message: &str) -> Query {
        let span = self.tokens.peek(0).span;
        self.unexpected(message);
        Query { kind: QueryKind::Error, span }
    }

    fn unexpected(&mut self, message: &str) {
        let token = self.tokens.peek(0);
        // What is wrong with a bad token has been said.
        if token.kind == TokenKind::Bad || !self.diagnostics.is_empty() {
            return;
        }
        let found = match token.kind {
            TokenKind::End => "the query string ends here".to_owned(),
            _ => format!("found `{}`", self.tokens.word(token)),
        };
        self.diagnostics.push(
            Diagnostic::error(codes::QUERY_STRING_SYNTAX, message.to_owned())
                .label(token.span, found)
                .help("characters such as `:`, `/`, `(` and `[` stand for themselves behind a backslash"),
        );
    }
}

/// A value of a field or of the default fields; `_exists_` asks for a field instead.
fn leaf(field: Option<&Field>, value: Value, span: Span) -> Query {
    let kind = match (field, value) {
        (Some(field), Value::Words(name) | Value::Phrase { text: name, .. })
            if field.name == EXISTS =>
        {
            QueryKind::Exists(Field { name, span })
        }
        (field, value) => QueryKind::Is { field: field.cloned(), value },
    };
    Query { kind, span }
}

/// Words; behind a field, `>`, `>=`, `<` and `<=` in front of them make a range.
fn words(text: String, field: Option<&Field>) -> Value {
    let bound = |sign: &str| {
        let text = text.strip_prefix(sign)?;
        // `=` counts only in front of something.
        let (text, inclusive) = match text.strip_prefix('=') {
            Some(behind) if !behind.is_empty() => (behind, true),
            _ => (text, false),
        };
        (!text.is_empty()).then(|| Bound { text: text.to_owned(), inclusive })
    };
    if field.is_some() {
        if let Some(low) = bound(">") {
            return Value::Range { low: Some(low), high: None };
        }
        if let Some(high) = bound("<") {
            return Value::Range { low: None, high: Some(high) };
        }
    }
    Value::Words(text)
}
