//! Lints: what is suspicious in a query that is valid, and what rules must keep to.
//!
//! A lint is one const row in a file of its own, listed once in [`ALL`]. Each is decided by the
//! query's tree, its plan, the rule's other entries and what is known of fields, never by taste,
//! and its examples are tests. A comment `// esql-run: allow(name)` in the query switches one off.

pub(crate) mod allow;
mod arrays;
mod column_prefix;
mod context;
mod date_pattern;
mod impossible_comparison;
mod keep_without_id;
mod kql_case;
mod like_backslash;
mod limit_below_max_signals;
mod list_comparison;
mod missing_keep;
mod missing_metadata;
mod now_window;
mod null_literal;
mod nullable_negation;
mod pasted_condition;
mod pattern_text;
mod regex_anchor;
mod regex_operator;
mod rule_file;
mod sql_wildcard;
mod suppression_field;
mod unused_column;

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use esql_diagnostics::{Code, Diagnostic, Severity, Span};
use glob::Pattern;

use crate::check::{Edit, Finding, Fix};
pub(crate) use context::Context;

/// A lint.
pub struct Lint {
    /// What it is called, in words joined by dashes: it reads well behind `allow`.
    pub name: &'static str,
    /// Its code, with what there is to say of it.
    pub code: Code,
    /// How bad what it finds is, if nothing else is configured.
    pub level: Severity,
    /// A query, or a rule file if it begins with `[`, in which it finds something.
    pub bad: &'static str,
    /// One in which it does not.
    pub good: &'static str,
    pub(crate) check: fn(&Context<'_>) -> Vec<Found>,
}

impl std::fmt::Debug for Lint {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name)
    }
}

/// Every lint: first what rules must keep to, then what is suspicious in queries, then in the
/// entries around them.
pub const ALL: &[Lint] = &[
    missing_metadata::MISSING_METADATA,
    missing_keep::MISSING_KEEP,
    keep_without_id::KEEP_WITHOUT_ID,
    suppression_field::SUPPRESSION_FIELD,
    column_prefix::COLUMN_PREFIX,
    nullable_negation::NULLABLE_NEGATION,
    list_comparison::LIST_COMPARISON,
    limit_below_max_signals::LIMIT_BELOW_MAX_SIGNALS,
    null_literal::NULL_LITERAL,
    sql_wildcard::SQL_WILDCARD,
    regex_anchor::REGEX_ANCHOR,
    regex_operator::REGEX_OPERATOR,
    like_backslash::LIKE_BACKSLASH,
    date_pattern::DATE_PATTERN,
    kql_case::KQL_CASE,
    now_window::NOW_WINDOW,
    unused_column::UNUSED_COLUMN,
    impossible_comparison::IMPOSSIBLE_COMPARISON,
    pasted_condition::PASTED_CONDITION,
    rule_file::TIMELINE_TEMPLATE,
    rule_file::LOOKBACK_GAP,
    rule_file::BUILDING_BLOCK,
    rule_file::SEVERITY_SCORE,
    rule_file::RULE_DATES,
    rule_file::MIN_STACK_VERSION,
    rule_file::RULE_TAGS,
    rule_file::SETUP_NOTE,
    rule_file::INVESTIGATION_GUIDE,
    rule_file::INTEGRATION,
    rule_file::RULE_NAME,
    rule_file::RULE_LICENSE,
];

/// The lint of this name or code, in any case.
#[must_use]
pub fn find(name: &str) -> Option<&'static Lint> {
    ALL.iter().find(|lint| {
        lint.name.eq_ignore_ascii_case(name) || lint.code.name().eq_ignore_ascii_case(name)
    })
}

/// How bad what lints find is, where that is not as in their rows.
#[derive(Clone, Debug, Default)]
pub struct Levels {
    everywhere: HashMap<&'static str, Option<Severity>>,
    off: Vec<(Pattern, &'static str)>,
    /// The folder that paths of files start from, and the one that patterns start from.
    folders: Option<(PathBuf, PathBuf)>,
}

impl Levels {
    /// The levels if patterns start from the folder `root`, and paths of files from `here`; both
    /// are absolute.
    #[must_use]
    pub fn between(self, here: &Path, root: &Path) -> Levels {
        Levels { folders: Some((here.to_owned(), root.to_owned())), ..self }
    }

    /// Sets the level of a lint; `None` switches it off.
    pub fn set(&mut self, lint: &'static Lint, level: Option<Severity>) {
        self.everywhere.insert(lint.name, level);
    }

    /// Switches a lint off for files whose path a pattern matches.
    pub fn allow(&mut self, lint: &'static Lint, paths: Pattern) {
        self.off.push((paths, lint.name));
    }

