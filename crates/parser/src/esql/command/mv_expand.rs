//! `MV_EXPAND`: a row for each value of a column.

use nom::Parser;

use super::{CommandDef, Place};
use crate::esql::ast::CommandKind;
use crate::esql::lex_mode::LexMode;
use crate::esql::name::name;

pub(super) const MV_EXPAND: CommandDef = CommandDef {
    keyword: "MV_EXPAND",
    aliases: &[],
    place: Place::Processing,
    grammar: "MV_EXPAND column",
    summary: "Makes a row of each value of a column.",
    since: "preview 8.11",
    mode: LexMode::Name,
    parse: |input| name.map(CommandKind::MvExpand).parse(input),
};
