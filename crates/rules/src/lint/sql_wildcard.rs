//! `sql-wildcard`.

use esql_diagnostics::{Code, Entry, Severity};
use esql_engine::parser::esql::ast::PatternLanguage;

use super::pattern_text::{patterns, written};
use super::{Context, Found, Lint};

pub(super) const SQL_WILDCARD: Lint = Lint {
    name: "sql-wildcard",
    code: Code::new(&Entry {
        name: "W2005",
        title: "SQL's `%` as a wildcard in LIKE",
        explanation: "In ES|QL's LIKE `*` stands for any characters and `?` for one; `%` stands for itself. A \
            pattern that begins or ends with `%` only matches values that hold a percent sign there, so it \
            misses what it was written for.",
    }),
    level: Severity::Warning,
    bad: "FROM logs-* | WHERE process.command_line LIKE \"%curl%\"",
    good: "FROM logs-* | WHERE process.command_line LIKE \"*curl*\" OR url.full LIKE \"*%2e%2e*\"",
    check,
};

fn check(cx: &Context<'_>) -> Vec<Found> {
    let is_meant = |text: &str| text.starts_with('%') || text.ends_with('%');
    let patterns = patterns(cx, PatternLanguage::Wildcard);
    let suspicious = patterns.into_iter().filter(|pattern| is_meant(pattern.text));
    let found = suspicious.map(|pattern| {
        let core = pattern.text.trim_matches('%');
        let star = |is: bool| if is { "*" } else { "" };
        let (start, end) = (pattern.text.starts_with('%'), pattern.text.ends_with('%'));
        let text = written(cx, pattern.span, &format!("{}{core}{}", star(start), star(end)));
        Found::at(pattern.span, "`%` stands for itself in LIKE", "matches a percent sign")
            .help(format!("write {text}"))
            .fix(pattern.span, text)
    });
    found.collect()
}
