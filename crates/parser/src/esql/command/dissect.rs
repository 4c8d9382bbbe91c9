//! `DISSECT`: text taken apart by a pattern of delimiters.

use nom::Parser;
use nom::combinator::opt;
use nom::multi::many0;
use nom::sequence::{preceded, separated_pair};

use super::{CommandDef, Place};
use crate::esql::ast::{CommandKind, Dissect, NamedOption};
use crate::esql::constant::constant;
use crate::esql::expression::primary_expression;
use crate::esql::input::{PResult, Tokens, token};
use crate::esql::lex_mode::LexMode;
use crate::esql::name::{identifier, text};
use crate::esql::token::TokenKind;

pub(super) const DISSECT: CommandDef = CommandDef {
    keyword: "DISSECT",
    aliases: &[],
    place: Place::Processing,
    grammar: "DISSECT input \"pattern\" [APPEND_SEPARATOR = \"separator\"]",
    summary: "Takes text apart by a pattern of delimiters.",
    since: "GA 8.11",
    mode: LexMode::Expression,
    parse: dissect,
};

fn dissect(input: Tokens<'_>) -> PResult<'_, CommandKind> {
    let comma = opt(token(TokenKind::Comma));
    (primary_expression, text, many0(preceded(comma, option)))
        .map(|(input, pattern, options)| CommandKind::Dissect(Dissect { input, pattern, options }))
        .parse(input)
}

fn option(input: Tokens<'_>) -> PResult<'_, NamedOption> {
    separated_pair(identifier, token(TokenKind::Assign), constant)
        .map(|(name, value)| NamedOption { name, value })
        .parse(input)
}
