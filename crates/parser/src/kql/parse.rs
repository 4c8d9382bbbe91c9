//! The grammar of KQL.
//!
//! `and` and `or` bind alike, to the right; `not` binds tighter. A value group `field: (a or not b)` is the same
//! grammar with values for conditions.

use esql_diagnostics::{Diagnostic, Label, Span, codes};

use super::ast::{Field, Piece, Query, QueryKind, RangeOp, Value, ValueKind};
use super::lexer::{self, Token, TokenKind};
use crate::cursor::Cursor;
use crate::{MAX_DEPTH, MAX_DIAGNOSTICS, stack};

/// A condition and what is wrong with its text.
#[derive(Clone, Debug, PartialEq)]
pub struct Parsed {
    /// The tree, with error nodes where the text does not follow the grammar.
    pub query: Query,
    /// Every problem found, in the order of the text; empty for a valid query.
    pub diagnostics: Vec<Diagnostic>,
}

/// Reads `text` as KQL. Spans are byte offsets into `text`; where it stands in a string literal,
/// [`crate::esql::string::map`] leads back to the query around it.
#[must_use]
pub fn parse(text: &str) -> Parsed {
    let mut diagnostics = Vec::new();
    let tokens = lexer::lex(text, &mut diagnostics);
    let mut parser =
        Parser { tokens: Cursor::new(text, &tokens, TokenKind::End), depth: 0, diagnostics };
    let query = parser.query();
    let mut diagnostics = parser.diagnostics;
    diagnostics.sort_by_key(Diagnostic::span);
    diagnostics.truncate(MAX_DIAGNOSTICS);
    Parsed { query, diagnostics }
}

struct Parser<'a> {
    tokens: Cursor<'a, TokenKind>,
    depth: usize,
    diagnostics: Vec<Diagnostic>,
}

impl<'a> Parser<'a> {
    fn query(&mut self) -> Query {
        if self.tokens.kind() == TokenKind::End {
            return Query { kind: QueryKind::All, span: Span::new(0, self.tokens.text().len()) };
        }
        let mut query = self.conditions(None);
        while self.tokens.kind() != TokenKind::End {
            // Only a closing parenthesis or brace without its counterpart ends a query early.
            self.unexpected("expected `and`, `or` or the end", Some("nothing is open here"));
            self.tokens.advance();
            while matches!(self.tokens.kind(), TokenKind::And | TokenKind::Or) {
                self.tokens.advance();
                self.conditions(None);
            }
            query.kind = QueryKind::Error;
        }
        query
    }

    /// Conditions joined by `and` and `or`; with a field, values of a group.
    ///
    /// Both bind alike, to the right: `a and b or c` is `a and (b or c)`. Kibana's own parser
    /// lets `and` bind tighter; a rule runs with Elasticsearch's (elastic/elasticsearch#115632).
    fn conditions(&mut self, field: Option<&Field>) -> Query {
        let first = self.negation(field);
        self.joined(first, field)
    }

    fn joined(&mut self, first: Query, field: Option<&Field>) -> Query {
        let joiner = self.tokens.kind();
        if !matches!(joiner, TokenKind::And | TokenKind::Or) {
            return first;
        }
        let mut operands = vec![first];
        while self.tokens.eat(joiner).is_some() {
            let next = self.negation(field);
            if matches!(self.tokens.kind(), TokenKind::And | TokenKind::Or)
                && self.tokens.kind() != joiner
            {
                // The other word takes all that follows.
                operands.push(self.nested(|parser| parser.joined(next, field)));
                break;
            }
            operands.push(next);
        }
        let span = operands.iter().fold(operands[0].span, |span, one| span.to(one.span));
        let kind = match joiner {
            TokenKind::And => QueryKind::And(operands),
            _ => QueryKind::Or(operands),
        };
        Query { kind, span }
    }

