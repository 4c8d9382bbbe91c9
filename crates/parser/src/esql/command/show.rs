//! `SHOW`: facts about the deployment.

use nom::Parser;

use super::{CommandDef, Place};
use crate::esql::ast::CommandKind;
use crate::esql::lex_mode::LexMode;
use crate::esql::name::identifier;

pub(super) const SHOW: CommandDef = CommandDef {
    keyword: "SHOW",
    aliases: &[],
    place: Place::Source,
    grammar: "SHOW INFO",
    summary: "Gives the version, date and hash of the deployment.",
    since: "GA 8.11",
    mode: LexMode::Name,
    parse: |input| identifier.map(CommandKind::Show).parse(input),
};
