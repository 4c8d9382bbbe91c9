//! The tokens of KQL, and the value of words and phrases.

use esql_diagnostics::{Diagnostic, Span, codes};

use super::ast::Piece;
use crate::cursor;

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum TokenKind {
    /// A run of characters that are neither blank nor special, escapes and `*` included.
    Word,
    /// `"..."`
    Phrase,
    And,
    Or,
    Not,
    Colon,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    LeftParen,
    RightParen,
    LeftBrace,
    RightBrace,
    /// A phrase without an end; it has been reported.
    Bad,
    End,
}

/// A token of this language.
pub(super) type Token = cursor::Token<TokenKind>;

/// Cuts `text` into tokens, [`TokenKind::End`] last.
pub(super) fn lex(text: &str, diagnostics: &mut Vec<Diagnostic>) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut at = 0;
    while let Some(first) = text[at..].chars().next() {
        if is_blank(first) {
            at += first.len_utf8();
            continue;
        }
        let rest = &text[at..];
        let or_equal = rest.as_bytes().get(1) == Some(&b'=');
        let (kind, length) = match first {
            ':' => (TokenKind::Colon, 1),
            '(' => (TokenKind::LeftParen, 1),
            ')' => (TokenKind::RightParen, 1),
            '{' => (TokenKind::LeftBrace, 1),
            '}' => (TokenKind::RightBrace, 1),
            '<' if or_equal => (TokenKind::LessOrEqual, 2),
            '<' => (TokenKind::Less, 1),
            '>' if or_equal => (TokenKind::GreaterOrEqual, 2),
            '>' => (TokenKind::Greater, 1),
            '"' => match phrase_length(rest) {
                Some(length) => (TokenKind::Phrase, length),
                None => {
                    diagnostics.push(
                        Diagnostic::error(codes::KQL_SYNTAX, "a phrase without an end")
                            .label(Span::new(at, at + 1), "begins here")
                            .help("it ends with `\"`"),
                    );
                    (TokenKind::Bad, rest.len())
                }
            },
            _ => word(rest, at, diagnostics),
        };
        tokens.push(Token { kind, span: Span::new(at, at + length) });
        at += length;
    }
    tokens.push(Token { kind: TokenKind::End, span: Span::at(text.trim_end().len()) });
    tokens
}

/// The blanks of KQL, in Kibana and in Elasticsearch.
pub(super) fn is_blank(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\r' | '\n' | '\u{a0}' | '\u{3000}')
}

/// The characters that stand for themselves in unquoted text only behind a backslash.
pub(super) fn is_special(c: char) -> bool {
    matches!(c, '\\' | '(' | ')' | ':' | '<' | '>' | '"' | '*' | '{' | '}')
}

/// The word operator that `word` is, in any case.
pub(super) fn operator(word: &str) -> Option<TokenKind> {
    let operators = [("and", TokenKind::And), ("or", TokenKind::Or), ("not", TokenKind::Not)];
    operators
        .into_iter()
        .find(|(operator, _)| operator.eq_ignore_ascii_case(word))
        .map(|(_, kind)| kind)
}

fn phrase_length(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut at = 1;
    loop {
        match bytes.get(at)? {
            b'\\' => at += 1,
            b'"' => return Some(at + 1),
            _ => {}
        }
        at += 1;
    }
}

fn word(text: &str, start: usize, diagnostics: &mut Vec<Diagnostic>) -> (TokenKind, usize) {
    let mut at = 0;
    while let Some(first) = text[at..].chars().next() {
        if first == '\\' {
            match escape(&text[at..]) {
                Some((_, length)) => at += length,
                None => {
                    let span = Span::new(start + at, start + at + 1);
                    diagnostics.push(
                        Diagnostic::error(codes::KQL_SYNTAX, "unknown escape sequence")
                            .label(span, "a backslash that escapes nothing")
                            .help("write `\\\\` for a backslash"),
                    );
                    at += 1;
                }
            }
        } else if first == '*' || !(is_blank(first) || is_special(first)) {
            at += first.len_utf8();
        } else {
            break;
        }
    }
    (operator(&text[..at]).unwrap_or(TokenKind::Word), at)
}

