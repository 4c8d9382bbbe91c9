//! `RENAME`: new names for columns, in either direction of writing.

use nom::Parser;
use nom::branch::alt;

use super::{CommandDef, Place};
use crate::esql::ast::{CommandKind, Rename};
use crate::esql::input::{PResult, Tokens, comma_list, keyword, token};
use crate::esql::lex_mode::LexMode;
use crate::esql::name::name_pattern;
use crate::esql::token::{Keyword, TokenKind};

pub(super) const RENAME: CommandDef = CommandDef {
    keyword: "RENAME",
    aliases: &[],
    place: Place::Processing,
    grammar: "RENAME old AS new | new = old[, ...]",
    summary: "Gives columns new names.",
    since: "GA 8.11",
    mode: LexMode::Rename,
    parse: |input| comma_list(rename).map(CommandKind::Rename).parse(input),
};

fn rename(input: Tokens<'_>) -> PResult<'_, Rename> {
    let joiner = alt((keyword(Keyword::As).map(|_| false), token(TokenKind::Assign).map(|_| true)));
    let (rest, (left, assigned, right)) = (name_pattern, joiner, name_pattern).parse(input)?;
    let (old, new) = if assigned { (right, left) } else { (left, right) };
    Ok((rest, Rename { old, new, assigned }))
}
