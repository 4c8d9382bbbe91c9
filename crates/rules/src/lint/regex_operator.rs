//! `regex-operator`.

use esql_diagnostics::{Code, Entry, Severity};
use esql_engine::parser::esql::ast::PatternLanguage;

use super::pattern_text::{bare, mended, patterns, written};
use super::{Context, Found, Lint};

pub(super) const REGEX_OPERATOR: Lint = Lint {
    name: "regex-operator",
    code: Code::new(&Entry {
        name: "W2007",
        title: "an operator of Lucene's in RLIKE that looks like text",
        explanation: "In Lucene's regular expressions some characters are operators that other dialects take as \
            text: `@` is any string, `&` is intersection, `~` is complement, `#` is nothing at all, and `<1-9>` \
            is a range of numbers. Put a backslash in front of each that is meant as text.",
    }),
    level: Severity::Warning,
    bad: "FROM logs-* | WHERE user.email RLIKE \".*@example[.]com\"",
    good: "FROM logs-* | WHERE user.email RLIKE \".*\\\\@example[.]com\" OR url.full RLIKE \".*[&].*\"",
    check,
};

/// What an operator does.
fn effect(char: char) -> Option<&'static str> {
    Some(match char {
        '@' => "any string",
        '&' => "an intersection",
        '~' => "a complement",
        '#' => "the empty language",
        '<' => "the start of a range of numbers",
        _ => return None,
    })
}

fn check(cx: &Context<'_>) -> Vec<Found> {
    let mut found = Vec::new();
    for pattern in patterns(cx, PatternLanguage::Regex) {
        let operators: Vec<_> = bare(pattern.text)
            .into_iter()
            .filter_map(|bare| Some((bare.at, bare.char, effect(bare.char)?)))
            .collect();
        let Some((at, char, effect)) = operators.first() else { continue };
        let mut escaped = String::new();
        for (at, char) in pattern.text.char_indices() {
            if operators.iter().any(|(operator, ..)| *operator == at) {
                escaped.push('\\');
            }
            escaped.push(char);
        }
        let text = written(cx, pattern.span, &escaped);
        found.push(
            Found::at(
                pattern.place(cx, *at),
                format!("`{char}` is {effect} in RLIKE"),
                "an operator, not text",
            )
            .help(mended(&text, "put a backslash in front of it; `--fix` does"))
            .fix(pattern.span, text),
        );
    }
    found
}
