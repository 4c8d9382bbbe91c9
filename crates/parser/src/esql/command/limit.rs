//! `LIMIT` and `DEDUP`: fewer rows.

use nom::Parser;
use nom::combinator::opt;
use nom::sequence::preceded;

use super::{CommandDef, Place};
use crate::esql::ast::{CommandKind, Limit};
use crate::esql::constant::constant;
use crate::esql::expression::expression;
use crate::esql::input::{PResult, Tokens, comma_list, keyword};
use crate::esql::lex_mode::LexMode;
use crate::esql::token::Keyword;

pub(super) const LIMIT: CommandDef = CommandDef {
    keyword: "LIMIT",
    aliases: &[],
    place: Place::Processing,
    grammar: "LIMIT count [BY expression[, ...]]",
    summary: "Keeps the first rows, of the whole or of each group.",
    since: "GA 8.11, BY preview 9.4",
    mode: LexMode::Expression,
    parse: |input| limit.map(CommandKind::Limit).parse(input),
};

pub(super) const DEDUP: CommandDef = CommandDef {
    keyword: "DEDUP",
    aliases: &[],
    place: Place::Processing,
    grammar: "DEDUP",
    summary: "Keeps one of each set of equal rows.",
    since: "preview 9.6",
    mode: LexMode::Expression,
    parse: |input| Ok((input, CommandKind::Dedup)),
};

/// How many rows, of the whole or of each group.
pub(super) fn limit(input: Tokens<'_>) -> PResult<'_, Limit> {
    (constant, opt(preceded(keyword(Keyword::By), comma_list(expression))))
        .map(|(count, by)| Limit { count, by: by.unwrap_or_default() })
        .parse(input)
}
