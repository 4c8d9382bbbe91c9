//! `HIGHLIGHT`: the parts of fields that match a query.

use nom::Parser;
use nom::sequence::{preceded, separated_pair};

use super::{CommandDef, Place};
use crate::esql::ast::{CommandKind, Expr, Highlight, Identifier};
use crate::esql::constant::unsigned_constant;
use crate::esql::expected::Expected;
use crate::esql::expression::{expression, with_options};
use crate::esql::input::{PResult, Tokens, comma_list, keyword, token};
use crate::esql::lex_mode::LexMode;
use crate::esql::name::{identifier, name};
use crate::esql::token::{Keyword, TokenKind};

pub(super) const HIGHLIGHT: CommandDef = CommandDef {
    keyword: "HIGHLIGHT",
    aliases: &[],
    place: Place::Processing,
    grammar: "HIGHLIGHT [prefix = \"text\"] query ON field[, ...] [WITH {options}]",
    summary: "Adds the parts of fields that match a query.",
    since: "preview 9.6",
    mode: LexMode::Expression,
    parse: |input| {
        let fields = preceded(keyword(Keyword::On), comma_list(name));
        (prefix, expression, fields, with_options)
            .map(|(prefix, query, fields, options)| {
                CommandKind::Highlight(Highlight { prefix, query, fields, options })
            })
            .parse(input)
    },
};

fn prefix(input: Tokens<'_>) -> PResult<'_, Option<(Identifier, Expr)>> {
    if input.ahead(1).kind != TokenKind::Assign {
        return Ok((input, None));
    }
    separated_pair(identifier, token(TokenKind::Assign), prefix_text).map(Some).parse(input)
}

/// A string or parameter; a number could take the next word for the unit of a time span.
fn prefix_text(input: Tokens<'_>) -> PResult<'_, Expr> {
    match input.kind() {
        TokenKind::String | TokenKind::Parameter => unsigned_constant(input),
        _ => input.reject(Expected::Text),
    }
}
