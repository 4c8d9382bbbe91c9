//! `GROK`: text taken apart by named regular expressions.

use nom::Parser;

use super::{CommandDef, Place};
use crate::esql::ast::{CommandKind, Grok};
use crate::esql::expression::primary_expression;
use crate::esql::input::comma_list;
use crate::esql::lex_mode::LexMode;
use crate::esql::name::text;

pub(super) const GROK: CommandDef = CommandDef {
    keyword: "GROK",
    aliases: &[],
    place: Place::Processing,
    grammar: "GROK input \"pattern\"[, ...]",
    summary: "Takes text apart by regular expressions with names.",
    since: "GA 8.11",
    mode: LexMode::Expression,
    parse: |input| {
        (primary_expression, comma_list(text))
            .map(|(input, patterns)| CommandKind::Grok(Grok { input, patterns }))
            .parse(input)
    },
};
