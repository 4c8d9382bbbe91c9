//! Whole queries: settings, commands between pipes, and how parsing goes on after an error.

use esql_diagnostics::{Diagnostic, Span, codes};
use nom::Parser;
use nom::branch::alt;
use nom::sequence::{delimited, separated_pair};

use super::ast::{Command, CommandKind, Query, Setting, SettingValue};
use super::command::{CommandDef, Place};
use super::constant::{constant, map};
use super::expected::Expected;
use super::input::{Context, PResult, Rejected, Tokens, comma_list, keyword, token};
use super::lexer::lex;
use super::name::identifier;
use super::syntax_error::{empty_query, locate, mismatched, unexpected, unknown_command};
use super::token::{Keyword, Token, TokenKind};
use crate::MAX_DIAGNOSTICS;

/// A query's tree and what is wrong with its text.
#[derive(Clone, Debug, PartialEq)]
pub struct Parsed {
    /// The tree, with error nodes where the text does not follow the grammar.
    pub query: Query,
    /// Every problem found, in the order of the text; empty for a valid query.
    pub diagnostics: Vec<Diagnostic>,
}

/// Reads `text` as an ES|QL query. Spans are byte offsets into `text`.
///
/// A command with a syntax error gives one diagnostic and becomes [`CommandKind::Error`]; all
/// other commands are read as usual. At most [`MAX_DIAGNOSTICS`] are given.
#[must_use]
pub fn parse(text: &str) -> Parsed {
    let lexed = lex(text);
    let mut tokens = lexed.tokens;
    tokens.retain(|token| !token.kind.is_trivia());
    let end = tokens.last().map_or(text.len(), |token| token.span.end as usize);
    tokens.push(Token { kind: TokenKind::End, span: Span::at(end), level: 0 });
    let cx = Context::new(text, &tokens);
    let query = query(Tokens::new(&cx));
    let mut diagnostics = lexed.diagnostics;
    diagnostics.append(&mut cx.into_diagnostics());
    diagnostics.sort_by_key(Diagnostic::span);
    diagnostics.truncate(MAX_DIAGNOSTICS);
    locate(&mut diagnostics, text);
    Parsed { query, diagnostics }
}

fn query(input: Tokens<'_>) -> Query {
    let (input, settings) = settings(input);
    if input.kind() == TokenKind::End && input.position() == 0 {
        input.cx.report(empty_query(input.cx));
        return Query { settings, commands: Vec::new() };
    }
    let (_, commands) = commands(input, Place::Source, 0);
    Query { settings, commands }
}

/// `SET name = value, ...;`, any number of them.
fn settings(mut input: Tokens<'_>) -> (Tokens<'_>, Vec<Setting>) {
    let mut settings = Vec::new();
    while input.kind() == TokenKind::Keyword(Keyword::Set) {
        let directive =
            delimited(keyword(Keyword::Set), comma_list(setting), token(TokenKind::Semicolon))
                .parse(input);
        match directive {
            Ok((rest, mut some)) => {
                settings.append(&mut some);
                input = rest;
            }
            Err(error) => {
                report_failure(input, &error);
                input = input.skip(1);
                while !matches!(
                    input.kind(),
                    TokenKind::Semicolon
                        | TokenKind::Command(_)
                        | TokenKind::Pipe
                        | TokenKind::Keyword(Keyword::Set)
                        | TokenKind::End
                ) {
                    input = input.skip(1);
                }
                if input.kind() == TokenKind::Semicolon {
                    input = input.skip(1);
                }
            }
        }
    }
    (input, settings)
}

