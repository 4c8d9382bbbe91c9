//! `regex-anchor`.

use esql_diagnostics::{Code, Entry, Severity};
use esql_engine::parser::esql::ast::PatternLanguage;

use super::pattern_text::{bare, mended, patterns, written};
use super::{Context, Found, Lint};

pub(super) const REGEX_ANCHOR: Lint = Lint {
    name: "regex-anchor",
    code: Code::new(&Entry {
        name: "W2006",
        title: "`^` or `$` in RLIKE",
        explanation: "RLIKE takes Lucene's regular expressions. They always match the whole value, and `^` and \
            `$` stand for themselves, so a pattern with them matches only values that hold these characters. \
            Leave them out; write `.*` where anything may stand in front or behind.",
    }),
    level: Severity::Warning,
    bad: "FROM logs-* | WHERE process.name RLIKE \"^cmd.*$\"",
    good: "FROM logs-* | WHERE process.name RLIKE \"cmd.*[^$]\"",
    check,
};

fn check(cx: &Context<'_>) -> Vec<Found> {
    let mut found = Vec::new();
    for pattern in patterns(cx, PatternLanguage::Regex) {
        let anchors: Vec<usize> = bare(pattern.text)
            .iter()
            .filter(|bare| matches!(bare.char, '^' | '$'))
            .map(|bare| bare.at)
            .collect();
        let Some(first) = anchors.first() else { continue };
        let kept = pattern.text.char_indices().filter(|(at, _)| !anchors.contains(at));
        let text = written(cx, pattern.span, &kept.map(|(_, char)| char).collect::<String>());
        found.push(
            Found::at(
                pattern.place(cx, *first),
                "`^` and `$` stand for themselves in RLIKE, which matches the whole value",
                "never matches as meant",
            )
            .help(mended(&text, "leave them out; `--fix` does"))
            .fix(pattern.span, text),
        );
    }
    found
}
