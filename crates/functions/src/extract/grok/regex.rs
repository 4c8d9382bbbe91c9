//! Regular expressions of Oniguruma, as Elasticsearch runs them (Joni, with Ruby's syntax).
//!
//! `^` is special: it does not stand behind a final line break.

use esql_data::Problem;

use super::translate::translate;
use crate::regular::{Dialect, Engines, Groups};

/// Why a pattern cannot be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Error {
    /// A mistake, in Oniguruma's words.
    Syntax(String),
    /// Something that Oniguruma has and we have not, by name.
    Unsupported(String),
}

/// A mistake in a pattern.
pub(super) fn mistake<T>(message: &str) -> Result<T, Error> {
    Err(Error::Syntax(message.to_owned()))
}

/// A construct that is not supported.
pub(super) fn unsupported<T>(construct: &str) -> Result<T, Error> {
    Err(Error::Unsupported(construct.to_owned()))
}

/// A compiled pattern. Only groups with names are groups; others just hold things together.
pub(super) struct Regex {
    engines: Engines,
    names: Vec<String>,
}

impl Regex {
    /// Compiles a pattern.
    ///
    /// # Errors
    /// If it has a mistake, or is not supported.
    pub(super) fn new(pattern: &str) -> Result<Regex, Error> {
        let full = translate(pattern, Dialect::Backtracking)?;
        let text = |dialect| translate(pattern, dialect).map(|translation| translation.text);
        // The pattern is fine in Oniguruma, and the engine here does not take it.
        let refused = |why| Error::Unsupported(format!("this pattern ({why})"));
        Ok(Regex { engines: Engines::new(full.need, text, refused)?, names: full.names })
    }

    /// Looks for mistakes in a pattern.
    ///
    /// # Errors
    /// If it has one, or is not supported.
    pub(super) fn check(pattern: &str) -> Result<(), Error> {
        translate(pattern, Dialect::Backtracking).map(drop)
    }

    /// The names of the groups, from group 1 on; one name can be that of several.
    pub(super) fn names(&self) -> &[String] {
        &self.names
    }

    /// Finds the first match. False if there is none.
    ///
    /// # Errors
    /// If the backtracking engine gives up.
    pub(super) fn captures(&self, text: &str, groups: &mut Groups) -> Result<bool, Problem> {
        let breaks = text.ends_with('\n');
        self.engines.find_at(text, 0, breaks, true, groups).map_err(|_| gave_up())?;
        Ok(!groups.is_empty())
    }
}

/// Elasticsearch ends the search after a while, too.
fn gave_up() -> Problem {
    Problem {
        class: "java.lang.RuntimeException",
        message: "grok pattern matching was interrupted".to_owned(),
    }
}
