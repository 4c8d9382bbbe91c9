//! `like-backslash`.

use esql_diagnostics::{Code, Entry, Severity};
use esql_engine::parser::esql::ast::PatternLanguage;

use super::pattern_text::{patterns, written};
use super::{Context, Found, Lint};

pub(super) const LIKE_BACKSLASH: Lint = Lint {
    name: "like-backslash",
    code: Code::new(&Entry {
        name: "W2008",
        title: "a wildcard of LIKE that a backslash takes away",
        explanation: "In a LIKE pattern `\\*` is an asterisk, not a backslash with anything behind it. A \
            backslash in a value is written twice in the pattern, and in a string in single quotes each \
            of them twice again: four for one. In three quotes, two are enough.",
    }),
    level: Severity::Warning,
    bad: "FROM logs-* | WHERE process.executable LIKE \"*temp\\\\*\"",
    good: "FROM logs-* | WHERE process.executable LIKE \"*temp\\\\\\\\*\"",
    check,
};

fn check(cx: &Context<'_>) -> Vec<Found> {
    let mut found = Vec::new();
    for pattern in patterns(cx, PatternLanguage::Wildcard) {
        let Some(rest) = pattern.text.strip_suffix("\\*") else { continue };
        // An even number of backslashes in front is text, and the last one escapes the asterisk.
        let before = rest.len() - rest.trim_end_matches('\\').len();
        if before % 2 == 0 {
            let text = written(cx, pattern.span, &format!("{rest}\\\\*"));
            found.push(
                Found::at(pattern.span, "the last `*` stands for itself", "ends in an asterisk")
                    .help(format!("for a backslash and anything behind it, write {text}")),
            );
        }
    }
    found
}
