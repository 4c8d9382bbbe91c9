//! `STATS` and `INLINE STATS`: aggregates, their filters, grouping.

use nom::Parser;
use nom::combinator::opt;
use nom::sequence::preceded;

use super::fields::field;
use super::{CommandDef, Place};
use crate::esql::ast::{CommandKind, Field, Stats};
use crate::esql::expected::Expected;
use crate::esql::expression::expression;
use crate::esql::input::{PResult, Tokens, comma_list, keyword};
use crate::esql::lex_mode::LexMode;
use crate::esql::token::{Keyword, TokenKind};

pub(super) const STATS: CommandDef = CommandDef {
    keyword: "STATS",
    aliases: &[],
    place: Place::Processing,
    grammar: "STATS [[column =] aggregate [WHERE condition][, ...]] [BY [column =] expression[, ...]]",
    summary: "Groups rows and computes aggregates for each group.",
    since: "GA 8.11",
    mode: LexMode::Expression,
    parse: |input| stats(input, false),
};

pub(super) const INLINE_STATS: CommandDef = CommandDef {
    keyword: "INLINE STATS",
    aliases: &["INLINESTATS"],
    place: Place::Processing,
    grammar: "INLINE STATS [column =] aggregate [WHERE condition][, ...] [BY [column =] expression[, ...]]",
    summary: "Adds the aggregates of each row's group, and keeps all rows and columns.",
    since: "preview 9.2, GA 9.3",
    mode: LexMode::Expression,
    parse: |input| stats(input, true),
};

fn stats(input: Tokens<'_>, inline: bool) -> PResult<'_, CommandKind> {
    let by_alone = input.kind() == TokenKind::Keyword(Keyword::By);
    let (rest, aggregates) = if by_alone {
        (input, Vec::new())
    } else {
        input.note(Expected::Token(TokenKind::Keyword(Keyword::By)));
        comma_list(aggregate)(input)?
    };
    let (rest, by) = opt(preceded(keyword(Keyword::By), comma_list(field))).parse(rest)?;
    let stats = Stats { inline, aggregates, by: by.unwrap_or_default() };
    Ok((rest, CommandKind::Stats(stats)))
}

/// `[name =] aggregate [WHERE condition]`.
fn aggregate(input: Tokens<'_>) -> PResult<'_, Field> {
    let condition = opt(preceded(keyword(Keyword::Where), expression));
    let (rest, (field, filter)) = (field, condition).parse(input)?;
    Ok((rest, Field { filter, span: rest.span_from(input.first()), ..field }))
}
