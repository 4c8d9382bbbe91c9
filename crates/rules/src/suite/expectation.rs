//! What a test gives to a rule, and what it expects.

use esql_engine::functions::StackVersion;
use serde_json::{Map, Value};

/// The tests of a rule.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Suite {
    /// The tests, in the order of the file.
    pub cases: Vec<Case>,
}

/// A test.
#[derive(Clone, Debug, PartialEq)]
pub struct Case {
    /// Its name.
    pub name: String,
    /// NDJSON that stands in the test itself.
    pub inline: Option<String>,
    /// Files of events, relative to the test file.
    pub files: Vec<String>,
    /// What NOW() is, in milliseconds since 1970; the newest `@timestamp` if not given.
    pub now: Option<i64>,
    /// The stack version; the newest if not given.
    pub stack: Option<StackVersion>,
    /// What must come out.
    pub expected: Expectation,
}

/// What must come out; what is not said does not matter.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Expectation {
    /// How many alerts.
    pub alerts: Option<u64>,
    /// The `_id`s of all rows, in any order.
    pub ids: Option<Vec<String>>,
    /// All rows, in any order, by some of their columns.
    pub rows: Option<Vec<Map<String, Value>>>,
    /// A file with the whole answer, relative to the test file.
    pub snapshot: Option<String>,
    /// The `_id`s of events that must not be among the rows.
    pub misses: Vec<String>,
    /// Texts, each of which is a part of some warning.
    pub warnings: Vec<String>,
}

impl Expectation {
    /// Whether it says anything.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Expectation::default()
    }

    /// Whether it wants a match.
    #[must_use]
    pub fn wants_hit(&self) -> bool {
        self.alerts.is_some_and(|count| count > 0)
            || self.ids.as_ref().is_some_and(|ids| !ids.is_empty())
            || self.rows.as_ref().is_some_and(|rows| !rows.is_empty())
            || self.snapshot.is_some()
    }

    /// Whether it wants something not to match.
    #[must_use]
    pub fn wants_miss(&self) -> bool {
        !self.misses.is_empty()
            || self.alerts == Some(0)
            || self.ids.as_ref().is_some_and(Vec::is_empty)
            || self.rows.as_ref().is_some_and(Vec::is_empty)
    }
}

impl Suite {
    /// What is lacking: a rule is tested only if something must match, and something must not.
    #[must_use]
    pub fn lacks(&self) -> Option<&'static str> {
        let hit = self.cases.iter().any(|case| case.expected.wants_hit());
        let miss = self.cases.iter().any(|case| case.expected.wants_miss());
        match (hit, miss) {
            (true, true) => None,
            (true, false) => Some("no test has events that must not match"),
            (false, true) => Some("no test has events that must match"),
            (false, false) => Some("no test has events that must match, or that must not"),
        }
    }
}