    fn negation(&mut self, field: Option<&Field>) -> Query {
        let query = match self.tokens.eat(TokenKind::Not) {
            None => self.operand(field),
            Some(not) => self.nested(|parser| {
                let inner = parser.negation(field);
                let span = not.span.to(inner.span);
                Query { kind: QueryKind::Not(Box::new(inner)), span }
            }),
        };
        if !self.at_boundary() {
            self.unexpected(
                "expected `and` or `or`",
                Some("`and` or `or` is missing, or the text needs quotes"),
            );
            self.skip_operand();
        }
        query
    }

    /// Runs `inner` for a construct that may hold itself, within the limit of depth.
    fn nested(&mut self, inner: impl FnOnce(&mut Self) -> Query) -> Query {
        if self.depth >= MAX_DEPTH {
            let span = self.tokens.token().span;
            self.diagnostics.push(
                Diagnostic::error(codes::TOO_DEEP, "the condition is nested too deep")
                    .label(span, format!("this is level {}", MAX_DEPTH + 1)),
            );
            self.tokens.give_up();
            return Query { kind: QueryKind::Error, span };
        }
        self.depth += 1;
        let query = stack::grow(|| inner(self));
        self.depth -= 1;
        query
    }

    fn operand(&mut self, field: Option<&Field>) -> Query {
        match (self.tokens.kind(), field) {
            (TokenKind::LeftParen, _) => self.group(field),
            (TokenKind::Word | TokenKind::Phrase, None) => self.expression(),
            (TokenKind::Word | TokenKind::Phrase, Some(field)) => {
                let value = self.value();
                // The values of a group stand behind one field.
                Query { span: value.span, ..equals(field.clone(), value) }
            }
            (_, None) => self.error_node("expected a condition", None),
            (_, Some(_)) => self.error_node("expected a value", None),
        }
    }

    fn group(&mut self, field: Option<&Field>) -> Query {
        self.nested(|parser| {
            let open = parser.tokens.advance();
            let mut query = parser.conditions(field);
            let end = parser.close(open, TokenKind::RightParen, "expected `)`");
            query.span = open.span.to(end.unwrap_or(query.span));
            query
        })
    }

    /// `field: value`, `field > value`, `field: { ... }`, or a value alone.
    fn expression(&mut self) -> Query {
        let first = self.tokens.position();
        let value = self.value();
        let words = self.tokens.position() - first;
        let op = match self.tokens.kind() {
            TokenKind::Colon => None,
            TokenKind::Less => Some(RangeOp::Less),
            TokenKind::LessOrEqual => Some(RangeOp::LessOrEqual),
            TokenKind::Greater => Some(RangeOp::Greater),
            TokenKind::GreaterOrEqual => Some(RangeOp::GreaterOrEqual),
            _ => {
                let span = value.span;
                let kind = if value.is_star() { QueryKind::All } else { QueryKind::Any(value) };
                return Query { kind, span };
            }
        };
        if words > 1 {
            return self.error_node(
                "a field is a single word",
                Some("`and` or `or` is missing in front of the field"),
            );
        }
        let field = field(value);
        self.tokens.advance();
        match op {
            Some(op) => self.range(field, op),
            None => self.field_query(field),
        }
    }

    fn range(&mut self, field: Field, op: RangeOp) -> Query {
        if !self.at_value() {
            return self.error_node("expected a value", None);
        }
        let value = self.value();
        let span = field.span.to(value.span);
        Query { kind: QueryKind::Range { field, op, value }, span }
    }

    fn field_query(&mut self, field: Field) -> Query {
        let start = field.span;
        match self.tokens.kind() {
            TokenKind::LeftBrace => self.nested(|parser| {
                let open = parser.tokens.advance();
                let query = Box::new(parser.conditions(None));
                let end = parser.close(open, TokenKind::RightBrace, "expected `}`");
                let span = start.to(end.unwrap_or(query.span));
                Query { kind: QueryKind::Nested { path: field, query }, span }
            }),
            TokenKind::LeftParen => {
                let mut query = self.group(Some(&field));
                query.span = start.to(query.span);
                query
            }
            TokenKind::Word | TokenKind::Phrase => {
                let value = self.value();
                equals(field, value)
            }
            _ => self.error_node(
                "expected a value",
                Some("`field: *` finds all documents that have the field"),
            ),
        }
    }

