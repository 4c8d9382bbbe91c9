//! `// esql-run: allow(name, name)`: a comment in a query that switches lints off for it.

use esql_diagnostics::{Diagnostic, Span, codes, suggest};
use esql_engine::parser::esql::{TokenKind, tokens};

/// What such a comment begins with, behind its slashes.
const MARK: &str = "esql-run:";

/// The names of the lints that comments of the query switch off, and what is wrong with these
/// comments, with places in the query.
pub(crate) fn allowed(text: &str) -> (Vec<&'static str>, Vec<Diagnostic>) {
    let mut allowed = Vec::new();
    let mut wrong = Vec::new();
    if !text.contains(MARK) {
        return (allowed, wrong);
    }
    for token in tokens(text) {
        if !matches!(token.kind, TokenKind::LineComment | TokenKind::BlockComment) {
            continue;
        }
        let comment = token.span.text(text);
        let Some(order) = comment.trim_start_matches(['/', '*', ' ']).strip_prefix(MARK) else {
            continue;
        };
        let order = order.trim_end_matches(['*', '/']).trim();
        let names = order.strip_prefix("allow(").and_then(|rest| rest.strip_suffix(')'));
        let Some(names) = names else {
            wrong.push(
                Diagnostic::warning(codes::BAD_VALUE, "a comment for esql-run that says nothing")
                    .label(token.span, "not understood")
                    .help("write it like `// esql-run: allow(unused-column)`"),
            );
            continue;
        };
        for name in names.split(',').map(str::trim) {
            match super::find(name) {
                Some(lint) => allowed.push(lint.name),
                None => wrong.push(unknown(name, token.span)),
            }
        }
    }
    (allowed, wrong)
}

fn unknown(name: &str, span: Span) -> Diagnostic {
    let names = super::ALL.iter().map(|lint| lint.name);
    Diagnostic::warning(codes::BAD_VALUE, format!("there is no lint `{name}`"))
        .label(span, "allows nothing")
        .maybe_help(suggest::did_you_mean(name, names))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments() {
        let (names, wrong) = allowed(
            "FROM a // esql-run: allow(sql-wildcard, regex-anchor)\n/* esql-run: allow(sql-wildcrd) */\
             // esql-run: off\n| WHERE x == \"// esql-run: allow(kql-case)\"",
        );
        assert_eq!(names, ["sql-wildcard", "regex-anchor"]);
        assert_eq!(wrong.len(), 2);
        assert_eq!(wrong[0].help, ["did you mean `sql-wildcard`?"]);
    }
}
