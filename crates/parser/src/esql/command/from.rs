//! `FROM` and `TS`: index patterns, subqueries, metadata fields.

use esql_diagnostics::Diagnostic;
use nom::Parser;
use nom::combinator::opt;
use nom::sequence::preceded;

use super::{CommandDef, Place};
use crate::esql::ast::{CommandKind, From, Identifier, Source};
use crate::esql::input::{PResult, Tokens, comma_list, keyword};
use crate::esql::lex_mode::LexMode;
use crate::esql::name::{index_pattern, name};
use crate::esql::pipeline::subquery;
use crate::esql::token::{Keyword, TokenKind};

pub(super) const FROM: CommandDef = CommandDef {
    keyword: "FROM",
    aliases: &[],
    place: Place::Source,
    grammar: "FROM pattern | (subquery)[, ...] [METADATA field[, ...]]",
    summary: "Reads the documents of indices, data streams and aliases.",
    since: "GA 8.11",
    mode: LexMode::Source,
    parse: |input| from(input, false),
};

pub(super) const TS: CommandDef = CommandDef {
    keyword: "TS",
    aliases: &[],
    place: Place::Source,
    grammar: "TS pattern[, ...] [METADATA field[, ...]]",
    summary: "Reads time series, for time series aggregates in the STATS behind it.",
    since: "preview 9.2, GA 9.4",
    mode: LexMode::Source,
    parse: |input| from(input, true),
};

fn from(input: Tokens<'_>, time_series: bool) -> PResult<'_, CommandKind> {
    let (rest, sources) = comma_list(source)(input)?;
    let (rest, metadata) =
        opt(preceded(keyword(Keyword::Metadata), comma_list(metadata_field))).parse(rest)?;
    let from = From { time_series, sources, metadata: metadata.unwrap_or_default() };
    Ok((rest, CommandKind::From(from)))
}

fn source(input: Tokens<'_>) -> PResult<'_, Source> {
    if input.kind() != TokenKind::LeftParen {
        return index_pattern.map(Source::Index).parse(input);
    }
    let start = input.first();
    let (rest, commands) = subquery(input)?;
    Ok((rest, Source::Subquery { commands, span: rest.span_from(start) }))
}

/// A metadata field, dotted as `_file.size` is; the dots are part of its one word.
fn metadata_field(input: Tokens<'_>) -> PResult<'_, Identifier> {
    let (rest, name) = name(input)?;
    match name.dotted() {
        Some(text) => Ok((rest, Identifier { text, span: name.span })),
        None => {
            input.cx.report(
                Diagnostic::error(esql_diagnostics::codes::SYNTAX, "a parameter in METADATA")
                    .label(name.span, "expected the name of a metadata field"),
            );
            Err(nom::Err::Failure(crate::esql::input::Rejected))
        }
    }
}
