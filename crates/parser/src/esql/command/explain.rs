//! `EXPLAIN`: the plans of a query.

use nom::Parser;

use super::{CommandDef, Place, UNRELEASED};
use crate::esql::ast::{CommandKind, Query};
use crate::esql::lex_mode::LexMode;
use crate::esql::pipeline::subquery;

pub(super) const EXPLAIN: CommandDef = CommandDef {
    keyword: "EXPLAIN",
    aliases: &[],
    place: Place::Source,
    grammar: "EXPLAIN (query)",
    summary: "Gives the plans of a query instead of its rows.",
    since: UNRELEASED,
    mode: LexMode::Subquery,
    parse: |input| {
        subquery
            .map(|commands| Query { settings: Vec::new(), commands })
            .map(|query| CommandKind::Explain(Box::new(query)))
            .parse(input)
    },
};
