//! `SORT`: keys with direction and place of nulls.

use nom::Parser;
use nom::branch::alt;
use nom::combinator::opt;
use nom::sequence::preceded;

use super::{CommandDef, Place};
use crate::esql::ast::{CommandKind, SortKey};
use crate::esql::expression::expression;
use crate::esql::input::{PResult, Tokens, comma_list, keyword};
use crate::esql::lex_mode::LexMode;
use crate::esql::token::Keyword;

pub(super) const SORT: CommandDef = CommandDef {
    keyword: "SORT",
    aliases: &[],
    place: Place::Processing,
    grammar: "SORT expression [ASC | DESC] [NULLS FIRST | NULLS LAST][, ...]",
    summary: "Sorts the rows; ascending with nulls last, if nothing else is said.",
    since: "GA 8.11",
    mode: LexMode::Expression,
    parse: |input| comma_list(sort_key).map(CommandKind::Sort).parse(input),
};

fn sort_key(input: Tokens<'_>) -> PResult<'_, SortKey> {
    let direction =
        alt((keyword(Keyword::Asc).map(|_| false), keyword(Keyword::Desc).map(|_| true)));
    let nulls = alt((keyword(Keyword::First).map(|_| true), keyword(Keyword::Last).map(|_| false)));
    (expression, opt(direction), opt(preceded(keyword(Keyword::Nulls), nulls)))
        .map(|(value, descending, nulls_first)| SortKey {
            value,
            descending: descending.unwrap_or(false),
            nulls_first,
        })
        .parse(input)
}
