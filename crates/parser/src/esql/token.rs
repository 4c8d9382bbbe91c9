//! The tokens of ES|QL, their kinds and their text form.

use std::fmt::Write;

use esql_diagnostics::Span;

use super::command::{COMMANDS, CommandDef};

/// A piece of the query's text.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Token {
    /// What it is.
    pub kind: TokenKind,
    /// Where it stands.
    pub span: Span,
    /// How many subqueries stand around it; a parser that lost its way finds the next pipe of its
    /// own pipeline by it.
    pub(crate) level: u32,
}

/// The kinds of tokens.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum TokenKind {
    /// Spaces, tabs and line ends.
    Blank,
    /// `// ...` to the end of the line.
    LineComment,
    /// `/* ... */`, may be nested.
    BlockComment,
    /// The keyword of a command, two words in `LOOKUP JOIN` and `INLINE STATS`.
    Command(CommandId),
    /// A word where a command is wanted, but none that is known.
    UnknownCommand,
    /// A word with a meaning of its own.
    Keyword(Keyword),
    /// A name's segment.
    Identifier,
    /// A name's segment in backquotes.
    QuotedIdentifier,
    /// A segment of a name pattern: words, `*` and backquoted text.
    Pattern,
    /// A part of an index pattern without quotes.
    Source,
    /// The name of an enrich policy.
    Policy,
    /// `"..."` or `"""..."""`.
    String,
    /// Digits alone.
    Integer,
    /// A number with a dot or an exponent.
    Decimal,
    /// `?`, `?1`, `?name`, or the same with `??`.
    Parameter,
    /// The arguments of a command that nobody reads here.
    Raw,
    /// `|`
    Pipe,
    /// `;`
    Semicolon,
    /// `,`
    Comma,
    /// `.`
    Dot,
    /// `:`
    Colon,
    /// `::`
    Cast,
    /// `(`
    LeftParen,
    /// `)`
    RightParen,
    /// `[`
    LeftBracket,
    /// `]`
    RightBracket,
    /// `{`
    LeftBrace,
    /// `}`
    RightBrace,
    /// `=`
    Assign,
    /// `==`
    Equal,
    /// `!=`
    NotEqual,
    /// `<`
    Less,
    /// `<=`
    LessOrEqual,
    /// `>`
    Greater,
    /// `>=`
    GreaterOrEqual,
    /// `+`
    Plus,
    /// `-`
    Minus,
    /// `*`
    Asterisk,
    /// `/`
    Slash,
    /// `%`
    Percent,
    /// Text that is no token; the lexer has a diagnostic for it.
    Bad,
    /// The end of the text. [`super::tokens`] does not give it.
    End,
}

/// A row of [`COMMANDS`].
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct CommandId(pub(crate) u8);

impl CommandId {
    /// The row.
    #[must_use]
    pub fn def(self) -> &'static CommandDef {
        &COMMANDS[usize::from(self.0)]
    }
}

/// The words with a meaning of their own. Which of them count depends on the command.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[expect(missing_docs, reason = "each stands for its word")]
pub enum Keyword {
    And,
    As,
    Asc,
    By,
    Desc,
    False,
    First,
    In,
    Is,
    Last,
    Like,
    Metadata,
    Not,
    Null,
    Nulls,
    On,
    Or,
    Rlike,
    Set,
    True,
    Where,
    With,
}

impl Keyword {
    /// The keywords inside expressions.
    pub(crate) const OF_EXPRESSIONS: &[Keyword] = &[
        Keyword::And,
        Keyword::Asc,
        Keyword::By,
        Keyword::Desc,
        Keyword::False,
        Keyword::First,
        Keyword::In,
        Keyword::Is,
        Keyword::Last,
        Keyword::Like,
        Keyword::Not,
        Keyword::Null,
        Keyword::Nulls,
        Keyword::On,
        Keyword::Or,
        Keyword::Rlike,
        Keyword::True,
        Keyword::Where,
        Keyword::With,
    ];