fn setting(input: Tokens<'_>) -> PResult<'_, Setting> {
    let value = alt((map.map(SettingValue::Map), constant.map(SettingValue::Expr)));
    separated_pair(identifier, token(TokenKind::Assign), value)
        .map(|(name, value)| Setting { name, value })
        .parse(input)
}

/// `( commands )`: a pipeline that begins with a source command.
pub(crate) fn subquery(input: Tokens<'_>) -> PResult<'_, Vec<Command>> {
    pipeline_in_parens(input, Place::Source)
}

/// `( commands )`: a pipeline that goes on from the commands in front.
pub(crate) fn branch(input: Tokens<'_>) -> PResult<'_, Vec<Command>> {
    pipeline_in_parens(input, Place::Processing)
}

fn pipeline_in_parens(input: Tokens<'_>, first: Place) -> PResult<'_, Vec<Command>> {
    let level = input.first().level + 1;
    input.nested(|input| {
        delimited(
            token(TokenKind::LeftParen),
            |input| Ok(commands(input, first, level)),
            token(TokenKind::RightParen),
        )
        .parse(input)
    })
}

/// Commands joined by pipes, up to the end of the pipeline inside `level` subqueries.
fn commands(mut input: Tokens<'_>, first: Place, level: u32) -> (Tokens<'_>, Vec<Command>) {
    let mut commands = Vec::new();
    let mut place = first;
    loop {
        let (rest, command) = command(input, place, level);
        commands.push(command);
        if rest.kind() != TokenKind::Pipe {
            return (rest, commands);
        }
        input = rest.skip(1);
        place = Place::Processing;
    }
}

/// One command, with everything up to the next pipe of the same pipeline.
fn command(mut input: Tokens<'_>, place: Place, level: u32) -> (Tokens<'_>, Command) {
    if input.kind() == TokenKind::UnknownCommand {
        if !input.cx.is_full() {
            input.cx.report(unknown_command(input.cx, input.first(), place));
        }
        let next = input.skip(1);
        if !matches!(next.kind(), TokenKind::Command(_)) {
            return error_node(input, next, level);
        }
        input = next;
    }
    let start = input.first();
    let TokenKind::Command(id) = start.kind else {
        input.note(Expected::Command(place));
        let failed = report_failure(input, &nom::Err::Error(Rejected));
        return error_node(input, failed, level);
    };
    let def = id.def();
    if def.place != place {
        input.cx.report(misplaced(def, start));
    }
    let result = (def.parse)(input.skip(1)).and_then(|(rest, kind)| {
        if ends(rest, level) {
            return Ok((rest, kind));
        }
        let end = if level == 0 { TokenKind::End } else { TokenKind::RightParen };
        rest.note(Expected::Token(TokenKind::Pipe));
        rest.reject(Expected::Token(end))
    });
    match result {
        Ok((rest, kind)) => {
            (rest, Command { kind, span: rest.span_from(start), keyword: start.span })
        }
        Err(error) => {
            let failed = report_failure(input, &error);
            error_node(input, failed, level)
        }
    }
}

/// Whether the pipeline or its command ends here.
fn ends(input: Tokens<'_>, level: u32) -> bool {
    let first = input.first();
    match first.kind {
        TokenKind::End => true,
        TokenKind::Pipe => first.level == level,
        _ => first.level < level,
    }
}

/// Skips the command at the start, which cannot be read from `failed` on.
fn error_node<'a>(input: Tokens<'a>, failed: Tokens<'a>, level: u32) -> (Tokens<'a>, Command) {
    let start = input.first();
    // No parser reads over the end of its command, so that the end is still to come.
    let mut rest = failed;
    while !ends(rest, level) {
        rest = rest.skip(1);
    }
    let span = rest.span_from(start);
    (rest, Command { kind: CommandKind::Error, span, keyword: start.span })
}

/// Reports the farthest failure of the command at the start, unless that has been done, and gives
/// the place of the failure.
fn report_failure<'a>(input: Tokens<'a>, error: &nom::Err<Rejected>) -> Tokens<'a> {
    let start = input.position();
    let (at, expected) = input.cx.take_failure();
    if let nom::Err::Error(_) = error
        && !input.cx.is_full()
        && let Some(diagnostic) = unexpected(input.cx, start, at, &expected)
    {
        input.cx.report_once(at, diagnostic);
    }
    input.skip(at.saturating_sub(start))
}

fn misplaced(def: &CommandDef, keyword: Token) -> Diagnostic {
    let (expected, help) = match def.place {
        Place::Source => {
            (Place::Processing, "a source command stands only at the start of a query")
        }
        Place::Processing => (Place::Source, "a query begins with a source command such as `FROM`"),
    };
    let expected = Expected::Command(expected);
    Diagnostic::error(codes::SYNTAX, format!("`{}` cannot stand here", def.keyword))
        .label(keyword.span, format!("expected {}", expected.describe()))
        .help(help)
        .elastic(mismatched(&def.first_word().to_lowercase(), expected))
}
