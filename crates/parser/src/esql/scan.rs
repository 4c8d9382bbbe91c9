//! Where lexical pieces end: the length of what stands at the start of a text.

use super::lex_mode::LexMode;
use super::token::{Keyword, TokenKind};

/// A blank or comment at the start of `text`: its kind and length, and whether it has an end.
pub(super) fn trivia(text: &str) -> Option<(TokenKind, usize, bool)> {
    let blank = text.bytes().take_while(|byte| matches!(byte, b' ' | b'\t' | b'\r' | b'\n'));
    match blank.count() {
        0 => {}
        length => return Some((TokenKind::Blank, length, true)),
    }
    if text.starts_with("//") {
        return Some((TokenKind::LineComment, line_length(text), true));
    }
    if text.starts_with("/*") {
        let (length, closed) = block_comment(text);
        return Some((TokenKind::BlockComment, length, closed));
    }
    None
}

/// Block comments nest. If their ends are too few, the last end there is closes them all.
fn block_comment(text: &str) -> (usize, bool) {
    let bytes = text.as_bytes();
    let (mut at, mut open, mut last_end) = (2, 1, None);
    while at + 1 < bytes.len() {
        match (bytes[at], bytes[at + 1]) {
            (b'/', b'*') => {
                open += 1;
                at += 2;
            }
            (b'*', b'/') => {
                open -= 1;
                at += 2;
                last_end = Some(at);
                if open == 0 {
                    return (at, true);
                }
            }
            _ => at += 1,
        }
    }
    last_end.map_or((text.len(), false), |end| (end, true))
}

/// The length of the blanks and comments at the start of `text`.
pub(super) fn skip_trivia(text: &str) -> usize {
    let mut at = 0;
    while let Some((_, length, _)) = trivia(&text[at..]) {
        at += length;
    }
    at
}

/// The length of the line at the start of `text`, without its end.
pub(super) fn line_length(text: &str) -> usize {
    text.find(['\n', '\r']).unwrap_or(text.len())
}

/// The length of the word at the start of `text` where a command is wanted.
pub(super) fn command_word(text: &str) -> usize {
    text.find(|c: char| c.is_whitespace() || "|()[]{},;\"'`/=<>".contains(c)).unwrap_or(text.len())
}

/// The length of the unquoted name segment at the start of `text`, 0 if there is none.
pub(super) fn identifier(text: &str) -> usize {
    let length = match text.as_bytes().first() {
        Some(b'a'..=b'z' | b'A'..=b'Z' | b'_' | b'@') => {
            let body = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'_';
            1 + text.bytes().skip(1).take_while(body).count()
        }
        _ => 0,
    };
    if length == 1 && text.starts_with(['_', '@']) { 0 } else { length }
}

/// Whether `text` is a name segment that needs no backquotes, keywords apart.
pub(crate) fn is_identifier(text: &str) -> bool {
    !text.is_empty() && identifier(text) == text.len()
}

/// The length of the name of an enrich policy at the start of `text`.
pub(super) fn policy(text: &str) -> usize {
    text.find(|c| r#"\/?"<>|,#()"#.contains(c) || matches!(c, ' ' | '\t' | '\r' | '\n'))
        .unwrap_or(text.len())
}

/// Whether `text` can be written as the name of an enrich policy without quotes.
pub(crate) fn is_policy(text: &str) -> bool {
    !text.is_empty()
        && policy(text) == text.len()
        && Keyword::among(LexMode::Policy.keywords(), text).is_none()
}

/// The length of the backquoted name at the start of `text`.
pub(crate) fn quoted_name(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut at = 1;
    loop {
        at += bytes.get(at..)?.iter().position(|&byte| byte == b'`')?;
        if bytes.get(at + 1) != Some(&b'`') {
            return (at > 1).then_some(at + 1);
        }
        at += 2;
    }
}

/// The length of the string on one line that begins with `quote`.
pub(super) fn quoted(text: &str, quote: u8) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut at = 1;
    loop {
        match bytes.get(at)? {
            b'\n' | b'\r' => return None,
            b'\\' => at += 1,
            byte if *byte == quote => return Some(at + 1),
            _ => {}
        }
        at += 1;
    }
}

/// The kind and length of the number at the start of `text`.
pub(super) fn number(text: &str) -> (TokenKind, usize) {
    let bytes = text.as_bytes();
    let digits = |from: usize| {
        bytes.get(from..).unwrap_or(&[]).iter().take_while(|byte| byte.is_ascii_digit()).count()
    };
    let mut kind = TokenKind::Integer;
    let mut length = digits(0);
    if bytes.get(length) == Some(&b'.') {
        kind = TokenKind::Decimal;
        length += 1 + digits(length + 1);
    }
    if let Some(b'e' | b'E') = bytes.get(length) {
        let sign = usize::from(matches!(bytes.get(length + 1), Some(b'+' | b'-')));
        let exponent = digits(length + 1 + sign);
        if exponent > 0 {
            kind = TokenKind::Decimal;
            length += 1 + sign + exponent;
        }
    }
    (kind, length)
}

/// The length of raw text up to a pipe or closing parenthesis outside of quotes and, if `nested`,
/// outside of brackets. `None` if brackets are open at the end.
pub(super) fn raw_length(text: &str, nested: bool) -> Option<usize> {
    let bytes = text.as_bytes();
    let (mut at, mut open) = (0, 0_usize);
    while let Some(&byte) = bytes.get(at) {
        match byte {
            b'|' | b')' if open == 0 => return Some(at),
            b'(' | b'[' | b'{' if nested => open += 1,
            b')' | b']' | b'}' => open = open.saturating_sub(1),
            b'"' if text[at..].starts_with("\"\"\"") => {
                let inner = text[at + 3..].find("\"\"\"");
                at += inner.map_or(2, |inner| inner + 5);
            }
            // Single quotes are strings of PromQL, inside its brackets; elsewhere apostrophes.
            b'"' | b'\'' if byte == b'"' || open > 0 => {
                at += quoted(&text[at..], byte).map_or(0, |length| length - 1);
            }
            _ => {}
        }
        at += 1;
    }
    (open == 0).then_some(bytes.len())
}