    fn at_value(&self) -> bool {
        matches!(self.tokens.kind(), TokenKind::Word | TokenKind::Phrase)
    }

    /// A phrase, or words up to what is no word. Stands where one of these begins.
    fn value(&mut self) -> Value {
        let first = self.tokens.advance();
        if first.kind == TokenKind::Phrase {
            let phrase = lexer::phrase(self.tokens.word(first));
            return Value { kind: ValueKind::Phrase(phrase), span: first.span };
        }
        let mut pieces = Vec::new();
        let mut span = first.span;
        lexer::pieces(self.tokens.word(first), &mut pieces);
        while let Some(next) = self.tokens.eat(TokenKind::Word) {
            lexer::push_text(&mut pieces, " ");
            lexer::pieces(self.tokens.word(next), &mut pieces);
            span = span.to(next.span);
        }
        Value { kind: ValueKind::Words(pieces), span }
    }

    /// The closing parenthesis or brace of `open`.
    fn close(&mut self, open: Token, kind: TokenKind, expected: &str) -> Option<Span> {
        let close = self.tokens.eat(kind).map(|token| token.span);
        if close.is_none() && self.depth > 0 && !self.tokens.is_behind_end() {
            self.unexpected(expected, None);
            if let Some(last) = self.diagnostics.last_mut() {
                last.labels.push(Label { span: open.span, text: "opened here".to_owned() });
            }
            // The other kind of bracket was probably meant.
            if matches!(self.tokens.kind(), TokenKind::RightParen | TokenKind::RightBrace) {
                self.tokens.advance();
            }
        }
        close
    }

    /// Whether an operand can end here.
    fn at_boundary(&self) -> bool {
        matches!(
            self.tokens.kind(),
            TokenKind::And
                | TokenKind::Or
                | TokenKind::RightParen
                | TokenKind::RightBrace
                | TokenKind::End
        )
    }

    /// Skips to where an operand can end, over whole groups.
    fn skip_operand(&mut self) {
        let mut open = 0_usize;
        while self.tokens.kind() != TokenKind::End && (open > 0 || !self.at_boundary()) {
            match self.tokens.advance().kind {
                TokenKind::LeftParen | TokenKind::LeftBrace => open += 1,
                TokenKind::RightParen | TokenKind::RightBrace => open = open.saturating_sub(1),
                _ => {}
            }
        }
    }

    fn error_node(&mut self, expected: &str, help: Option<&str>) -> Query {
        let span = self.tokens.token().span;
        self.unexpected(expected, help);
        self.skip_operand();
        Query { kind: QueryKind::Error, span }
    }

    fn unexpected(&mut self, expected: &str, help: Option<&str>) {
        let token = self.tokens.token();
        if token.kind == TokenKind::Bad || self.diagnostics.len() >= MAX_DIAGNOSTICS {
            return;
        }
        let message = match token.kind {
            TokenKind::End => "unexpected end of the KQL text".to_owned(),
            _ => format!("unexpected `{}`", self.tokens.word(token)),
        };
        self.diagnostics.push(
            Diagnostic::error(codes::KQL_SYNTAX, message)
                .label(token.span, expected)
                .maybe_help(help.map(str::to_owned)),
        );
    }
}

impl Value {
    /// Whether it is `*` without quotes.
    fn is_star(&self) -> bool {
        matches!(&self.kind, ValueKind::Words(pieces) if pieces == &[Piece::Star])
    }
}

/// The field that the value in front of an operator is.
fn field(value: Value) -> Field {
    let pieces = match value.kind {
        ValueKind::Words(pieces) => pieces,
        ValueKind::Phrase(name) => vec![Piece::Text(name)],
    };
    Field { pieces, span: value.span }
}

/// `field: value`; `field: *` asks for any value, `*: *` for nothing.
fn equals(field: Field, value: Value) -> Query {
    let span = field.span.to(value.span);
    let kind = if !value.is_star() {
        QueryKind::Is { field, value }
    } else if field.pieces == [Piece::Star] {
        QueryKind::All
    } else {
        QueryKind::Exists(field)
    };
    Query { kind, span }
}
