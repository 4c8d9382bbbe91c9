//! Commands that are recognized, but whose arguments nobody reads here: kept as text.

use super::{CommandDef, Place, UNRELEASED};
use crate::esql::ast::{CommandKind, RawText};
use crate::esql::input::{PResult, Tokens};
use crate::esql::lex_mode::LexMode;
use crate::esql::token::TokenKind;

macro_rules! raw_commands {
    ($($constant:ident: $place:ident, $parse:ident, $grammar:literal, $summary:literal, $since:expr;)*) => {
        $(pub(super) const $constant: CommandDef = CommandDef {
            keyword: first_word($grammar),
            aliases: &[],
            place: Place::$place,
            grammar: $grammar,
            summary: $summary,
            since: $since,
            mode: LexMode::Raw,
            parse: $parse,
        };)*
    };
}

raw_commands! {
    PROMQL: Source, promql, "PROMQL [options] [column =](expression)",
        "Runs a PromQL expression over time series.", "preview 9.4";
    EQL: Source, other, "EQL \"query\" [WITH {options}]",
        "Runs an EQL query.", UNRELEASED;
    EXTERNAL: Source, other, "EXTERNAL \"resource\" [WITH {options}]",
        "Reads files outside the cluster.", UNRELEASED;
    MMR: Processing, other, "MMR [vector] ON field LIMIT n [WITH {options}]",
        "Picks relevant rows that differ from one another.", "preview 9.4";
    DENSE_VECTOR: Processing, other, "DENSE_VECTOR [column =] field[, ...] [WITH {options}]",
        "Computes embeddings of columns.", "preview 9.6";
    METRICS_INFO: Processing, other, "METRICS_INFO",
        "Gives one row for each metric of the time series.", "preview 9.5";
    TS_INFO: Processing, other, "TS_INFO",
        "Gives one row for each time series.", "preview 9.5";
    TS_COLLAPSE: Processing, other, "TS_COLLAPSE",
        "Makes one row with several values of each time series.", "preview 9.5";
    FILLNULL: Processing, other, "FILLNULL ...",
        "Replaces nulls.", UNRELEASED;
    DISTINCT: Processing, other, "DISTINCT ...",
        "Keeps rows that differ.", UNRELEASED;
    INSIST: Processing, other, "INSIST_🐔 field[, ...]",
        "Reads fields that no mapping has.", UNRELEASED;
    LOOKUP: Processing, other, "LOOKUP_🐔 table ON field[, ...]",
        "Adds columns from a table in the request.", UNRELEASED;
}

const fn first_word(grammar: &'static str) -> &'static str {
    let bytes = grammar.as_bytes();
    let mut length = 0;
    while length < bytes.len() && bytes[length] != b' ' {
        length += 1;
    }
    grammar.split_at(length).0
}

fn promql(input: Tokens<'_>) -> PResult<'_, CommandKind> {
    let (rest, text) = raw(input)?;
    Ok((rest, CommandKind::PromQl(text)))
}

fn other(input: Tokens<'_>) -> PResult<'_, CommandKind> {
    let (rest, text) = raw(input)?;
    Ok((rest, CommandKind::Other(text)))
}

fn raw(input: Tokens<'_>) -> PResult<'_, RawText> {
    let keyword = match input.before().map(|token| token.kind) {
        Some(TokenKind::Command(id)) => id.def().keyword.to_owned(),
        _ => String::new(),
    };
    let first = input.first();
    if first.kind != TokenKind::Raw {
        return Ok((input, RawText { keyword, text: String::new() }));
    }
    let text = input.text(first).to_owned();
    Ok((input.skip(1), RawText { keyword, text }))
}
