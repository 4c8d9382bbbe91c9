//! `TOPK`, `BOTTOMK`, `LIMITK`: the rows with the greatest or least values, or any.

use nom::Parser;
use nom::sequence::separated_pair;

use super::limit::limit;
use super::{CommandDef, Place};
use crate::esql::ast::{CommandKind, Top, TopOrder};
use crate::esql::expression::expression;
use crate::esql::input::{PResult, Tokens, token};
use crate::esql::lex_mode::LexMode;
use crate::esql::token::TokenKind;

pub(super) const TOPK: CommandDef = CommandDef {
    keyword: "TOPK",
    aliases: &[],
    place: Place::Processing,
    grammar: "TOPK value, count [BY expression[, ...]]",
    summary: "Keeps the rows with the greatest values, of the whole or of each group.",
    since: "preview 9.6",
    mode: LexMode::Expression,
    parse: |input| top(input, true),
};

pub(super) const BOTTOMK: CommandDef = CommandDef {
    keyword: "BOTTOMK",
    aliases: &[],
    place: Place::Processing,
    grammar: "BOTTOMK value, count [BY expression[, ...]]",
    summary: "Keeps the rows with the least values, of the whole or of each group.",
    since: "preview 9.6",
    mode: LexMode::Expression,
    parse: |input| top(input, false),
};

pub(super) const LIMITK: CommandDef = CommandDef {
    keyword: "LIMITK",
    aliases: &[],
    place: Place::Processing,
    grammar: "LIMITK count [BY expression[, ...]]",
    summary: "Keeps any rows, of the whole or of each group.",
    since: "preview 9.6",
    mode: LexMode::Expression,
    parse: |input| limit.map(|limit| CommandKind::Top(Top { order: None, limit })).parse(input),
};

fn top(input: Tokens<'_>, descending: bool) -> PResult<'_, CommandKind> {
    separated_pair(expression, token(TokenKind::Comma), limit)
        .map(|(value, limit)| {
            CommandKind::Top(Top { order: Some(TopOrder { value, descending }), limit })
        })
        .parse(input)
}
