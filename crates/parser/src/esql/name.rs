//! Names: columns, name patterns, parameters, index patterns.

use esql_diagnostics::{Diagnostic, codes};
use nom::Parser;
use nom::branch::alt;
use nom::combinator::opt;
use nom::sequence::{preceded, terminated};

use super::ast::{
    Identifier, IndexPattern, Name, NamePart, NamePattern, Parameter, ParameterKind, PatternPiece,
    Text,
};
use super::expected::Expected;
use super::input::{PResult, Rejected, Tokens, called, token};
use super::scan::quoted_name;
use super::string;
use super::token::{Token, TokenKind};

/// The text of a name in backquotes.
pub(crate) fn unquote(quoted: &str) -> String {
    let body = quoted.strip_prefix('`').and_then(|rest| rest.strip_suffix('`'));
    body.unwrap_or(quoted).replace("``", "`")
}

/// `name` in backquotes.
pub(crate) fn quote(name: &str) -> String {
    format!("`{}`", name.replace('`', "``"))
}

/// One word, in backquotes or not.
pub(crate) fn identifier(input: Tokens<'_>) -> PResult<'_, Identifier> {
    let first = input.first();
    let text = match first.kind {
        TokenKind::Identifier => input.text(first).to_owned(),
        TokenKind::QuotedIdentifier => unquote(input.text(first)),
        _ => return input.reject(Expected::Token(TokenKind::Identifier)),
    };
    Ok((input.skip(1), Identifier { text, span: first.span }))
}

/// `?`, `?1`, `?name`, also with two question marks.
pub(crate) fn parameter(input: Tokens<'_>) -> PResult<'_, Parameter> {
    let (rest, token) = token(TokenKind::Parameter)(input)?;
    let text = input.text(token);
    let name = text.trim_start_matches('?');
    let kind = if name.is_empty() {
        ParameterKind::Next
    } else if name.starts_with(|c: char| c.is_ascii_digit()) {
        ParameterKind::Position(name.parse().unwrap_or_else(|_| {
            input.cx.report(
                Diagnostic::error(codes::BAD_NUMBER, "the position of a parameter is too big")
                    .label(token.span, "no query has so many parameters"),
            );
            u32::MAX
        }))
    } else {
        ParameterKind::Named(name.to_owned())
    };
    let identifier = text.len() - name.len() == 2;
    Ok((rest, Parameter { kind, identifier, span: token.span }))
}

/// `a.b.c`, each segment in backquotes, a parameter, or a plain word.
pub(crate) fn name(input: Tokens<'_>) -> PResult<'_, Name> {
    let start = input.first();
    let (mut input, first) = called(Expected::Name, name_part)(input)?;
    let mut parts = vec![first];
    while input.kind() == TokenKind::Dot {
        let (rest, part) = match keyword_segment(input.skip(1)) {
            Some((rest, text)) => (rest, NamePart::Word { text: text.to_owned(), quoted: false }),
            None => called(Expected::Name, name_part)(input.skip(1))?,
        };
        parts.push(part);
        input = rest;
    }
    Ok((input, Name { parts, span: input.span_from(start) }))
}

/// A keyword behind a dot, where it is a word like any other: `source.as.number`.
fn keyword_segment(input: Tokens<'_>) -> Option<(Tokens<'_>, &str)> {
    let first = input.first();
    let is_keyword = matches!(first.kind, TokenKind::Keyword(_));
    is_keyword.then(|| (input.skip(1), input.text(first)))
}

fn name_part(input: Tokens<'_>) -> PResult<'_, NamePart> {
    let first = input.first();
    let (text, quoted) = match first.kind {
        TokenKind::Identifier => (input.text(first).to_owned(), false),
        TokenKind::QuotedIdentifier => (unquote(input.text(first)), true),
        TokenKind::Parameter => return parameter.map(NamePart::Parameter).parse(input),
        _ => return input.reject(Expected::Name),
    };
    Ok((input.skip(1), NamePart::Word { text, quoted }))
}

/// How many tokens a name at the start takes, without reading it.
pub(crate) fn name_length(input: Tokens<'_>) -> usize {
    let is_part = |token: Token| {
        matches!(
            token.kind,
            TokenKind::Identifier | TokenKind::QuotedIdentifier | TokenKind::Parameter
        )
    };
    if !is_part(input.first()) {
        return 0;
    }
    let mut length = 1;
    let is_keyword = |token: Token| matches!(token.kind, TokenKind::Keyword(_));
    while input.ahead(length).kind == TokenKind::Dot {
        let next = input.ahead(length + 1);
        if !is_part(next) && !is_keyword(next) {
            break;
        }
        length += 2;
    }
    length
}

/// `name =`, where an expression or such an assignment may stand.
pub(crate) fn assigned_name(input: Tokens<'_>) -> PResult<'_, Option<Name>> {
    let length = name_length(input);
    if length > 0 && input.ahead(length).kind == TokenKind::Assign {
        terminated(name, token(TokenKind::Assign)).map(Some).parse(input)
    } else {
        Ok((input, None))
    }
}

/// A name pattern: dotted segments in which `*` outside backquotes is a wildcard.
pub(crate) fn name_pattern(input: Tokens<'_>) -> PResult<'_, NamePattern> {
    let start = input.first();
    let mut pieces = Vec::new();
    let (mut input, ()) = pattern_segment(input, &mut pieces)?;
    while input.kind() == TokenKind::Dot {
        push_text(&mut pieces, ".");
        input = match keyword_segment(input.skip(1)) {
            Some((rest, text)) => {
                push_text(&mut pieces, text);
                rest
            }
            None => pattern_segment(input.skip(1), &mut pieces)?.0,
        };
    }
    Ok((input, NamePattern { pieces, span: input.span_from(start) }))
}

fn pattern_segment<'a>(input: Tokens<'a>, pieces: &mut Vec<PatternPiece>) -> PResult<'a, ()> {
    let first = input.first();
    match first.kind {
        TokenKind::Pattern => {
            for piece in segment_pieces(input.text(first)) {
                match piece {
                    SegmentPiece::Plain(text) => push_text(pieces, text),
                    SegmentPiece::Quoted(text) => push_text(pieces, &unquote(text)),
                    SegmentPiece::Star => pieces.push(PatternPiece::Star),
                }
            }
            Ok((input.skip(1), ()))
        }
        TokenKind::Parameter => {
            let (rest, parameter) = parameter(input)?;
            pieces.push(PatternPiece::Parameter(parameter));
            Ok((rest, ()))
        }
        _ => input.reject(Expected::NamePattern),
    }
}

/// Adds literal text, joined to literal text in front.
fn push_text(pieces: &mut Vec<PatternPiece>, text: &str) {
    match pieces.last_mut() {
        Some(PatternPiece::Text(last)) => last.push_str(text),
        _ => pieces.push(PatternPiece::Text(text.to_owned())),
    }
}

enum SegmentPiece<'a> {
    Plain(&'a str),
    Quoted(&'a str),
    Star,
}

/// The pieces of a token of kind [`TokenKind::Pattern`].
fn segment_pieces(segment: &str) -> impl Iterator<Item = SegmentPiece<'_>> {
    let mut rest = segment;
    std::iter::from_fn(move || {
        let first = rest.chars().next()?;
        let length = match first {
            '*' => 1,
            '`' => quoted_name(rest).unwrap_or(rest.len()),
            _ => rest.find(['*', '`']).unwrap_or(rest.len()),
        };
        let (text, behind) = rest.split_at(length);
        rest = behind;
        Some(match first {
            '*' => SegmentPiece::Star,
            '`' => SegmentPiece::Quoted(text),
            _ => SegmentPiece::Plain(text),
        })
    })
}

/// A name where the lexer gives pattern tokens, which may have no wildcard.
pub(crate) fn name_without_wildcard(input: Tokens<'_>) -> PResult<'_, Name> {
    let start = input.first();
    let mut parts = Vec::new();
    let mut input = input;
    loop {
        let first = input.first();
        match first.kind {
            TokenKind::Pattern => {
                let segment = input.text(first);
                let mut text = String::new();
                for piece in segment_pieces(segment) {
                    match piece {
                        SegmentPiece::Plain(plain) => text.push_str(plain),
                        SegmentPiece::Quoted(quoted) => text.push_str(&unquote(quoted)),
                        SegmentPiece::Star => {
                            input.cx.report(
                                Diagnostic::error(codes::SYNTAX, "a wildcard in a name")
                                    .label(first.span, "expected the name of one field"),
                            );
                            return Err(nom::Err::Failure(Rejected));
                        }
                    }
                }
                parts.push(NamePart::Word { text, quoted: segment.contains('`') });
                input = input.skip(1);
            }
            TokenKind::Parameter => {
                let (rest, parameter) = parameter(input)?;
                parts.push(NamePart::Parameter(parameter));
                input = rest;
            }
            TokenKind::Keyword(_) if !parts.is_empty() => {
                parts.push(NamePart::Word { text: input.text(first).to_owned(), quoted: false });
                input = input.skip(1);
            }
            _ => return input.reject(Expected::Name),
        }
        if input.kind() != TokenKind::Dot {
            return Ok((input, Name { parts, span: input.span_from(start) }));
        }
        input = input.skip(1);
    }
}

/// A string literal or a parameter.
pub(crate) fn text(input: Tokens<'_>) -> PResult<'_, Text> {
    let first = input.first();
    match first.kind {
        TokenKind::String => {
            let value = Ok(string::value(input.text(first)));
            Ok((input.skip(1), Text { value, span: first.span }))
        }
        TokenKind::Parameter if !input.text(first).starts_with("??") => {
            parameter.map(|parameter| Text { value: Err(parameter), span: first.span }).parse(input)
        }
        _ => input.reject(Expected::Text),
    }
}

/// `index`, `cluster:index`, `index::selector`, or one of these in quotes.
pub(crate) fn index_pattern(input: Tokens<'_>) -> PResult<'_, IndexPattern> {
    let start = input.first();
    if start.kind == TokenKind::String {
        let (cluster, pattern, selector) = split_index(&string::value(input.text(start)));
        let pattern = IndexPattern { cluster, pattern, selector, quoted: true, span: start.span };
        return Ok((input.skip(1), pattern));
    }
    let part = |input| called(Expected::IndexPattern, token(TokenKind::Source))(input);
    let (rest, first) = part(input)?;
    let (rest, behind_colon) = opt(preceded(token(TokenKind::Colon), part)).parse(rest)?;
    let (cluster, index) = match behind_colon {
        Some(index) => (Some(input.text(first).to_owned()), index),
        None => (None, first),
    };
    let (rest, selector) =
        opt(preceded(token(TokenKind::Cast), alt((token(TokenKind::Source), part)))).parse(rest)?;
    let pattern = IndexPattern {
        cluster,
        pattern: input.text(index).to_owned(),
        selector: selector.map(|selector| input.text(selector).to_owned()),
        quoted: false,
        span: rest.span_from(start),
    };
    Ok((rest, pattern))
}

/// Takes cluster and selector off the text of a quoted index pattern. A list of patterns and date
/// math, in which colons have other meanings, stay whole.
fn split_index(text: &str) -> (Option<String>, String, Option<String>) {
    if text.contains([',', '<']) {
        return (None, text.to_owned(), None);
    }
    let (front, selector) = match text.rsplit_once("::") {
        Some((front, selector)) => (front, Some(selector.to_owned())),
        None => (text, None),
    };
    match front.split_once(':') {
        Some((cluster, index)) => (Some(cluster.to_owned()), index.to_owned(), selector),
        None => (None, front.to_owned(), selector),
    }
}
