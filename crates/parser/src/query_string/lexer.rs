//! The tokens of a query string.
//!
//! Where several tokens can begin, the longest counts, as in Lucene's grammar. Inside the brackets
//! of a range, and behind `^`, the tokens are others.

use esql_diagnostics::{Diagnostic, Span, codes};

use crate::cursor;

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum TokenKind {
    And,
    Or,
    Not,
    Plus,
    Minus,
    /// `+`, `-` or `!` in front of a blank: a word, not an operator.
    BareOperator,
    LeftParen,
    RightParen,
    Colon,
    /// `^` with its number.
    Boost,
    /// `~` with a number, if there is one.
    Tilde,
    /// A word without wildcards, escapes included.
    Term,
    /// `*` alone.
    Star,
    /// A word with a `*` at its end and no other wildcard.
    Prefix,
    /// A word with wildcards.
    Wildcard,
    /// `"..."`
    Quoted,
    /// `/.../`
    Regex,
    /// `[` or `{`
    RangeStart,
    /// `TO` inside a range.
    RangeTo,
    /// A bound of a range.
    RangeBound,
    /// `]` or `}`
    RangeEnd,
    /// Text that is no token; it has been reported.
    Bad,
    End,
}

/// A token of this language.
pub(super) type Token = cursor::Token<TokenKind>;

/// Cuts `text` into tokens, [`TokenKind::End`] last.
pub(super) fn lex(text: &str, diagnostics: &mut Vec<Diagnostic>) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut at = 0;
    let mut in_range = false;
    while let Some(first) = text[at..].chars().next() {
        if is_blank(first) {
            at += first.len_utf8();
            continue;
        }
        let rest = &text[at..];
        let (kind, length) = if in_range { range_token(rest) } else { token(rest, first) };
        match kind {
            TokenKind::RangeStart => in_range = true,
            TokenKind::RangeEnd => in_range = false,
            TokenKind::Bad => diagnostics.push(bad_token(first, at, length)),
            _ => {}
        }
        tokens.push(Token { kind, span: Span::new(at, at + length) });
        at += length;
    }
    tokens.push(Token { kind: TokenKind::End, span: Span::at(text.trim_end().len()) });
    tokens
}

fn bad_token(first: char, at: usize, length: usize) -> Diagnostic {
    let (message, help) = match first {
        '"' => ("a phrase without an end", "it ends with `\"`; write `\\\"` for the character"),
        '/' => (
            "a regular expression without an end",
            "it stands between two `/`; write `\\/` for the character",
        ),
        '\\' => ("a backslash that escapes nothing", "write `\\\\` for a backslash"),
        _ => ("unexpected character", "write a backslash in front of it"),
    };
    let place = Span::new(at, at + first.len_utf8().min(length));
    Diagnostic::error(codes::QUERY_STRING_SYNTAX, message).label(place, "here").help(help)
}

fn token(rest: &str, first: char) -> (TokenKind, usize) {
    match first {
        '(' => (TokenKind::LeftParen, 1),
        ')' => (TokenKind::RightParen, 1),
        ':' => (TokenKind::Colon, 1),
        '[' | '{' => (TokenKind::RangeStart, 1),
        '+' | '-' | '!' if rest[1..].starts_with(is_blank) => (TokenKind::BareOperator, 1),
        '+' => (TokenKind::Plus, 1),
        '-' => (TokenKind::Minus, 1),
        '!' => (TokenKind::Not, 1),
        '^' => (TokenKind::Boost, 1 + blanks_and_number(&rest[1..])),
        '~' => (TokenKind::Tilde, 1 + number(&rest[1..])),
        '"' => match closed(rest, '"') {
            Some(length) => (TokenKind::Quoted, length),
            None => (TokenKind::Bad, rest.len()),
        },
        '/' => match closed(rest, '/') {
            Some(length) => (TokenKind::Regex, length),
            None => (TokenKind::Bad, rest.len()),
        },
        _ => word(rest, first),
    }
}

