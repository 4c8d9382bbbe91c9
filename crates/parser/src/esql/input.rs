//! What the grammar's parsers read: a slice of tokens with the shared state of one parse.
//!
//! [`Tokens`] implements nom's `Input`, so nom's combinators work over tokens. A parser that does
//! not match returns nom's recoverable error, which says nothing; what could have stood there is
//! kept aside, at the farthest token that any alternative came to. The unrecoverable error means
//! that a diagnostic was reported already and the command is given up.

use std::cell::{Cell, RefCell};
use std::slice;

use esql_diagnostics::{Diagnostic, Span, codes};
use nom::error::{ErrorKind, ParseError};
use nom::multi::separated_list1;
use nom::{IResult, Input, Needed, Parser};

use crate::{MAX_DEPTH, MAX_DIAGNOSTICS, stack};

use super::expected::Expected;
use super::token::{Keyword, Token, TokenKind};

/// The rest of the tokens, comments and blanks left out, [`TokenKind::End`] last.
#[derive(Clone, Copy)]
pub(crate) struct Tokens<'a> {
    rest: &'a [Token],
    /// What all parsers of one parse share.
    pub(crate) cx: &'a Context<'a>,
}

/// The state of one parse.
pub(crate) struct Context<'a> {
    /// The query.
    pub(crate) text: &'a str,
    /// All tokens but trivia.
    pub(crate) tokens: &'a [Token],
    /// The farthest token at which a parser failed since the last report, and what was expected.
    farthest: Cell<usize>,
    expected: RefCell<Vec<Expected>>,
    /// How many nested constructs the parser is inside of.
    depth: Cell<usize>,
    /// The levels of the tallest expression since the start, or since the subquery began.
    tallest: Cell<usize>,
    diagnostics: RefCell<Vec<Diagnostic>>,
    /// The token of the last syntax error.
    reported: Cell<Option<usize>>,
}

/// The error of all parsers. It carries nothing, see the module.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Rejected;

/// What parsers return.
pub(crate) type PResult<'a, T> = IResult<Tokens<'a>, T, Rejected>;

impl<I> ParseError<I> for Rejected {
    fn from_error_kind(_: I, _: ErrorKind) -> Self {
        Rejected
    }

    fn append(_: I, _: ErrorKind, other: Self) -> Self {
        other
    }
}

impl<'a> Context<'a> {
    pub(crate) fn new(text: &'a str, tokens: &'a [Token]) -> Self {
        Context {
            text,
            tokens,
            farthest: Cell::new(0),
            expected: RefCell::default(),
            depth: Cell::new(0),
            tallest: Cell::new(0),
            diagnostics: RefCell::default(),
            reported: Cell::new(None),
        }
    }

    pub(crate) fn report(&self, diagnostic: Diagnostic) {
        let mut diagnostics = self.diagnostics.borrow_mut();
        if diagnostics.len() < MAX_DIAGNOSTICS {
            diagnostics.push(diagnostic);
        }
    }

    /// Whether further diagnostics are dropped, so that they need not be made.
    pub(crate) fn is_full(&self) -> bool {
        self.diagnostics.borrow().len() >= MAX_DIAGNOSTICS
    }

    /// Reports a syntax error at token `at`, if none was reported there: several pipelines may end
    /// too early at the same place.
    pub(crate) fn report_once(&self, at: usize, diagnostic: Diagnostic) {
        if self.reported.replace(Some(at)) != Some(at) {
            self.report(diagnostic);
        }
    }

    pub(crate) fn into_diagnostics(self) -> Vec<Diagnostic> {
        self.diagnostics.into_inner()
    }

    /// Notes that `expected` could have stood at token `at`.
    fn note(&self, at: usize, expected: Expected) {
        if at < self.farthest.get() {
            return;
        }
        let mut all = self.expected.borrow_mut();
        if at > self.farthest.get() {
            self.farthest.set(at);
            all.clear();
        }
        if !all.contains(&expected) {
            all.push(expected);
        }
    }

    /// Takes the farthest failure: the token and what was expected there.
    pub(crate) fn take_failure(&self) -> (usize, Vec<Expected>) {
        (self.farthest.replace(0), self.expected.take())
    }

    /// Notes how many levels an expression has.
    pub(crate) fn grew(&self, height: usize) {
        self.tallest.set(self.tallest.get().max(height));
    }
}

impl<'a> Tokens<'a> {
    pub(crate) fn new(cx: &'a Context<'a>) -> Self {
        Tokens { rest: cx.tokens, cx }
    }

    /// The token `n` places ahead; behind the end it is the end.
    pub(crate) fn ahead(self, n: usize) -> Token {
        match self.rest.get(n).or(self.cx.tokens.last()) {
            Some(token) => *token,
            None => Token { kind: TokenKind::End, span: Span::at(self.cx.text.len()), level: 0 },
        }
    }

    pub(crate) fn first(self) -> Token {
        self.ahead(0)
    }

    pub(crate) fn kind(self) -> TokenKind {
        self.first().kind
    }

    /// The index of the first token among all.
    pub(crate) fn position(self) -> usize {
        self.cx.tokens.len() - self.rest.len()
    }

    /// The tokens behind the next `n`.
    pub(crate) fn skip(self, n: usize) -> Self {
        Tokens { rest: self.rest.get(n..).unwrap_or(&[]), cx: self.cx }
    }

