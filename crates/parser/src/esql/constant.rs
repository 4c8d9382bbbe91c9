//! Constants: literals, lists, time spans, maps of options.

use esql_diagnostics::Span;
use nom::Parser;
use nom::branch::alt;
use nom::combinator::opt;
use nom::sequence::{delimited, separated_pair};

use super::ast::{Expr, ExprKind, Identifier, Literal, Map, MapValue, Parameter};
use super::command::{self, Place};
use super::expected::Expected;
use super::input::{PResult, Tokens, called, comma_list, token};
use super::name::{parameter, text};
use super::string;
use super::token::{Keyword, Token, TokenKind};

/// A literal, with its sign if it is a number, or a parameter for a value.
pub(crate) fn constant(input: Tokens<'_>) -> PResult<'_, Expr> {
    called(Expected::Constant, alt_constant)(input)
}

fn alt_constant(input: Tokens<'_>) -> PResult<'_, Expr> {
    alt((signed_number, unsigned_constant)).parse(input)
}

/// A number or time span with its sign.
pub(crate) fn signed_number(input: Tokens<'_>) -> PResult<'_, Expr> {
    let start = input.first();
    let digits = match start.kind {
        TokenKind::Plus | TokenKind::Minus => input.skip(1),
        _ => input,
    };
    let sign = if start.kind == TokenKind::Minus { "-" } else { "" };
    let (rest, number) = number(digits, sign)?;
    Ok((rest, expr(number, rest.span_from(start))))
}

/// A literal without a sign, or a parameter for a value.
pub(crate) fn unsigned_constant(input: Tokens<'_>) -> PResult<'_, Expr> {
    let first = input.first();
    let literal = match first.kind {
        TokenKind::Integer | TokenKind::Decimal => {
            let (rest, number) = number(input, "")?;
            return Ok((rest, expr(number, rest.span_from(first))));
        }
        TokenKind::LeftBracket => return list(input),
        TokenKind::Parameter if !input.text(first).starts_with("??") => {
            return parameter.map(parameter_expr).parse(input);
        }
        TokenKind::String => Literal::String(string::value(input.text(first))),
        TokenKind::Keyword(Keyword::Null) => Literal::Null,
        TokenKind::Keyword(Keyword::True) => Literal::Boolean(true),
        TokenKind::Keyword(Keyword::False) => Literal::Boolean(false),
        _ => return input.reject(Expected::Constant),
    };
    Ok((input.skip(1), expr(literal, first.span)))
}

fn expr(literal: Literal, span: Span) -> Expr {
    Expr { kind: ExprKind::Literal(literal), span }
}

/// A parameter that stands for a value.
pub(crate) fn parameter_expr(parameter: Parameter) -> Expr {
    let span = parameter.span;
    Expr { kind: ExprKind::Parameter(parameter), span }
}

/// Digits, with the unit of a time span behind them.
fn number<'a>(input: Tokens<'a>, sign: &str) -> PResult<'a, Literal> {
    let first = input.first();
    let digits = format!("{sign}{}", input.text(first));
    match first.kind {
        TokenKind::Decimal => Ok((input.skip(1), Literal::Decimal(digits))),
        TokenKind::Integer => {
            let next = input.ahead(1);
            if !is_unit(input, next) {
                return Ok((input.skip(1), Literal::Integer(digits)));
            }
            let unit = Identifier { text: input.text(next).to_owned(), span: next.span };
            Ok((input.skip(2), Literal::Span { amount: digits, unit }))
        }
        _ => input.reject(Expected::Number),
    }
}

/// Any word behind a whole number is taken as the unit of a time span, as in Elasticsearch's
/// grammar; but for the keywords of commands, in front of which a pipe was forgotten.
fn is_unit(input: Tokens<'_>, token: Token) -> bool {
    token.kind == TokenKind::Identifier
        && command::starting_with(input.text(token), Place::Processing).is_none()
}

/// Whether a signed number stands here that is one constant even inside an expression: `-1 day`,
/// and `-1` in front of a cast, which binds tighter than the sign would.
pub(crate) fn is_signed_constant(input: Tokens<'_>) -> bool {
    match (input.ahead(1).kind, input.ahead(2)) {
        (TokenKind::Integer, next) => next.kind == TokenKind::Cast || is_unit(input, next),
        (TokenKind::Decimal, next) => next.kind == TokenKind::Cast,
        _ => false,
    }
}

/// `[a, b]`: numbers, strings or booleans.
fn list(input: Tokens<'_>) -> PResult<'_, Expr> {
    let start = input.first();
    let scalar = called(Expected::Constant, |input| alt((signed_number, list_scalar)).parse(input));
    let (rest, items) = delimited(
        token(TokenKind::LeftBracket),
        comma_list(scalar),
        token(TokenKind::RightBracket),
    )
    .parse(input)?;
    Ok((rest, expr(Literal::List(items), rest.span_from(start))))
}

fn list_scalar(input: Tokens<'_>) -> PResult<'_, Expr> {
    match input.kind() {
        TokenKind::String | TokenKind::Keyword(Keyword::True | Keyword::False) => {
            unsigned_constant(input)
        }
        _ => input.reject(Expected::Constant),
    }
}

/// `{"key": value, ...}`, values may be maps.
pub(crate) fn map(input: Tokens<'_>) -> PResult<'_, Map> {
    called(Expected::Map, braces)(input)
}

fn braces(input: Tokens<'_>) -> PResult<'_, Map> {
    let start = input.first();
    let (rest, entries) = delimited(
        token(TokenKind::LeftBrace),
        opt(comma_list(separated(text, map_value))),
        token(TokenKind::RightBrace),
    )
    .parse(input)?;
    Ok((rest, Map { entries: entries.unwrap_or_default(), span: rest.span_from(start) }))
}

fn separated<'a, K, V>(
    key: impl Fn(Tokens<'a>) -> PResult<'a, K>,
    value: impl Fn(Tokens<'a>) -> PResult<'a, V>,
) -> impl FnMut(Tokens<'a>) -> PResult<'a, (K, V)> {
    let mut pair = separated_pair(key, token(TokenKind::Colon), value);
    move |input| pair.parse(input)
}

fn map_value(input: Tokens<'_>) -> PResult<'_, MapValue> {
    if input.kind() == TokenKind::LeftBrace {
        let (rest, map) = input.nested(map)?;
        return Ok((rest, MapValue::Map(map)));
    }
    input.note(Expected::Map);
    constant.map(MapValue::Expr).parse(input)
}
