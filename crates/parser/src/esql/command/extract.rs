//! `URI_PARTS`, `REGISTERED_DOMAIN`, `USER_AGENT`, `IP_LOCATION`: columns with a prefix, from text.

use nom::Parser;
use nom::sequence::terminated;

use super::{CommandDef, Place};
use crate::esql::ast::{CommandKind, Extract, ExtractKind};
use crate::esql::expression::{primary_expression, with_options};
use crate::esql::input::{PResult, Tokens, token};
use crate::esql::lex_mode::LexMode;
use crate::esql::name::name;
use crate::esql::token::TokenKind;

pub(super) const URI_PARTS: CommandDef = CommandDef {
    keyword: "URI_PARTS",
    aliases: &[],
    place: Place::Processing,
    grammar: "URI_PARTS prefix = expression",
    summary: "Takes a URI apart.",
    since: "preview 9.4",
    mode: LexMode::Expression,
    parse: |input| extract(input, ExtractKind::UriParts),
};

pub(super) const REGISTERED_DOMAIN: CommandDef = CommandDef {
    keyword: "REGISTERED_DOMAIN",
    aliases: &[],
    place: Place::Processing,
    grammar: "REGISTERED_DOMAIN prefix = expression",
    summary: "Takes a domain name apart at its public suffix.",
    since: "preview 9.4",
    mode: LexMode::Expression,
    parse: |input| extract(input, ExtractKind::RegisteredDomain),
};

pub(super) const USER_AGENT: CommandDef = CommandDef {
    keyword: "USER_AGENT",
    aliases: &[],
    place: Place::Processing,
    grammar: "USER_AGENT prefix = expression [WITH {options}]",
    summary: "Takes a user agent text apart.",
    since: "preview 9.4",
    mode: LexMode::Expression,
    parse: |input| extract(input, ExtractKind::UserAgent),
};

pub(super) const IP_LOCATION: CommandDef = CommandDef {
    keyword: "IP_LOCATION",
    aliases: &[],
    place: Place::Processing,
    grammar: "IP_LOCATION prefix = expression [WITH {options}]",
    summary: "Looks an IP address up in a database of places.",
    since: "preview 9.5",
    mode: LexMode::Expression,
    parse: |input| extract(input, ExtractKind::IpLocation),
};

fn extract(input: Tokens<'_>, kind: ExtractKind) -> PResult<'_, CommandKind> {
    (terminated(name, token(TokenKind::Assign)), primary_expression, with_options)
        .map(|(prefix, input, options)| {
            CommandKind::Extract(Extract { kind, prefix, input, options })
        })
        .parse(input)
}
