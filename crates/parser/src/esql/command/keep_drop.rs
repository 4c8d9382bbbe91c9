//! `KEEP` and `DROP`: lists of name patterns.

use nom::Parser;

use super::{CommandDef, Place};
use crate::esql::ast::CommandKind;
use crate::esql::input::comma_list;
use crate::esql::lex_mode::LexMode;
use crate::esql::name::name_pattern;

pub(super) const KEEP: CommandDef = CommandDef {
    keyword: "KEEP",
    aliases: &[],
    place: Place::Processing,
    grammar: "KEEP pattern[, ...]",
    summary: "Keeps the columns that match, in the order given.",
    since: "GA 8.11",
    mode: LexMode::Pattern,
    parse: |input| comma_list(name_pattern).map(CommandKind::Keep).parse(input),
};

pub(super) const DROP: CommandDef = CommandDef {
    keyword: "DROP",
    aliases: &[],
    place: Place::Processing,
    grammar: "DROP pattern[, ...]",
    summary: "Removes the columns that match.",
    since: "GA 8.11",
    mode: LexMode::Pattern,
    parse: |input| comma_list(name_pattern).map(CommandKind::Drop).parse(input),
};
