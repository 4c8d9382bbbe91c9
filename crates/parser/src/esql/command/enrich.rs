//! `ENRICH`: columns from an enrich policy.

use nom::Parser;
use nom::branch::alt;
use nom::combinator::opt;
use nom::sequence::preceded;

use super::{CommandDef, Place};
use crate::esql::ast::{CommandKind, Enrich, Identifier, Name};
use crate::esql::expected::Expected;
use crate::esql::input::{PResult, Tokens, called, comma_list, keyword, token};
use crate::esql::lex_mode::LexMode;
use crate::esql::name::name_without_wildcard;
use crate::esql::string;
use crate::esql::token::{Keyword, TokenKind};
use esql_diagnostics::Span;

pub(super) const ENRICH: CommandDef = CommandDef {
    keyword: "ENRICH",
    aliases: &[],
    place: Place::Processing,
    grammar: "ENRICH [mode:]policy [ON field] [WITH [column =] field[, ...]]",
    summary: "Adds columns from an enrich policy.",
    since: "GA 8.11",
    mode: LexMode::Policy,
    parse: enrich,
};

fn enrich(input: Tokens<'_>) -> PResult<'_, CommandKind> {
    let (rest, (mode, policy)) = policy(input)?;
    let (rest, on) = opt(preceded(keyword(Keyword::On), name_without_wildcard)).parse(rest)?;
    let (rest, with) =
        opt(preceded(keyword(Keyword::With), comma_list(added_field))).parse(rest)?;
    let enrich = Enrich { mode, policy, on, with: with.unwrap_or_default() };
    Ok((rest, CommandKind::Enrich(enrich)))
}

/// `[mode:]policy`, in quotes or not.
fn policy(input: Tokens<'_>) -> PResult<'_, (Option<Identifier>, Identifier)> {
    let either = |input| alt((token(TokenKind::Policy), token(TokenKind::String))).parse(input);
    let (rest, token) = called(Expected::Token(TokenKind::Policy), either)(input)?;
    let quoted = token.kind == TokenKind::String;
    let text = if quoted { string::value(input.text(token)) } else { input.text(token).to_owned() };
    let identifier = |text: &str, span| Identifier { text: text.to_owned(), span };
    let parts = match text.split_once(':') {
        None => (None, identifier(&text, token.span)),
        Some((mode, policy)) if quoted => {
            (Some(identifier(mode, token.span)), identifier(policy, token.span))
        }
        Some((mode, policy)) => {
            let (start, end) = (token.span.start as usize, token.span.end as usize);
            let colon = start + mode.len();
            (
                Some(identifier(mode, Span::new(start, colon))),
                identifier(policy, Span::new(colon + 1, end)),
            )
        }
    };
    Ok((rest, parts))
}

/// `[new =] field`.
fn added_field(input: Tokens<'_>) -> PResult<'_, (Option<Name>, Name)> {
    let (rest, first) = name_without_wildcard(input)?;
    let (rest, field) =
        opt(preceded(token(TokenKind::Assign), name_without_wildcard)).parse(rest)?;
    Ok((
        rest,
        match field {
            Some(field) => (Some(first), field),
            None => (None, first),
        },
    ))
}
