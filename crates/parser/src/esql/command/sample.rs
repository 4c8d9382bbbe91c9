//! `SAMPLE`: a random part of the rows.

use nom::Parser;

use super::{CommandDef, Place};
use crate::esql::ast::CommandKind;
use crate::esql::constant::constant;
use crate::esql::lex_mode::LexMode;

pub(super) const SAMPLE: CommandDef = CommandDef {
    keyword: "SAMPLE",
    aliases: &[],
    place: Place::Processing,
    grammar: "SAMPLE probability",
    summary: "Keeps each row with a probability; the same query over the same data keeps the same rows.",
    since: "preview 8.19",
    mode: LexMode::Expression,
    parse: |input| constant.map(CommandKind::Sample).parse(input),
};
