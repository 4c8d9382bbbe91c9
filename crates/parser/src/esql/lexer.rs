//! The lexer: query text to tokens, by rules that depend on the command.
//!
//! ES|QL is lexed in modes: the word behind a pipe names a command, and the command decides how
//! the text up to the next pipe is cut. `logs-*` is one token behind FROM and three behind WHERE.
//! A parenthesis that opens a subquery begins a new pipeline, whose end brings the mode back.

mod quoted;

use esql_diagnostics::{Diagnostic, Span, codes};

use crate::MAX_DIAGNOSTICS;

use super::command::{self, Place};
use super::lex_mode::LexMode;
use super::scan::{
    command_word, identifier, line_length, number, policy, quoted_name, raw_length, skip_trivia,
    trivia,
};
use super::token::{CommandId, Keyword, Token, TokenKind};
use quoted::unterminated;

/// What the lexer found.
pub(crate) struct Lexed {
    /// The tokens; their spans tile the text.
    pub(crate) tokens: Vec<Token>,
    /// What is wrong inside tokens.
    pub(crate) diagnostics: Vec<Diagnostic>,
}

/// Cuts `text` into tokens.
pub(crate) fn lex(text: &str) -> Lexed {
    let mut lexer = Lexer {
        text,
        at: 0,
        mode: LexMode::Command,
        frames: Vec::new(),
        level: 0,
        tokens: Vec::with_capacity(text.len() / 4),
        diagnostics: Vec::new(),
        previous: None,
        raw_unbalanced: false,
    };
    while lexer.at < text.len() {
        lexer.token();
    }
    Lexed { tokens: lexer.tokens, diagnostics: lexer.diagnostics }
}

/// An open parenthesis, with the mode that comes back behind it.
#[derive(Clone, Copy)]
enum Frame {
    /// Around an expression or arguments.
    Group(LexMode),
    /// Around a pipeline.
    Pipeline(LexMode),
}

struct Lexer<'a> {
    text: &'a str,
    at: usize,
    mode: LexMode,
    frames: Vec<Frame>,
    level: u32,
    tokens: Vec<Token>,
    diagnostics: Vec<Diagnostic>,
    /// The last token that was no blank and no comment.
    previous: Option<TokenKind>,
    /// Some raw text had a bracket without an end, so brackets no longer hold raw text together.
    raw_unbalanced: bool,
}

