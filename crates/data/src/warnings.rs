//! Warnings of a running query: a bad value is null, and the place in the query is told.
//!
//! Elasticsearch's form: one line that names the expression, then at most 20 lines with what
//! went wrong, equal lines only once.

use std::collections::BTreeMap;
use std::sync::Arc;

use indexmap::IndexSet;

/// How many failures an expression records.
const MAX_FAILURES: usize = 20;

/// What can go wrong with a value, with the Java exception that Elasticsearch names for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The exception's class.
    pub class: &'static str,
    /// Its message.
    pub message: String,
}

impl Problem {
    /// An argument that cannot be used: `IllegalArgumentException`.
    #[must_use]
    pub fn argument(message: impl Into<String>) -> Self {
        Problem { class: "java.lang.IllegalArgumentException", message: message.into() }
    }

    /// Arithmetic that has no result: `ArithmeticException`.
    #[must_use]
    pub fn arithmetic(message: impl Into<String>) -> Self {
        Problem { class: "java.lang.ArithmeticException", message: message.into() }
    }

    /// Several values where one is wanted.
    #[must_use]
    pub fn multi_value() -> Self {
        Problem::argument("single-value function encountered multi-value")
    }
}

/// The expression that warns, as it stands in the query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WarningSite {
    /// Line in the query, from 1.
    pub line: usize,
    /// Column in the query, from 1.
    pub column: usize,
    /// The text of the expression.
    pub text: Arc<str>,
}

/// The number of a [`WarningSite`] in the plan's list of sites.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SiteId(pub u32);

/// What a failed expression counts as.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Outcome {
    Null,
    False,
    Kept,
}

/// The warnings that one worker has met, in the order in which it met them.
#[derive(Clone, Debug, Default)]
pub struct Warnings {
    /// The failures of each site, in the order of the query.
    failures: BTreeMap<(SiteId, Outcome), Vec<Problem>>,
    /// Warnings that belong to no expression.
    texts: Vec<String>,
}

impl Warnings {
    /// Records a failure at `site` that counts as null; beyond 20 the problem is not even made.
    pub fn record(&mut self, site: SiteId, problem: impl FnOnce() -> Problem) {
        self.add(site, Outcome::Null, problem);
    }

    /// Records a failure at `site` that counts as false: the condition of a CASE.
    pub fn record_false(&mut self, site: SiteId, problem: impl FnOnce() -> Problem) {
        self.add(site, Outcome::False, problem);
    }

    /// Records something about the input of `site` that does not change what comes out.
    pub fn record_remark(&mut self, site: SiteId, problem: impl FnOnce() -> Problem) {
        self.add(site, Outcome::Kept, problem);
    }

    fn add(&mut self, site: SiteId, outcome: Outcome, problem: impl FnOnce() -> Problem) {
        let problems = self.failures.entry((site, outcome)).or_default();
        if problems.len() < MAX_FAILURES {
            problems.push(problem());
        }
    }

    /// Records a warning that belongs to no expression.
    pub fn text(&mut self, text: impl Into<String>) {
        self.texts.push(text.into());
    }

    /// Whether nothing was recorded.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.failures.is_empty() && self.texts.is_empty()
    }

    /// Adds what a later part of the input met.
    pub fn absorb(&mut self, later: Warnings) {
        for ((site, outcome), problems) in later.failures {
            for problem in problems {
                self.add(site, outcome, || problem);
            }
        }
        self.texts.extend(later.texts);
    }

    /// The lines as Elasticsearch's `Warning` headers have them, each once.
    #[must_use]
    pub fn lines(&self, sites: &[WarningSite]) -> Vec<String> {
        let mut lines: IndexSet<String> = self.texts.iter().cloned().collect();
        // The order of the query does not depend on how the input was cut.
        for ((site, outcome), problems) in &self.failures {
            let Some(site) = sites.get(site.0 as usize) else { continue };
            let WarningSite { line, column, text } = site;
            let what = match outcome {
                Outcome::Null => format!("evaluation of [{text}] failed, treating result as null"),
                Outcome::False => {
                    format!("evaluation of [{text}] failed, treating result as false")
                }
                Outcome::Kept => format!("warnings during evaluation of [{text}]"),
            };
            lines.insert(format!(
                "Line {line}:{column}: {what}. Only first {MAX_FAILURES} failures recorded."
            ));
            for Problem { class, message } in problems {
                lines.insert(format!("Line {line}:{column}: {class}: {message}"));
            }
        }
        lines.into_iter().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn twenty_failures_and_equal_lines_once() {
        let sites = [WarningSite { line: 1, column: 20, text: "a == b".into() }];
        let mut warnings = Warnings::default();
        for at in 0..30 {
            warnings.record(SiteId(0), || Problem::argument(format!("bad {at}")));
        }
        assert_eq!(warnings.lines(&sites).len(), 21);
        let mut warnings = Warnings::default();
        for _ in 0..3 {
            warnings.record(SiteId(0), Problem::multi_value);
        }
        assert_eq!(
            warnings.lines(&sites),
            [
                "Line 1:20: evaluation of [a == b] failed, treating result as null. Only first 20 failures recorded.",
                "Line 1:20: java.lang.IllegalArgumentException: single-value function encountered multi-value",
            ]
        );
    }
}
