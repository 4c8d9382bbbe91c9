//! Syntax errors: from the farthest failure of a command to a diagnostic with help.

use esql_diagnostics::{Code, Diagnostic, SourceFile, Span, codes, suggest};

use super::command::{self, COMMANDS, Place};
use super::expected::{Expected, elastic_set};
use super::input::Context;
use super::token::{Keyword, Token, TokenKind};

/// The diagnostic for a command of the tokens from `start` on that failed at token `at`. `None` if
/// the lexer has reported that token.
pub(crate) fn unexpected(
    cx: &Context<'_>,
    start: usize,
    at: usize,
    expected: &[Expected],
) -> Option<Diagnostic> {
    let found = *cx.tokens.get(at).or(cx.tokens.last())?;
    if found.kind == TokenKind::Bad {
        return None;
    }
    let failure = Failure { cx, start, at, found, expected };
    let text = found.span.text(cx.text);
    let message = match found.kind {
        TokenKind::End => "unexpected end of the query".to_owned(),
        _ => format!("unexpected `{}`", excerpt(text)),
    };
    let mut diagnostic =
        Diagnostic::error(codes::SYNTAX, message).label(found.span, failure.label());
    if let Some(open) = failure.open_paren() {
        diagnostic = diagnostic.label(open.span, "opened here");
    }
    Some(diagnostic.maybe_help(failure.help()).elastic(failure.elastic()))
}

/// The diagnostic for the word `token`, which is no command.
pub(crate) fn unknown_command(cx: &Context<'_>, token: Token, place: Place) -> Diagnostic {
    let word = token.span.text(cx.text);
    let what = match place {
        Place::Source => "unknown source command",
        Place::Processing => "unknown command",
    };
    let known = COMMANDS.iter().filter(|def| def.place == place);
    let help = command::meant_by(word).map(str::to_owned).or_else(|| {
        suggest::did_you_mean(word, known.filter(|def| def.is_released()).map(|def| def.keyword))
    });
    Diagnostic::error(codes::UNKNOWN_COMMAND, format!("{what} `{}`", excerpt(word)))
        .label(token.span, format!("expected {}", Expected::Command(place).describe()))
        .maybe_help(help)
        .elastic(mismatched(word, Expected::Command(place)))
}

/// The diagnostic for a query without any command.
pub(crate) fn empty_query(cx: &Context<'_>) -> Diagnostic {
    let expected = Expected::Command(Place::Source);
    Diagnostic::error(codes::SYNTAX, "the query is empty")
        .label(Span::at(cx.text.len()), format!("expected {}", expected.describe()))
        .elastic(mismatched("<EOF>", expected))
}

/// Elasticsearch's text for `found` where one thing is expected.
pub(crate) fn mismatched(found: &str, expected: Expected) -> String {
    format!("mismatched input '{found}' expecting {}", elastic_set(&[expected]))
}

/// Puts Elasticsearch's `line L:C: ` in front of its texts, and gives the lexer's diagnostics
/// Elasticsearch's text.
pub(crate) fn locate(diagnostics: &mut [Diagnostic], text: &str) {
    if diagnostics.is_empty() {
        return;
    }
    let source = SourceFile::new("", text);
    for diagnostic in diagnostics {
        let Some(span) = diagnostic.span() else { continue };
        let position = source.position(span.start as usize);
        let of_lexer: [Code; 3] = [codes::BAD_TOKEN, codes::UNTERMINATED, codes::BAD_ESCAPE];
        if diagnostic.elastic.is_none() && of_lexer.contains(&diagnostic.code) {
            let found = excerpt(span.text(text));
            diagnostic.elastic = Some(format!("token recognition error at: '{found}'"));
        }
        if let Some(elastic) = &mut diagnostic.elastic {
            elastic.insert_str(0, &format!("line {}:{}: ", position.line, position.column));
        }
    }
}

/// The first line of `text`, shortened, fit for a message.
fn excerpt(text: &str) -> String {
    let line = text.lines().next().unwrap_or("").trim_end();
    let mut short: String = line.chars().take(60).collect();
    if short.len() < text.trim_end().len() {
        short.push('…');
    }
    short
}

