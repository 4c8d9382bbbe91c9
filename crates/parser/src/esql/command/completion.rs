//! `COMPLETION`: the answer of a language model for each row.

use nom::Parser;
use nom::combinator::opt;

use super::{CommandDef, Place};
use crate::esql::ast::{CommandKind, Completion};
use crate::esql::constant::map;
use crate::esql::expected::Expected;
use crate::esql::expression::primary_expression;
use crate::esql::input::{PResult, Tokens, keyword};
use crate::esql::lex_mode::LexMode;
use crate::esql::name::{assigned_name, identifier};
use crate::esql::token::{Keyword, TokenKind};

pub(super) const COMPLETION: CommandDef = CommandDef {
    keyword: "COMPLETION",
    aliases: &[],
    place: Place::Processing,
    grammar: "COMPLETION [column =] prompt WITH {\"inference_id\": \"...\"}",
    summary: "Asks a language model for each row.",
    since: "preview 8.19, GA 9.3",
    mode: LexMode::Expression,
    parse: completion,
};

fn completion(input: Tokens<'_>) -> PResult<'_, CommandKind> {
    let (rest, (target, prompt)) = (assigned_name, primary_expression).parse(input)?;
    let (rest, with) = opt(keyword(Keyword::With)).parse(rest)?;
    let mut completion = Completion { target, prompt, options: None, inference_id: None };
    let rest = match with {
        None => rest,
        Some(_) if matches!(rest.kind(), TokenKind::Identifier | TokenKind::QuotedIdentifier) => {
            let (rest, id) = identifier(rest)?;
            completion.inference_id = Some(id);
            rest
        }
        Some(_) => {
            rest.note(Expected::Token(TokenKind::Identifier));
            let (rest, options) = map(rest)?;
            completion.options = Some(options);
            rest
        }
    };
    Ok((rest, CommandKind::Completion(completion)))
}
