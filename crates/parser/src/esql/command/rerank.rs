//! `RERANK`: scores from an inference endpoint.

use nom::Parser;
use nom::sequence::preceded;

use super::fields::field;
use super::{CommandDef, Place};
use crate::esql::ast::{CommandKind, Rerank};
use crate::esql::constant::constant;
use crate::esql::expression::with_options;
use crate::esql::input::{comma_list, keyword};
use crate::esql::lex_mode::LexMode;
use crate::esql::name::assigned_name;
use crate::esql::token::Keyword;

pub(super) const RERANK: CommandDef = CommandDef {
    keyword: "RERANK",
    aliases: &[],
    place: Place::Processing,
    grammar: "RERANK [column =] \"query\" ON field[, ...] [WITH {options}]",
    summary: "Scores rows anew by an inference endpoint.",
    since: "preview 9.2",
    mode: LexMode::Expression,
    parse: |input| {
        let fields = preceded(keyword(Keyword::On), comma_list(field));
        (assigned_name, constant, fields, with_options)
            .map(|(target, query, fields, options)| {
                CommandKind::Rerank(Rerank { target, query, fields, options })
            })
            .parse(input)
    },
};