/// What the escape sequence at the start of unquoted text means, and its length.
fn escape(text: &str) -> Option<(String, usize)> {
    let behind = &text[1..];
    let first = behind.chars().next()?;
    if let Some(character) = control(first) {
        return Some((character.to_string(), 2));
    }
    if is_special(first) || first == ' ' {
        return Some((first.to_string(), 2));
    }
    if first == 'u'
        && let Some((character, length)) = unicode(text)
    {
        return Some((character.to_string(), length));
    }
    let keyword = ["and", "or", "not"].into_iter().find(|keyword| {
        behind.get(..keyword.len()).is_some_and(|word| word.eq_ignore_ascii_case(keyword))
    })?;
    Some((behind[..keyword.len()].to_owned(), 1 + keyword.len()))
}

fn control(letter: char) -> Option<char> {
    match letter {
        't' => Some('\t'),
        'r' => Some('\r'),
        'n' => Some('\n'),
        _ => None,
    }
}

/// The character of `\uXXXX` at the start of `text`, two of them for characters beyond 16 bits.
fn unicode(text: &str) -> Option<(char, usize)> {
    let unit = |text: &str| {
        let digits = text.strip_prefix("\\u")?.get(..4)?;
        let is_hex = digits.bytes().all(|byte| byte.is_ascii_hexdigit());
        is_hex.then(|| u16::from_str_radix(digits, 16).ok()).flatten()
    };
    let first = unit(text)?;
    let pair = text.get(6..).and_then(unit).map(|second| [first, second]);
    if let Some(pair) = pair
        && let Some(Ok(character)) = char::decode_utf16(pair).next()
        && character.len_utf16() == 2
    {
        return Some((character, 12));
    }
    Some((char::from_u32(u32::from(first)).unwrap_or(char::REPLACEMENT_CHARACTER), 6))
}

/// The pieces of an unquoted word, escapes read.
pub(super) fn pieces(word: &str, pieces: &mut Vec<Piece>) {
    // `\not` as a whole word is the keyword, and no line end in front of `ot`.
    if let Some(keyword) = word.strip_prefix('\\').filter(|word| operator(word).is_some()) {
        return push_text(pieces, keyword);
    }
    let mut rest = word;
    while let Some(first) = rest.chars().next() {
        let (text, length) = match first {
            '*' => {
                pieces.push(Piece::Star);
                rest = &rest[1..];
                continue;
            }
            '\\' => escape(rest).unwrap_or_else(|| ("\\".to_owned(), 1)),
            _ => {
                let length = rest.find(['*', '\\']).unwrap_or(rest.len());
                (rest[..length].to_owned(), length)
            }
        };
        push_text(pieces, &text);
        rest = &rest[length..];
    }
}

/// Adds literal text, joined to literal text in front.
pub(super) fn push_text(pieces: &mut Vec<Piece>, text: &str) {
    match pieces.last_mut() {
        Some(Piece::Text(last)) => last.push_str(text),
        _ => pieces.push(Piece::Text(text.to_owned())),
    }
}

/// The value of a phrase with its quotes. A backslash that escapes nothing stands for itself.
pub(super) fn phrase(quoted: &str) -> String {
    let body = quoted.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).unwrap_or(quoted);
    let mut value = String::with_capacity(body.len());
    let mut rest = body;
    while let Some(at) = rest.find('\\') {
        value.push_str(&rest[..at]);
        rest = &rest[at..];
        let next = rest[1..].chars().next();
        let (character, length) = match next {
            Some(c @ ('\\' | '"')) => (c, 2),
            Some('u') => unicode(rest).unwrap_or(('\\', 1)),
            Some(c) => control(c).map_or(('\\', 1), |control| (control, 2)),
            None => ('\\', 1),
        };
        value.push(character);
        rest = &rest[length..];
    }
    value.push_str(rest);
    value
}