    /// The word in upper case.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Keyword::And => "AND",
            Keyword::As => "AS",
            Keyword::Asc => "ASC",
            Keyword::By => "BY",
            Keyword::Desc => "DESC",
            Keyword::False => "FALSE",
            Keyword::First => "FIRST",
            Keyword::In => "IN",
            Keyword::Is => "IS",
            Keyword::Last => "LAST",
            Keyword::Like => "LIKE",
            Keyword::Metadata => "METADATA",
            Keyword::Not => "NOT",
            Keyword::Null => "NULL",
            Keyword::Nulls => "NULLS",
            Keyword::On => "ON",
            Keyword::Or => "OR",
            Keyword::Rlike => "RLIKE",
            Keyword::Set => "SET",
            Keyword::True => "TRUE",
            Keyword::Where => "WHERE",
            Keyword::With => "WITH",
        }
    }

    /// The keyword among `keywords` that `word` spells, in any case.
    pub(crate) fn among(keywords: &[Keyword], word: &str) -> Option<Keyword> {
        keywords.iter().copied().find(|keyword| keyword.word().eq_ignore_ascii_case(word))
    }
}

impl TokenKind {
    /// Whether the grammar never sees it.
    #[must_use]
    pub fn is_trivia(self) -> bool {
        matches!(self, TokenKind::Blank | TokenKind::LineComment | TokenKind::BlockComment)
    }

    /// The text of a token that is always spelled the same, but for case.
    pub(crate) fn spelling(self) -> Option<&'static str> {
        Some(match self {
            TokenKind::Command(id) => id.def().keyword,
            TokenKind::Keyword(keyword) => keyword.word(),
            TokenKind::Pipe => "|",
            TokenKind::Semicolon => ";",
            TokenKind::Comma => ",",
            TokenKind::Dot => ".",
            TokenKind::Colon => ":",
            TokenKind::Cast => "::",
            TokenKind::LeftParen => "(",
            TokenKind::RightParen => ")",
            TokenKind::LeftBracket => "[",
            TokenKind::RightBracket => "]",
            TokenKind::LeftBrace => "{",
            TokenKind::RightBrace => "}",
            TokenKind::Assign => "=",
            TokenKind::Equal => "==",
            TokenKind::NotEqual => "!=",
            TokenKind::Less => "<",
            TokenKind::LessOrEqual => "<=",
            TokenKind::Greater => ">",
            TokenKind::GreaterOrEqual => ">=",
            TokenKind::Plus => "+",
            TokenKind::Minus => "-",
            TokenKind::Asterisk => "*",
            TokenKind::Slash => "/",
            TokenKind::Percent => "%",
            TokenKind::Blank
            | TokenKind::LineComment
            | TokenKind::BlockComment
            | TokenKind::UnknownCommand
            | TokenKind::Identifier
            | TokenKind::QuotedIdentifier
            | TokenKind::Pattern
            | TokenKind::Source
            | TokenKind::Policy
            | TokenKind::String
            | TokenKind::Integer
            | TokenKind::Decimal
            | TokenKind::Parameter
            | TokenKind::Raw
            | TokenKind::Bad
            | TokenKind::End => return None,
        })
    }

    /// The kind's name in [`print_tokens`].
    fn name(self) -> &'static str {
        match self {
            TokenKind::Blank => "blank",
            TokenKind::LineComment | TokenKind::BlockComment => "comment",
            TokenKind::Command(_) => "command",
            TokenKind::UnknownCommand => "unknown-command",
            TokenKind::Keyword(_) => "keyword",
            TokenKind::Identifier => "identifier",
            TokenKind::QuotedIdentifier => "quoted-identifier",
            TokenKind::Pattern => "pattern",
            TokenKind::Source => "source",
            TokenKind::Policy => "policy",
            TokenKind::String => "string",
            TokenKind::Integer => "integer",
            TokenKind::Decimal => "decimal",
            TokenKind::Parameter => "parameter",
            TokenKind::Raw => "raw",
            TokenKind::Bad => "bad",
            TokenKind::End => "end",
            _ => "symbol",
        }
    }
}

/// The tokens of `text` as text, one a line, blanks left out: `6..10 source "logs"`.
#[must_use]
pub fn print_tokens(text: &str, tokens: &[Token]) -> String {
    let mut out = String::new();
    for token in tokens.iter().filter(|token| token.kind != TokenKind::Blank) {
        // Writing to a string cannot fail.
        let _ = writeln!(out, "{:?} {} {:?}", token.span, token.kind.name(), token.span.text(text));
    }
    out
}
