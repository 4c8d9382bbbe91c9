//! Printing names, with backquotes where the mode of the command asks for them.

use crate::esql::ast::{
    IndexPattern, Name, NamePart, NamePattern, Parameter, ParameterKind, PatternPiece,
};
use crate::esql::lex_mode::LexMode;
use crate::esql::name::quote;
use crate::esql::scan::is_identifier;
use crate::esql::string;
use crate::esql::token::Keyword;

/// A single word.
pub(super) fn identifier(out: &mut String, word: &str, mode: LexMode) {
    if is_identifier(word) && Keyword::among(mode.keywords(), word).is_none() {
        out.push_str(word);
    } else {
        out.push_str(&quote(word));
    }
}

pub(super) fn name(out: &mut String, name: &Name, mode: LexMode) {
    for (at, part) in name.parts.iter().enumerate() {
        if at > 0 {
            out.push('.');
        }
        match part {
            NamePart::Word { text, quoted: true } => out.push_str(&quote(text)),
            NamePart::Word { text, quoted: false } if at > 0 && is_identifier(text) => {
                out.push_str(text);
            }
            NamePart::Word { text, quoted: false } => identifier(out, text, mode),
            NamePart::Parameter(value) => parameter(out, value),
        }
    }
}

pub(super) fn parameter(out: &mut String, parameter: &Parameter) {
    out.push_str(if parameter.identifier { "??" } else { "?" });
    match &parameter.kind {
        ParameterKind::Next => {}
        ParameterKind::Position(at) => out.push_str(&at.to_string()),
        ParameterKind::Named(name) => out.push_str(name),
    }
}

pub(super) fn name_pattern(out: &mut String, pattern: &NamePattern, mode: LexMode) {
    let last = pattern.pieces.len().saturating_sub(1);
    for (at, piece) in pattern.pieces.iter().enumerate() {
        match piece {
            PatternPiece::Text(text) => literal_piece(out, text, at > 0, at < last, mode),
            PatternPiece::Star => out.push('*'),
            PatternPiece::Parameter(value) => parameter(out, value),
        }
    }
}

/// Literal text of a pattern, its dots included. `follows` and `goes_on`: whether another piece
/// stands in front and behind, so that the text may begin and end inside a segment.
fn literal_piece(out: &mut String, text: &str, follows: bool, goes_on: bool, mode: LexMode) {
    let segments: Vec<&str> = text.split('.').collect();
    let last = segments.len() - 1;
    let empty_inside = segments.iter().enumerate().any(|(at, segment)| {
        segment.is_empty()
            && !(at == 0 && follows && last > 0)
            && !(at == last && goes_on && last > 0)
    });
    if empty_inside {
        // A dot that separates nothing is part of a name.
        return out.push_str(&quote(text));
    }
    for (at, segment) in segments.iter().enumerate() {
        if at > 0 {
            out.push('.');
        }
        let inside = at == 0 && follows;
        let plain = if inside {
            segment.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
        } else {
            is_identifier(segment)
        };
        // A keyword is one only as the first segment, and only if it is the whole of it.
        let whole = at == 0 && !follows && !(last == 0 && goes_on);
        let keyword = whole && Keyword::among(mode.keywords(), segment).is_some();
        if segment.is_empty() || (plain && !keyword) {
            out.push_str(segment);
        } else {
            out.push_str(&quote(segment));
        }
    }
}

pub(super) fn index_pattern(out: &mut String, index: &IndexPattern) {
    let mut text = String::new();
    if let Some(cluster) = &index.cluster {
        text.push_str(cluster);
        text.push(':');
    }
    text.push_str(&index.pattern);
    if let Some(selector) = &index.selector {
        text.push_str("::");
        text.push_str(selector);
    }
    if index.quoted {
        out.push_str(&string::literal(&text));
    } else {
        out.push_str(&text);
    }
}
