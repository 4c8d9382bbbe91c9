//! `LOOKUP JOIN`: columns from a lookup index.

use nom::Parser;
use nom::combinator::opt;
use nom::sequence::preceded;

use super::{CommandDef, Place};
use crate::esql::ast::{CommandKind, Identifier, LookupJoin};
use crate::esql::expected::Expected;
use crate::esql::expression::expression;
use crate::esql::input::{PResult, Tokens, called, comma_list, keyword, token};
use crate::esql::lex_mode::LexMode;
use crate::esql::name::index_pattern;
use crate::esql::token::{Keyword, TokenKind};

pub(super) const LOOKUP_JOIN: CommandDef = CommandDef {
    keyword: "LOOKUP JOIN",
    aliases: &[],
    place: Place::Processing,
    grammar: "LOOKUP JOIN index [AS alias] ON field[, ...] | condition",
    summary: "Adds the columns of the matching rows of a lookup index.",
    since: "preview 8.18, GA 8.19",
    mode: LexMode::Join,
    parse: |input| {
        (
            index_pattern,
            opt(preceded(keyword(Keyword::As), alias)),
            preceded(keyword(Keyword::On), comma_list(expression)),
        )
            .map(|(index, alias, on)| CommandKind::LookupJoin(LookupJoin { index, alias, on }))
            .parse(input)
    },
};

fn alias(input: Tokens<'_>) -> PResult<'_, Identifier> {
    let (rest, token) = called(Expected::Name, token(TokenKind::Source))(input)?;
    Ok((rest, Identifier { text: input.text(token).to_owned(), span: token.span }))
}