/// A command that could not be read.
struct Failure<'c, 'a> {
    cx: &'c Context<'a>,
    /// The index of the command's first token.
    start: usize,
    /// The index of the token that does not fit, and the token.
    at: usize,
    found: Token,
    expected: &'c [Expected],
}

impl Failure<'_, '_> {
    fn label(&self) -> String {
        let mut names: Vec<String> = Vec::new();
        for name in self.expected.iter().map(|expected| expected.describe()) {
            if !names.contains(&name) {
                names.push(name);
            }
        }
        match names.as_slice() {
            [] => "does not fit here".to_owned(),
            [one] => format!("expected {one}"),
            [front @ .., last] => format!("expected {} or {last}", front.join(", ")),
        }
    }

    fn elastic(&self) -> String {
        let found = match self.found.kind {
            TokenKind::End => "<EOF>",
            _ => self.found.span.text(self.cx.text),
        };
        let next = self.cx.tokens.get(self.at + 1).map(|token| token.kind);
        let fits = |expected: &Expected| match expected {
            Expected::Token(kind) => Some(*kind) == next,
            Expected::Expression | Expected::Name => {
                matches!(next, Some(TokenKind::Identifier | TokenKind::QuotedIdentifier))
            }
            _ => false,
        };
        // Where the query would go on without the token, Elasticsearch calls it extraneous.
        let kind = if self.found.kind != TokenKind::End && self.expected.iter().any(fits) {
            "extraneous"
        } else {
            "mismatched"
        };
        format!("{kind} input '{found}' expecting {}", elastic_set(self.expected))
    }

    fn expects(&self, kind: TokenKind) -> bool {
        self.expected.contains(&Expected::Token(kind))
    }

    /// The token before the failure, inside the command.
    fn before(&self) -> Option<Token> {
        let at = self.at.checked_sub(1).filter(|&at| at >= self.start)?;
        self.cx.tokens.get(at).copied()
    }

    /// The innermost parenthesis that is open, if its end was expected.
    fn open_paren(&self) -> Option<Token> {
        if !self.expects(TokenKind::RightParen) {
            return None;
        }
        let mut closed = 0_usize;
        let command = self.cx.tokens.get(self.start..self.at)?;
        for token in command.iter().rev() {
            match token.kind {
                TokenKind::RightParen => closed += 1,
                TokenKind::LeftParen if closed == 0 => return Some(*token),
                TokenKind::LeftParen => closed -= 1,
                _ => {}
            }
        }
        None
    }