fn word(rest: &str, first: char) -> (TokenKind, usize) {
    let mut at = 0;
    let mut wildcards = 0;
    let mut star_last = false;
    while let Some(next) = rest[at..].chars().next() {
        let length = match next {
            '\\' => match rest[at + 1..].chars().next() {
                Some(escaped) => 1 + escaped.len_utf8(),
                None => break,
            },
            '+' | '-' if at > 0 => 1,
            _ if is_special(next) || is_blank(next) => break,
            _ => next.len_utf8(),
        };
        wildcards += usize::from(matches!(next, '*' | '?'));
        star_last = next == '*';
        at += length;
    }
    let kind = match &rest[..at] {
        "" => return (TokenKind::Bad, first.len_utf8()),
        "AND" | "&&" => TokenKind::And,
        "OR" | "||" => TokenKind::Or,
        "NOT" => TokenKind::Not,
        "*" => TokenKind::Star,
        _ if wildcards == 0 => TokenKind::Term,
        _ if wildcards == 1 && star_last => TokenKind::Prefix,
        _ => TokenKind::Wildcard,
    };
    (kind, at)
}

fn range_token(rest: &str) -> (TokenKind, usize) {
    match rest.as_bytes()[0] {
        b']' | b'}' => (TokenKind::RangeEnd, 1),
        b'"' => match closed(rest, '"') {
            Some(length) => (TokenKind::RangeBound, length),
            None => (TokenKind::Bad, rest.len()),
        },
        _ => {
            let end = rest.find([' ', ']', '}']).unwrap_or(rest.len());
            (if &rest[..end] == "TO" { TokenKind::RangeTo } else { TokenKind::RangeBound }, end)
        }
    }
}

/// The length of text between two `mark`s, of which the first begins it; `\` escapes.
fn closed(text: &str, mark: char) -> Option<usize> {
    let mut chars = text.char_indices().skip(1);
    while let Some((at, next)) = chars.next() {
        if next == '\\' {
            chars.next()?;
        } else if next == mark {
            return Some(at + 1);
        }
    }
    None
}

/// The length of a number such as `2` or `0.5` at the beginning; 0 if there is none.
fn number(text: &str) -> usize {
    let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
    let whole = digits(text);
    let fraction = text[whole..].strip_prefix('.').map_or(0, digits);
    if whole > 0 && fraction > 0 { whole + 1 + fraction } else { whole }
}

fn blanks_and_number(text: &str) -> usize {
    let blanks = text.len() - text.trim_start_matches(is_blank).len();
    match number(&text[blanks..]) {
        0 => 0,
        length => blanks + length,
    }
}

pub(super) fn is_blank(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\n' | '\r' | '\u{3000}')
}

/// The characters that no word begins with, other than wildcards.
fn is_special(c: char) -> bool {
    matches!(
        c,
        '+' | '-' | '!' | '(' | ')' | ':' | '^' | '[' | ']' | '"' | '{' | '}' | '~' | '\\' | '/'
    )
}

/// The text with its escapes read: `\x` is `x`, and `\uXXXX` a character by its number.
pub(super) fn unescape(text: &str) -> String {
    let mut value = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('\\') {
        value.push_str(&rest[..at]);
        rest = &rest[at + 1..];
        let number = rest
            .strip_prefix('u')
            .and_then(|digits| digits.get(..4))
            .filter(|digits| digits.bytes().all(|digit| digit.is_ascii_hexdigit()))
            .and_then(|digits| u32::from_str_radix(digits, 16).ok());
        if let Some(number) = number {
            value.push(char::from_u32(number).unwrap_or(char::REPLACEMENT_CHARACTER));
            rest = &rest[5..];
        } else if let Some(escaped) = rest.chars().next() {
            value.push(escaped);
            rest = &rest[escaped.len_utf8()..];
        }
    }
    value.push_str(rest);
    value
}

/// The text as a pattern of Lucene's wildcard query that only fits itself.
pub(super) fn escape_wildcards(text: &str) -> String {
    let mut pattern = String::with_capacity(text.len());
    for c in text.chars() {
        if matches!(c, '*' | '?' | '\\') {
            pattern.push('\\');
        }
        pattern.push(c);
    }
    pattern
}
