//! `FORK`: several pipelines over the same rows.

use nom::Parser;
use nom::multi::many1;

use super::{CommandDef, Place};
use crate::esql::ast::CommandKind;
use crate::esql::lex_mode::LexMode;
use crate::esql::pipeline::branch;

pub(super) const FORK: CommandDef = CommandDef {
    keyword: "FORK",
    aliases: &[],
    place: Place::Processing,
    grammar: "FORK (command [| ...]) [...]",
    summary: "Runs several pipelines over the same rows, and unites their results.",
    since: "preview 8.19",
    mode: LexMode::Subquery,
    parse: |input| many1(branch).map(CommandKind::Fork).parse(input),
};