    /// What to do about the usual slips.
    fn help(&self) -> Option<String> {
        let text = self.found.span.text(self.cx.text);
        let before_kind = self.before().map(|token| token.kind);
        let is_word = matches!(
            self.found.kind,
            TokenKind::Identifier
                | TokenKind::Keyword(_)
                | TokenKind::Source
                | TokenKind::Pattern
                | TokenKind::Policy
                | TokenKind::Command(_)
        );
        if is_word && self.found.kind != TokenKind::Keyword(Keyword::With) {
            // `FROM a METADATA _id WHERE x`, also with the pipe gone from the second word on.
            if let Some(word) = command::starting_with(text, Place::Processing)
                && !self.expected.contains(&Expected::Command(Place::Source))
                && (self.expects(TokenKind::Pipe) || self.expects(TokenKind::RightParen))
            {
                return Some(format!("a `|` is missing in front of `{word}`"));
            }
            if let Some(help) = foreign_operator(text) {
                return Some(help.to_owned());
            }
        }
        match self.found.kind {
            TokenKind::Command(_) if self.expects(TokenKind::Semicolon) => {
                Some("a `;` ends the settings".to_owned())
            }
            TokenKind::Colon if self.expected.contains(&Expected::Operator) => {
                Some("`:` stands behind the name of a field".to_owned())
            }
            TokenKind::Semicolon if self.expects(TokenKind::Pipe) => {
                Some("only settings (`SET`) end with a semicolon".to_owned())
            }
            TokenKind::Assign if self.expected.contains(&Expected::Operator) => {
                Some("`=` gives a name; use `==` to compare".to_owned())
            }
            TokenKind::Greater if before_kind == Some(TokenKind::Less) => {
                Some("use `!=` for \"not equal\"".to_owned())
            }
            TokenKind::RightParen if !self.expects(TokenKind::RightParen) => {
                self.help_right_paren(before_kind)
            }
            TokenKind::Pipe | TokenKind::End | TokenKind::Keyword(Keyword::By)
                if before_kind == Some(TokenKind::Comma) =>
            {
                Some("remove the comma, or add what is missing behind it".to_owned())
            }
            TokenKind::Keyword(Keyword::By) if self.seen(Keyword::By) => {
                Some("`BY` stands once; its keys are separated by commas".to_owned())
            }
            _ if is_comparison(self.found.kind)
                && !self.expected.contains(&Expected::Expression)
                && self.expected.contains(&Expected::Operator) =>
            {
                Some("comparisons do not chain: use `a < b AND b < c`".to_owned())
            }
            _ if before_kind == Some(TokenKind::Decimal)
                && self.found.kind == TokenKind::Identifier =>
            {
                Some("a time span has a whole number: `90 minutes`".to_owned())
            }
            _ if matches!(
                before_kind,
                Some(TokenKind::Keyword(Keyword::Like | Keyword::Rlike))
            ) =>
            {
                Some("the pattern is a string literal, such as `\"*.exe\"`".to_owned())
            }
            _ if before_kind == Some(TokenKind::Keyword(Keyword::In)) => {
                Some("the values stand in parentheses: `IN (\"a\", \"b\")`".to_owned())
            }
            TokenKind::Keyword(keyword)
                if self.expected.iter().any(|expected| {
                    matches!(
                        expected,
                        Expected::Expression
                            | Expected::Name
                            | Expected::Token(TokenKind::Identifier)
                    )
                }) =>
            {
                match keyword {
                    Keyword::And | Keyword::Or | Keyword::Like | Keyword::Rlike | Keyword::In => {
                        Some(format!("`{}` stands between two operands", keyword.word()))
                    }
                    _ => Some(format!(
                        "`{text}` is a keyword; as a name it is written `` `{text}` ``"
                    )),
                }
            }
            TokenKind::Pipe | TokenKind::End if self.open_paren().is_some() => {
                Some("a `)` is missing".to_owned())
            }
            TokenKind::Pattern | TokenKind::Source if self.expects(TokenKind::Comma) => {
                Some("a comma may be missing in front".to_owned())
            }
            TokenKind::Identifier
            | TokenKind::QuotedIdentifier
            | TokenKind::String
            | TokenKind::Integer
            | TokenKind::Decimal
                if self.expects(TokenKind::Comma) =>
            {
                Some("a comma or an operator may be missing in front".to_owned())
            }
            _ => None,
        }
    }

    fn help_right_paren(&self, before: Option<TokenKind>) -> Option<String> {
        if before == Some(TokenKind::Comma) {
            return Some("remove the comma, or add what is missing behind it".to_owned());
        }
        if self.expects(TokenKind::Pipe) || self.expects(TokenKind::End) {
            return Some("no parenthesis is open here".to_owned());
        }
        None
    }

    fn seen(&self, keyword: Keyword) -> bool {
        let command = self.cx.tokens.get(self.start..self.at).unwrap_or(&[]);
        command.iter().any(|token| token.kind == TokenKind::Keyword(keyword))
    }
}

fn is_comparison(kind: TokenKind) -> bool {
    matches!(
        kind,
        TokenKind::Equal
            | TokenKind::NotEqual
            | TokenKind::Less
            | TokenKind::LessOrEqual
            | TokenKind::Greater
            | TokenKind::GreaterOrEqual
    )
}

/// Help for operators of other languages.
fn foreign_operator(word: &str) -> Option<&'static str> {
    Some(match word.to_ascii_uppercase().as_str() {
        "BETWEEN" => "use `x >= low AND x <= high`",
        "ILIKE" => "use `LIKE` with `TO_LOWER(x)`",
        "REGEXP" | "MATCHES" => "use `RLIKE`",
        "EQUALS" | "EQ" => "use `==`",
        "CONTAINS" => "use `LIKE \"*text*\"` or `x : \"text\"`",
        "GROUP" => "use `STATS ... BY`",
        "ORDER" => "use `| SORT`",
        "HAVING" => "use `| WHERE` behind `STATS`",
        "XOR" => "use `a != b`",
        _ => return None,
    })
}