impl<'a> Lexer<'a> {
    fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or("")
    }

    /// The byte at `at`, 0 behind the end.
    fn byte(&self, at: usize) -> u8 {
        self.text.as_bytes().get(at).copied().unwrap_or(0)
    }

    fn push(&mut self, kind: TokenKind, length: usize) {
        let span = Span::new(self.at, self.at + length);
        self.tokens.push(Token { kind, span, level: self.level });
        self.at += length;
        if !kind.is_trivia() {
            self.previous = Some(kind);
        }
    }

    fn report(&mut self, diagnostic: Diagnostic) {
        if self.diagnostics.len() < MAX_DIAGNOSTICS {
            self.diagnostics.push(diagnostic);
        }
    }

    fn token(&mut self) {
        if let Some((kind, length, closed)) = trivia(self.rest()) {
            if !closed {
                self.report(unterminated(self.at, 2, "comment", "`*/`"));
            }
            return self.push(kind, length);
        }
        let word = match self.mode {
            LexMode::Command => self.command(),
            LexMode::Source | LexMode::Join => self.source(),
            LexMode::Policy => self.policy(),
            LexMode::Pattern | LexMode::Rename | LexMode::EnrichField => self.pattern(),
            LexMode::Raw => self.raw(),
            LexMode::Setting
            | LexMode::Expression
            | LexMode::Name
            | LexMode::ChangePoint
            | LexMode::Subquery => false,
        };
        if !word {
            self.general();
        }
    }

    /// The tokens that all modes share.
    fn general(&mut self) {
        let (first, second) = (self.byte(self.at), self.byte(self.at + 1));
        match (first, second) {
            (b'|', b'|') => self.double_pipe(),
            (b'|', _) => self.pipe(),
            (b';', _) => {
                self.push(TokenKind::Semicolon, 1);
                if self.mode == LexMode::Setting {
                    self.mode = LexMode::Command;
                }
            }
            (b'(', _) => self.open(),
            (b')', _) => self.close(),
            (b',', _) => self.push(TokenKind::Comma, 1),
            (b'[', _) => self.push(TokenKind::LeftBracket, 1),
            (b']', _) => self.push(TokenKind::RightBracket, 1),
            (b'{', _) => self.push(TokenKind::LeftBrace, 1),
            (b'}', _) => self.push(TokenKind::RightBrace, 1),
            (b':', b':') => self.push(TokenKind::Cast, 2),
            (b':', _) => self.push(TokenKind::Colon, 1),
            (b'=', b'=') => self.push(TokenKind::Equal, 2),
            (b'=', b'~') => self.bad(2, "use `LIKE` or `RLIKE` to compare with a pattern"),
            (b'=', _) => self.push(TokenKind::Assign, 1),
            (b'!', b'=') => self.push(TokenKind::NotEqual, 2),
            (b'<', b'=') => self.push(TokenKind::LessOrEqual, 2),
            (b'<', _) => self.push(TokenKind::Less, 1),
            (b'>', b'=') => self.push(TokenKind::GreaterOrEqual, 2),
            (b'>', _) => self.push(TokenKind::Greater, 1),
            (b'+', _) => self.push(TokenKind::Plus, 1),
            (b'-', _) => self.push(TokenKind::Minus, 1),
            (b'*', _) => self.push(TokenKind::Asterisk, 1),
            (b'/', _) => self.push(TokenKind::Slash, 1),
            (b'%', _) => self.push(TokenKind::Percent, 1),
            (b'?', _) => self.parameter(),
            (b'"', _) => self.string(),
            (b'\'', _) => self.single_quoted(),
            (b'`', _) => match quoted_name(self.rest()) {
                Some(length) => self.push(TokenKind::QuotedIdentifier, length),
                None => self.unclosed_name(),
            },
            (b'0'..=b'9', _) | (b'.', b'0'..=b'9') => {
                let (kind, length) = number(self.rest());
                self.push(kind, length);
            }
            (b'.', _) => self.push(TokenKind::Dot, 1),
            _ => match identifier(self.rest()) {
                0 => self.stray(),
                length => self.word(length),
            },
        }
    }

    fn pipe(&mut self) {
        // A pipe ends the command, and with it the parentheses that the command left open.
        while let Some(Frame::Group(_)) = self.frames.last() {
            self.frames.pop();
        }
        self.push(TokenKind::Pipe, 1);
        self.mode = LexMode::Command;
    }

    /// `||`: meant as an operator, unless a command follows.
    fn double_pipe(&mut self) {
        let behind = self.rest().get(2..).unwrap_or("");
        let blank = skip_trivia(behind);
        let word = &behind[blank..blank + command_word(&behind[blank..])];
        let bad = if command::find(word).is_some() { 1 } else { 2 };
        self.bad(
            bad,
            "use `OR` between conditions, `CONCAT` between strings, one `|` between commands",
        );
    }

    fn open(&mut self) {
        let pipeline = match self.mode {
            LexMode::Source | LexMode::Subquery => true,
            LexMode::Expression => {
                self.previous == Some(TokenKind::Keyword(Keyword::In))
                    && begins_query(self.rest().get(1..).unwrap_or(""))
            }
            _ => false,
        };
        self.push(TokenKind::LeftParen, 1);
        if pipeline {
            self.frames.push(Frame::Pipeline(self.mode));
            self.level += 1;
            self.mode = LexMode::Command;
        } else {
            self.frames.push(Frame::Group(self.mode));
        }
    }

    fn close(&mut self) {
        match self.frames.pop() {
            Some(Frame::Group(mode)) => self.mode = mode,
            Some(Frame::Pipeline(mode)) => {
                self.mode = mode;
                self.level = self.level.saturating_sub(1);
            }
            None => {}
        }
        self.push(TokenKind::RightParen, 1);
    }

    /// The keyword of a command. Gives false if no word stands here.
    fn command(&mut self) -> bool {
        let rest = self.rest();
        let length = command_word(rest);
        if length == 0 {
            return false;
        }
        let word = &rest[..length];
        if let Some((id, length)) = known_command(rest) {
            self.push(TokenKind::Command(id), length);
            self.mode = id.def().mode;
        } else if word.eq_ignore_ascii_case("SET") && self.level == 0 {
            self.push(TokenKind::Keyword(Keyword::Set), length);
            self.mode = LexMode::Setting;
        } else {
            // A stray word in front of a whole query, such as `sql`, does not hide the query.
            let stray = self.previous.is_none() && begins_query(&rest[length..]);
            self.push(TokenKind::UnknownCommand, length);
            if !stray {
                self.mode = LexMode::Raw;
            }
        }
        true
    }

    /// A name or keyword of `length` bytes.
    fn word(&mut self, length: usize) {
        let word = &self.rest()[..length];
        let names_setting =
            matches!(self.previous, Some(TokenKind::Keyword(Keyword::Set) | TokenKind::Comma));
        if self.mode == LexMode::Setting
            && !names_setting
            && let Some((id, length)) =
                known_command(self.rest()).filter(|(id, _)| id.def().place == Place::Source)
        {
            // The semicolon of SET was forgotten: here the query itself begins.
            self.push(TokenKind::Command(id), length);
            self.mode = id.def().mode;
        } else if let Some(keyword) = Keyword::among(self.mode.keywords(), word) {
            self.push(TokenKind::Keyword(keyword), length);
            self.mode = self.mode.after(keyword);
        } else {
            self.push(TokenKind::Identifier, length);
        }
    }

    /// A part of an index pattern.
    fn source(&mut self) -> bool {
        let rest = self.rest().as_bytes();
        let mut length = 0;
        while let Some(&byte) = rest.get(length) {
            let ends = match byte {
                b':' | b'"' | b'=' | b'|' | b',' | b'[' | b']' | b'(' | b')' => true,
                b' ' | b'\t' | b'\r' | b'\n' => true,
                b'/' => matches!(rest.get(length + 1), Some(b'/' | b'*')),
                _ => false,
            };
            if ends {
                break;
            }
            length += 1;
        }
        self.keyword_or(TokenKind::Source, length)
    }

    /// The name of an enrich policy, with its mode in front of a colon.
    fn policy(&mut self) -> bool {
        self.keyword_or(TokenKind::Policy, policy(self.rest()))
    }

    /// A segment of a name pattern: words, stars, backquoted text in any order.
    fn pattern(&mut self) -> bool {
        let rest = self.rest();
        let body = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'*');
        let mut length = 0;
        while let Some(&byte) = rest.as_bytes().get(length) {
            let piece = match byte {
                b'`' => quoted_name(&rest[length..]).unwrap_or(0),
                b'*' | b'a'..=b'z' | b'A'..=b'Z' => {
                    rest.bytes().skip(length).take_while(|byte| body(byte)).count()
                }
                b'_' | b'@' => {
                    match rest.bytes().skip(length + 1).take_while(|byte| body(byte)).count() {
                        0 => 0,
                        tail => tail + 1,
                    }
                }
                _ => 0,
            };
            if piece == 0 {
                break;
            }
            length += piece;
        }
        self.keyword_or(TokenKind::Pattern, length)
    }

    /// A token of `length` bytes: a keyword of the mode, or else of `kind`.
    fn keyword_or(&mut self, kind: TokenKind, length: usize) -> bool {
        if length == 0 {
            return false;
        }
        let word = self.rest().get(..length).unwrap_or("");
        match Keyword::among(self.mode.keywords(), word) {
            Some(keyword) => {
                self.push(TokenKind::Keyword(keyword), length);
                self.mode = self.mode.after(keyword);
            }
            None => self.push(kind, length),
        }
        true
    }

    fn parameter(&mut self) {
        let rest = self.rest().as_bytes();
        let marks = if rest.get(1) == Some(&b'?') { 2 } else { 1 };
        let name = rest.get(marks..).unwrap_or(&[]);
        let body = |byte: &&u8| byte.is_ascii_alphanumeric() || **byte == b'_';
        let length = match name.first() {
            Some(b'0'..=b'9') => name.iter().take_while(|byte| byte.is_ascii_digit()).count(),
            _ => name.iter().take_while(body).count(),
        };
        self.push(TokenKind::Parameter, marks + length);
    }

    /// A character that begins no token, with more of its kind behind it.
    fn stray(&mut self) {
        let rest = self.rest();
        let Some(first) = rest.chars().next() else { return };
        let same = |c: &char| *c == first || (first.is_alphanumeric() && c.is_alphanumeric());
        let length = rest.chars().take_while(same).map(char::len_utf8).sum();
        let help = match first {
            '&' => "use `AND` between conditions",
            '!' => "use `NOT` in front of a condition",
            '#' => "a comment begins with `//`",
            '“' | '”' | '„' => "strings stand in straight double quotes: `\"...\"`",
            '‘' | '’' => "strings stand in double quotes: `\"...\"`",
            '@' | '_' => "a name goes on with a letter, a digit or `_`",
            '\u{a0}' => "replace the no-break space with a space",
            _ if first.is_alphanumeric() => "names with such characters stand in backquotes",
            _ => "",
        };
        self.bad(length, help);
    }

    fn bad(&mut self, length: usize, help: &str) {
        let span = Span::new(self.at, self.at + length);
        let text = span.text(self.text);
        self.report(
            Diagnostic::error(codes::BAD_TOKEN, format!("unexpected `{}`", visible(text)))
                .label(span, "no token of ES|QL")
                .maybe_help((!help.is_empty()).then(|| help.to_owned())),
        );
        self.push(TokenKind::Bad, length);
    }

    /// The arguments of a command that nobody reads here.
    fn raw(&mut self) -> bool {
        let rest = self.rest();
        let length = if self.raw_unbalanced {
            raw_length(rest, false).unwrap_or(rest.len())
        } else if let Some(length) = raw_length(rest, true) {
            length
        } else {
            self.raw_unbalanced = true;
            self.report(
                Diagnostic::error(codes::SYNTAX, "a bracket without its counterpart")
                    .label(Span::new(self.at, self.at + line_length(rest)), "opened in this text"),
            );
            raw_length(rest, false).unwrap_or(rest.len())
        };
        let length = rest[..length].trim_end().len();
        if length == 0 {
            return false;
        }
        self.push(TokenKind::Raw, length);
        true
    }
}

/// `text`, its control characters as escapes.
fn visible(text: &str) -> String {
    let escape =
        |c: char| if c.is_control() { c.escape_debug().to_string() } else { c.to_string() };
    text.chars().map(escape).collect()
}

/// The command whose keyword, of one word or two, stands at the start of `text`.
fn known_command(text: &str) -> Option<(CommandId, usize)> {
    let first = command_word(text);
    if let Some(id) = command::find(&text[..first]) {
        return Some((id, first));
    }
    let second = first + skip_trivia(&text[first..]);
    let end = second + command_word(&text[second..]);
    let id = command::find_two_words(&text[..first], &text[second..end])?;
    Some((id, end))
}

/// Whether a source command with an argument stands behind the blanks at the start of `text`.
fn begins_query(text: &str) -> bool {
    let word = &text[skip_trivia(text)..];
    known_command(word).is_some_and(|(id, length)| {
        let behind = &word[length..];
        let argument = behind[skip_trivia(behind)..].chars().next();
        id.def().place == Place::Source && !matches!(argument, None | Some(',' | ')' | '.' | '='))
    })
}
