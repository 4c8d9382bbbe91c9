//! `WHERE`: rows for which a condition is true.

use nom::Parser;

use super::{CommandDef, Place};
use crate::esql::ast::CommandKind;
use crate::esql::expression::expression;
use crate::esql::lex_mode::LexMode;

pub(super) const WHERE: CommandDef = CommandDef {
    keyword: "WHERE",
    aliases: &[],
    place: Place::Processing,
    grammar: "WHERE condition",
    summary: "Keeps the rows for which the condition is true.",
    since: "GA 8.11",
    mode: LexMode::Expression,
    parse: |input| expression.map(CommandKind::Where).parse(input),
};