    /// The level of a lint in the file at `path`.
    pub(crate) fn of(&self, lint: &Lint, path: &str) -> Option<Severity> {
        let is_off = |paths: &Pattern| match &self.folders {
            None => paths.matches(path),
            Some((here, root)) => {
                let path: PathBuf = here.join(path).components().collect();
                paths.matches_path(path.strip_prefix(root).unwrap_or(&path))
            }
        };
        if self.off.iter().any(|(paths, name)| *name == lint.name && is_off(paths)) {
            return None;
        }
        self.everywhere.get(lint.name).copied().unwrap_or(Some(lint.level))
    }
}

/// What a lint has found.
pub(crate) struct Found {
    message: String,
    span: Span,
    label: String,
    help: Vec<String>,
    edits: Vec<Edit>,
    /// Whether `span` is of the file, not of the query.
    in_file: bool,
}

impl Found {
    /// At a span of the query.
    pub(crate) fn at(span: Span, message: impl Into<String>, label: impl Into<String>) -> Found {
        Found {
            message: message.into(),
            span,
            label: label.into(),
            help: Vec::new(),
            edits: Vec::new(),
            in_file: false,
        }
    }

    /// At a span of the file around the query.
    pub(crate) fn in_file(
        span: Span,
        message: impl Into<String>,
        label: impl Into<String>,
    ) -> Found {
        Found { in_file: true, ..Found::at(span, message, label) }
    }

    pub(crate) fn help(mut self, text: impl Into<String>) -> Found {
        self.help.push(text.into());
        self
    }

    /// Mended by other text for a span of the query, which is safe to do unseen.
    pub(crate) fn fix(mut self, span: Span, text: impl Into<String>) -> Found {
        self.edits.push(Edit { span, text: text.into() });
        self
    }

    /// As a finding about query number `query` of the file.
    pub(crate) fn finding(
        self,
        cx: &Context<'_>,
        lint: &'static Lint,
        severity: Severity,
        query: usize,
    ) -> Finding {
        let mut diagnostic = Diagnostic::warning(lint.code, self.message);
        diagnostic.severity = severity;
        diagnostic = diagnostic.label(self.span, self.label);
        diagnostic.help = self.help;
        if !self.in_file {
            diagnostic = cx.query.place(diagnostic);
        }
        let fix = (!self.edits.is_empty()).then_some(Fix { query, edits: self.edits });
        Finding { diagnostic, stacks: Vec::new(), lint: Some(lint), fix }
    }
}

#[cfg(test)]
mod tests {
    use crate::Checker;

    use super::*;

    /// The codes of what is found in an example, but for the shape of the rule file.
    fn found(lint: &Lint, text: &str) -> bool {
        let name = if text.starts_with('[') { "rule.toml" } else { "rule.esql" };
        let checked = Checker::new(jiff::Timestamp::UNIX_EPOCH).check(name, text).unwrap();
        let broken = checked.findings.iter().find(|finding| {
            finding.diagnostic.is_error()
                && finding.lint.is_none()
                && !finding.diagnostic.code.name().starts_with("E060")
        });
        assert!(broken.is_none(), "{lint:?}: {broken:?}");
        checked.findings.iter().any(|finding| finding.lint.is_some_and(|one| one.name == lint.name))
    }

    #[test]
    fn examples() {
        for lint in ALL {
            assert!(found(lint, lint.bad), "{lint:?} finds nothing in {}", lint.bad);
            assert!(!found(lint, lint.good), "{lint:?} finds something in {}", lint.good);
        }
    }

    #[test]
    fn rows_are_complete_and_unique() {
        for (at, lint) in ALL.iter().enumerate() {
            let Lint { name, code, .. } = lint;
            assert!(name.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-'), "{name}");
            assert!(code.explanation().ends_with('.') && !code.title().ends_with('.'), "{name}");
            assert_eq!(esql_diagnostics::Code::find(code.name()), None, "{name}");
            for other in &ALL[at + 1..] {
                assert!(other.name != *name && other.code != *code, "{name}");
            }
            assert_eq!(find(&code.name().to_lowercase()).unwrap().name, *name);
        }
    }

    #[test]
    fn fixes_mend() {
        let mut fixed = 0;
        for lint in ALL {
            let checker = Checker::new(jiff::Timestamp::UNIX_EPOCH);
            let name = if lint.bad.starts_with('[') { "rule.toml" } else { "rule.esql" };
            let checked = checker.check(name, lint.bad).unwrap();
            if checked.findings.iter().any(|finding| finding.fix.is_some()) {
                let document = crate::Document::read(name, lint.bad).unwrap().unwrap();
                let text = crate::check::fixed(&document, &checked.findings).unwrap();
                assert!(!found(lint, &text), "{lint:?} still finds something in {text}");
                fixed += 1;
            }
        }
        assert!(fixed >= 4, "{fixed}");
    }
}