    pub(crate) fn text(self, token: Token) -> &'a str {
        token.span.text(self.cx.text)
    }

    /// The token in front of the first.
    pub(crate) fn before(self) -> Option<Token> {
        self.position().checked_sub(1).and_then(|at| self.cx.tokens.get(at)).copied()
    }

    /// The span from `start` to the end of the token in front.
    pub(crate) fn span_from(self, start: Token) -> Span {
        let start = start.span.start as usize;
        let end = self.before().map_or(0, |token| token.span.end as usize);
        Span::new(start, end.max(start))
    }

    /// Notes what could have stood here, besides what follows.
    pub(crate) fn note(self, expected: Expected) {
        self.cx.note(self.position(), expected);
    }

    /// Fails here: something else was expected.
    pub(crate) fn reject<T>(self, expected: Expected) -> PResult<'a, T> {
        self.note(expected);
        Err(nom::Err::Error(Rejected))
    }

    /// Runs a parser for a construct that may hold itself, within the limit of depth.
    pub(crate) fn nested<T>(
        self,
        parser: impl FnOnce(Tokens<'a>) -> PResult<'a, T>,
    ) -> PResult<'a, T> {
        let depth = self.cx.depth.get() + 1;
        if depth > MAX_DEPTH {
            return Err(self.too_deep());
        }
        self.cx.depth.set(depth);
        let result = stack::grow(|| parser(self));
        self.cx.depth.set(depth - 1);
        result
    }

    /// Runs `parser`, and measures the tallest expression that it read.
    pub(crate) fn measured<T>(self, parser: impl FnOnce(Tokens<'a>) -> T) -> (T, usize) {
        let outside = self.cx.tallest.replace(0);
        let result = parser(self);
        (result, self.cx.tallest.replace(outside))
    }

    /// Reports that the query is nested too deep here, and gives the command up.
    pub(crate) fn too_deep(self) -> nom::Err<Rejected> {
        self.cx.report(
            Diagnostic::error(codes::TOO_DEEP, "the expression is nested too deep")
                .label(self.first().span, format!("this is level {}", MAX_DEPTH + 1))
                .help("`AND`, `OR` and `IN` take any number of operands on one level"),
        );
        nom::Err::Failure(Rejected)
    }
}

/// A token of `kind`.
pub(crate) fn token<'a>(kind: TokenKind) -> impl Fn(Tokens<'a>) -> PResult<'a, Token> {
    move |input| {
        let first = input.first();
        if first.kind == kind {
            Ok((input.skip(1), first))
        } else {
            input.reject(Expected::Token(kind))
        }
    }
}

/// A keyword.
pub(crate) fn keyword<'a>(keyword: Keyword) -> impl Fn(Tokens<'a>) -> PResult<'a, Token> {
    token(TokenKind::Keyword(keyword))
}

/// A word that is a keyword only here, given in upper case.
pub(crate) fn word<'a>(word: &'static str) -> impl Fn(Tokens<'a>) -> PResult<'a, Token> {
    move |input| {
        let first = input.first();
        if first.kind == TokenKind::Identifier && input.text(first).eq_ignore_ascii_case(word) {
            Ok((input.skip(1), first))
        } else {
            input.reject(Expected::Word(word))
        }
    }
}

/// `parser`, which in error messages is called `what` as a whole when it fails at its first token.
pub(crate) fn called<'a, T>(
    what: Expected,
    mut parser: impl FnMut(Tokens<'a>) -> PResult<'a, T>,
) -> impl FnMut(Tokens<'a>) -> PResult<'a, T> {
    move |input| {
        let at = input.position();
        let before =
            if input.cx.farthest.get() == at { input.cx.expected.borrow().len() } else { 0 };
        let result = parser(input);
        if let Err(nom::Err::Error(_)) = result
            && input.cx.farthest.get() == at
        {
            input.cx.expected.borrow_mut().truncate(before);
            input.note(what);
        }
        result
    }
}

/// One or more of `parser`, separated by commas.
pub(crate) fn comma_list<'a, T>(
    parser: impl FnMut(Tokens<'a>) -> PResult<'a, T>,
) -> impl FnMut(Tokens<'a>) -> PResult<'a, Vec<T>> {
    let mut list = separated_list1(token(TokenKind::Comma), parser);
    move |input| list.parse(input)
}

impl<'a> Input for Tokens<'a> {
    type Item = Token;
    type Iter = std::iter::Copied<slice::Iter<'a, Token>>;
    type IterIndices = std::iter::Enumerate<Self::Iter>;

    fn input_len(&self) -> usize {
        self.rest.len()
    }

    fn take(&self, index: usize) -> Self {
        Tokens { rest: self.rest.get(..index).unwrap_or(self.rest), cx: self.cx }
    }

    fn take_from(&self, index: usize) -> Self {
        self.skip(index)
    }

    fn take_split(&self, index: usize) -> (Self, Self) {
        (self.take_from(index), Input::take(self, index))
    }

    fn position<P: Fn(Self::Item) -> bool>(&self, predicate: P) -> Option<usize> {
        self.rest.iter().position(|token| predicate(*token))
    }

    fn iter_elements(&self) -> Self::Iter {
        self.rest.iter().copied()
    }

    fn iter_indices(&self) -> Self::IterIndices {
        self.iter_elements().enumerate()
    }

    fn slice_index(&self, count: usize) -> Result<usize, Needed> {
        if count <= self.rest.len() { Ok(count) } else { Err(Needed::Unknown) }
    }
}
