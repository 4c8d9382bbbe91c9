//! Regular expressions of Oniguruma, as Elasticsearch runs them (Joni, with Ruby's syntax).
//!
//! A pattern is translated for the linear-time engine of the `regex` crate wherever its meaning
//! can be had there, and for a backtracking engine where it uses look-around, back-references,
//! possessive quantifiers or atomic groups. `^` is special: it does not stand behind a final line
//! break, which the linear engine cannot know, so texts that end with one go to the other engine.

use std::ops::Range;

use esql_data::Problem;

use super::translate::{Dialect, Need, translate};

/// How much the backtracking engine may try for one text.
const BACKTRACK_LIMIT: usize = 10_000_000;

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
    linear: Option<regex::Regex>,
    backtracking: Option<fancy_regex::Regex>,
    names: Vec<String>,
}

/// Where a match and its groups stand; group 0 is the whole match.
pub(super) type Groups = Vec<Option<Range<usize>>>;

impl Regex {
    /// Compiles a pattern.
    ///
    /// # Errors
    /// If it has a mistake, or is not supported.
    pub(super) fn new(pattern: &str) -> Result<Regex, Error> {
        let full = translate(pattern, Dialect::Backtracking)?;
        let linear = match full.need {
            Need::Always => None,
            Need::Never | Need::FinalLineBreak => {
                let text = translate(pattern, Dialect::Linear)?.text;
                Some(regex::Regex::new(&text).map_err(|error| refused(&error))?)
            }
        };
        let backtracking = match full.need {
            Need::Never => None,
            Need::FinalLineBreak | Need::Always => {
                let mut builder = fancy_regex::RegexBuilder::new(&full.text);
                builder.backtrack_limit(BACKTRACK_LIMIT);
                Some(builder.build().map_err(|error| refused(&error))?)
            }
        };
        Ok(Regex { linear, backtracking, names: full.names })
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
        groups.clear();
        match (&self.linear, &self.backtracking) {
            (_, Some(regex)) if self.linear.is_none() || text.ends_with('\n') => {
                let found = regex.captures(text).map_err(|_| gave_up())?;
                if let Some(found) = found {
                    groups.extend(found.iter().map(|group| group.map(|it| it.start()..it.end())));
                }
            }
            (Some(regex), _) => {
                if let Some(found) = regex.captures(text) {
                    groups.extend(found.iter().map(|group| group.map(|it| it.range())));
                }
            }
            (None, _) => {}
        }
        Ok(!groups.is_empty())
    }
}

/// The pattern is fine in Oniguruma, and the engine here does not take it.
fn refused(error: &dyn std::fmt::Display) -> Error {
    let message = error.to_string();
    // Lines before the last one show a pattern that nobody wrote.
    let last = message.lines().last().unwrap_or_default().trim_start_matches("error: ");
    Error::Unsupported(format!("this pattern ({last})"))
}

/// Elasticsearch ends the search after a while, too.
fn gave_up() -> Problem {
    Problem {
        class: "java.lang.RuntimeException",
        message: "grok pattern matching was interrupted".to_owned(),
    }
}
