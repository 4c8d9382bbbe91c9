//! `ROW` and `EVAL`: lists of expressions with names.

use nom::Parser;

use super::{CommandDef, Place};
use crate::esql::ast::{CommandKind, Field};
use crate::esql::expression::expression;
use crate::esql::input::{PResult, Tokens, comma_list};
use crate::esql::lex_mode::LexMode;
use crate::esql::name::assigned_name;

pub(super) const ROW: CommandDef = CommandDef {
    keyword: "ROW",
    aliases: &[],
    place: Place::Source,
    grammar: "ROW [column =] expression[, ...]",
    summary: "Makes one row of constants.",
    since: "GA 8.11",
    mode: LexMode::Expression,
    parse: |input| comma_list(field).map(CommandKind::Row).parse(input),
};

pub(super) const EVAL: CommandDef = CommandDef {
    keyword: "EVAL",
    aliases: &[],
    place: Place::Processing,
    grammar: "EVAL [column =] expression[, ...]",
    summary: "Adds columns computed from others.",
    since: "GA 8.11",
    mode: LexMode::Expression,
    parse: |input| comma_list(field).map(CommandKind::Eval).parse(input),
};

/// `[name =] expression`.
pub(super) fn field(input: Tokens<'_>) -> PResult<'_, Field> {
    let (rest, (name, value)) = (assigned_name, expression).parse(input)?;
    Ok((rest, Field { name, value, filter: None, span: rest.span_from(input.first()) }))
}
