//! Quoted texts: strings, raw strings, names in backquotes, and those that never end.

use esql_diagnostics::{Diagnostic, Span, codes};

use super::super::scan::{line_length, quoted};
use super::super::token::TokenKind;
use super::Lexer;

impl Lexer<'_> {
    pub(super) fn string(&mut self) {
        let rest = self.rest();
        if rest.starts_with("\"\"\"") {
            match rest.get(3..).and_then(|inner| inner.find("\"\"\"")) {
                Some(inner) => {
                    // One or two more quotes belong to the text: the closing ones are the last.
                    let end = 3 + inner + 3;
                    let more = rest[end..].bytes().take(2).take_while(|&byte| byte == b'"').count();
                    self.push(TokenKind::String, end + more);
                }
                None => {
                    self.report(unterminated(self.at, 3, "string", "`\"\"\"`"));
                    self.push(TokenKind::Bad, rest.len());
                }
            }
            return;
        }
        match quoted(rest, b'"') {
            Some(length) => {
                self.escapes(length);
                self.push(TokenKind::String, length);
            }
            None => {
                self.report(unterminated(self.at, 1, "string", "`\"`"));
                self.push(TokenKind::Bad, line_length(rest));
            }
        }
    }

    /// Reports the unknown escapes of a string of `length` bytes.
    fn escapes(&mut self, length: usize) {
        let body = &self.rest().as_bytes()[..length];
        let mut at = 0;
        while let Some(&byte) = body.get(at) {
            if byte == b'\\' {
                let next = self.rest()[at + 1..].chars().next().unwrap_or('"');
                if !matches!(next, 't' | 'n' | 'r' | '"' | '\\') {
                    let start = self.at + at;
                    let span = Span::new(start, start + 1 + next.len_utf8());
                    self.report(
                        Diagnostic::error(
                            codes::BAD_ESCAPE,
                            format!("unknown escape sequence `\\{next}`"),
                        )
                        .label(span, "`\\` may stand before `t`, `n`, `r`, `\"` and `\\` only")
                        .help(
                            "double the backslash, or use `\"\"\"...\"\"\"`, which has no escapes",
                        ),
                    );
                }
                at += 1;
            }
            at += 1;
        }
    }

    /// `'...'`: no string of ES|QL, but taken as the string that is meant, to read on behind it.
    pub(super) fn single_quoted(&mut self) {
        match quoted(self.rest(), b'\'') {
            Some(length) => {
                self.report(
                    Diagnostic::error(codes::BAD_TOKEN, "a string in single quotes")
                        .label(Span::new(self.at, self.at + length), "no token of ES|QL")
                        .help("strings stand in double quotes: `\"...\"`"),
                );
                self.push(TokenKind::String, length);
            }
            None => self.bad(1, "strings stand in double quotes: `\"...\"`"),
        }
    }

    pub(super) fn unclosed_name(&mut self) {
        let rest = self.rest();
        if rest.starts_with("``") {
            return self.bad(2, "a name in backquotes has at least one character");
        }
        self.report(unterminated(self.at, 1, "quoted name", "a backquote"));
        self.push(TokenKind::Bad, line_length(rest));
    }
}

pub(super) fn unterminated(start: usize, length: usize, what: &str, end: &str) -> Diagnostic {
    Diagnostic::error(codes::UNTERMINATED, format!("a {what} without an end"))
        .label(Span::new(start, start + length), "begins here")
        .help(format!("it ends with {end}"))
}
