//! `CHANGE_POINT`: where a metric changes its behavior.

use nom::Parser;
use nom::combinator::opt;
use nom::sequence::{preceded, separated_pair};

use super::{CommandDef, Place};
use crate::esql::ast::{ChangePoint, CommandKind};
use crate::esql::expression::expression;
use crate::esql::input::{comma_list, keyword, token};
use crate::esql::lex_mode::LexMode;
use crate::esql::name::name;
use crate::esql::token::{Keyword, TokenKind};

pub(super) const CHANGE_POINT: CommandDef = CommandDef {
    keyword: "CHANGE_POINT",
    aliases: &[],
    place: Place::Processing,
    grammar: "CHANGE_POINT value [ON key] [AS type, pvalue] [BY expression[, ...]]",
    summary: "Finds where a metric changes its behavior.",
    since: "preview 8.19, GA 9.2, BY GA 9.5",
    mode: LexMode::ChangePoint,
    parse: |input| {
        let targets = separated_pair(name, token(TokenKind::Comma), name);
        (
            name,
            opt(preceded(keyword(Keyword::On), name)),
            opt(preceded(keyword(Keyword::As), targets)),
            opt(preceded(keyword(Keyword::By), comma_list(expression))),
        )
            .map(|(value, key, targets, by)| {
                let by = by.unwrap_or_default();
                CommandKind::ChangePoint(ChangePoint { value, key, targets, by })
            })
            .parse(input)
    },
};
