//! A walk over the tokens of a text, for the small languages inside ES|QL.

use esql_diagnostics::Span;

/// A token: what it is, and where it stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Token<K> {
    pub(crate) kind: K,
    pub(crate) span: Span,
}

/// A place among the tokens of a text. Behind the last one, that one stands for ever: a lexer ends
/// with a token for the end.
pub(crate) struct Cursor<'a, K> {
    text: &'a str,
    tokens: &'a [Token<K>],
    at: usize,
    end: Token<K>,
}

impl<'a, K: Copy + PartialEq> Cursor<'a, K> {
    /// The first of `tokens`; `end` is the kind of the last one.
    pub(crate) fn new(text: &'a str, tokens: &'a [Token<K>], end: K) -> Cursor<'a, K> {
        let end = Token { kind: end, span: Span::at(text.len()) };
        Cursor { text, tokens, at: 0, end: tokens.last().copied().unwrap_or(end) }
    }

    /// The token that is `ahead` of this one.
    pub(crate) fn peek(&self, ahead: usize) -> Token<K> {
        self.tokens.get(self.at + ahead).copied().unwrap_or(self.end)
    }

    /// This token.
    pub(crate) fn token(&self) -> Token<K> {
        self.peek(0)
    }

    /// The kind of this token.
    pub(crate) fn kind(&self) -> K {
        self.token().kind
    }

    /// This token, and on to the next.
    pub(crate) fn advance(&mut self) -> Token<K> {
        let token = self.token();
        self.at += 1;
        token
    }

    /// On to the next if this one is of that kind.
    pub(crate) fn eat(&mut self, kind: K) -> Option<Token<K>> {
        (self.kind() == kind).then(|| self.advance())
    }

    /// Behind the last token: nothing more is to be read.
    pub(crate) fn give_up(&mut self) {
        self.at = self.tokens.len();
    }

    /// Whether [`Cursor::give_up`] was called, or the end was read.
    pub(crate) fn is_behind_end(&self) -> bool {
        self.at >= self.tokens.len()
    }

    /// How many tokens were read.
    pub(crate) fn position(&self) -> usize {
        self.at
    }

    /// The text of a token.
    pub(crate) fn word(&self, token: Token<K>) -> &'a str {
        token.span.text(self.text)
    }

    /// The whole text.
    pub(crate) fn text(&self) -> &'a str {
        self.text
    }
}
