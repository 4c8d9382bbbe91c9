//! `FUSE`: the branches of FORK merged by score.

use super::{CommandDef, Place};
use crate::esql::ast::{CommandKind, Fuse, Name};
use crate::esql::constant::map;
use crate::esql::input::{PResult, Tokens, comma_list, keyword, word};
use crate::esql::lex_mode::LexMode;
use crate::esql::name::{identifier, name};
use crate::esql::token::{Keyword, TokenKind};

pub(super) const FUSE: CommandDef = CommandDef {
    keyword: "FUSE",
    aliases: &[],
    place: Place::Processing,
    grammar: "FUSE [method] [SCORE BY column] [GROUP BY column] [KEY BY column[, ...]] [WITH {options}]",
    summary: "Merges the branches of FORK by score.",
    since: "preview 9.1, GA 9.5",
    mode: LexMode::Expression,
    parse: fuse,
};

fn fuse(input: Tokens<'_>) -> PResult<'_, CommandKind> {
    let mut fuse = Fuse { method: None, score: None, group: None, keys: Vec::new(), options: None };
    let mut input = input;
    let clause_follows = input.ahead(1).kind == TokenKind::Keyword(Keyword::By);
    if input.kind() == TokenKind::Identifier && !clause_follows {
        let (rest, method) = identifier(input)?;
        fuse.method = Some(method);
        input = rest;
    }
    loop {
        if let Ok((rest, _)) = word("SCORE")(input) {
            let (rest, column) = by(rest)?;
            fuse.score = Some(column);
            input = rest;
        } else if let Ok((rest, _)) = word("GROUP")(input) {
            let (rest, column) = by(rest)?;
            fuse.group = Some(column);
            input = rest;
        } else if let Ok((rest, _)) = word("KEY")(input) {
            let (rest, _) = keyword(Keyword::By)(rest)?;
            let (rest, mut columns) = comma_list(name)(rest)?;
            fuse.keys.append(&mut columns);
            input = rest;
        } else if let Ok((rest, _)) = keyword(Keyword::With)(input) {
            let (rest, options) = map(rest)?;
            fuse.options = Some(options);
            input = rest;
        } else {
            return Ok((input, CommandKind::Fuse(fuse)));
        }
    }
}

fn by(input: Tokens<'_>) -> PResult<'_, Name> {
    let (rest, _) = keyword(Keyword::By)(input)?;
    name(rest)
}
