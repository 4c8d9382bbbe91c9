//! `sql-wildcard`.

use esql_diagnostics::{Code, Entry, Severity};
use esql_engine::parser::esql::ast::PatternLanguage;

use super::pattern_text::{mended, patterns, written};
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
        let text = written(cx, pattern.span, &with_stars(pattern.text));
        Found::at(pattern.span, "`%` stands for itself in LIKE", "matches a percent sign")
            .help(mended(&text, "write `*` in its place; `--fix` does"))
            .fix(pattern.span, text)
    });
    found.collect()
}

/// The pattern with ES|QL's wildcard for SQL's; `%2e` is text of URLs.
fn with_stars(pattern: &str) -> String {
    let mut stars = String::new();
    for (at, char) in pattern.char_indices() {
        let behind = pattern.as_bytes().get(at + 1..at + 3);
        let is_code = behind.is_some_and(|code| code.iter().all(u8::is_ascii_hexdigit));
        match char {
            // At the start it is the wildcard that the lint goes by.
            '%' if at == 0 || !is_code => stars.push('*'),
            _ => stars.push(char),
        }
    }
    stars
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stars() {
        for (sql, esql) in
            [("%a%", "*a*"), ("%/o/%/s/%/e.sh", "*/o/*/s/*/e.sh"), ("/%2e%", "/%2e*")]
        {
            assert_eq!(with_stars(sql), esql);
        }
    }
}
