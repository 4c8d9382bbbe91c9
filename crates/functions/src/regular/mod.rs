//! The engines behind the regular expressions of Java (REPLACE) and of Oniguruma (GROK).
//!
//! A pattern of another dialect is translated for the linear-time engine of the `regex` crate
//! wherever its meaning can be had there, and for a backtracking engine where it uses look-around,
//! back-references, possessive quantifiers or atomic groups. What some dialects say of a final
//! line break, the linear engine cannot say: texts that end with one go to the other engine.

mod letters;

use std::ops::Range;

pub(crate) use letters::Letters;

/// How much the backtracking engine may try for one text.
const BACKTRACK_LIMIT: usize = 10_000_000;

/// The engine to write for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Dialect {
    Linear,
    Backtracking,
}

/// When the backtracking engine is needed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Need {
    Never,
    /// For texts that end with a line break.
    FinalLineBreak,
    Always,
}

/// A pattern for the engines that it needs.
pub(crate) struct Engines {
    linear: Option<regex::Regex>,
    backtracking: Option<fancy_regex::Regex>,
}

/// Where a match and its groups stand; group 0 is the whole match.
pub(crate) type Groups = Vec<Option<Range<usize>>>;

/// The backtracking engine tried too much; the text says what it gave up.
pub(crate) struct GaveUp(pub(crate) String);

impl Engines {
    /// Compiles a pattern, of which `text` gives what it is for an engine.
    ///
    /// # Errors
    /// Those of `text`, and the engine's message, through `refused`, if it does not take that.
    pub(crate) fn new<E>(
        need: Need,
        text: impl Fn(Dialect) -> Result<String, E>,
        refused: impl Fn(String) -> E,
    ) -> Result<Engines, E> {
        let linear = if need == Need::Always {
            None
        } else {
            let compiled = regex::Regex::new(&text(Dialect::Linear)?);
            Some(compiled.map_err(|error| refused(last_line(&error)))?)
        };
        let backtracking = if need == Need::Never {
            None
        } else {
            let mut builder = fancy_regex::RegexBuilder::new(&text(Dialect::Backtracking)?);
            let compiled = builder.backtrack_limit(BACKTRACK_LIMIT).build();
            Some(compiled.map_err(|error| refused(last_line(&error)))?)
        };
        Ok(Engines { linear, backtracking })
    }

    /// The first match at `start` or behind it, and its groups if `all` is asked for, else only
    /// the whole match. `groups` is empty if there is none. `breaks` says whether the text ends
    /// with what the dialect takes for a line break.
    ///
    /// # Errors
    /// If the backtracking engine gives up.
    pub(crate) fn find_at(
        &self,
        text: &str,
        start: usize,
        breaks: bool,
        all: bool,
        groups: &mut Groups,
    ) -> Result<(), GaveUp> {
        groups.clear();
        match (&self.linear, &self.backtracking) {
            (_, Some(regex)) if breaks || self.linear.is_none() => {
                let found = regex
                    .captures_from_pos(text, start)
                    .map_err(|error| GaveUp(error.to_string()))?;
                if let Some(found) = found {
                    groups.extend(found.iter().map(|group| group.map(|it| it.start()..it.end())));
                }
            }
            (Some(regex), _) if all => {
                if let Some(found) = regex.captures_at(text, start) {
                    groups.extend(found.iter().map(|group| group.map(|it| it.range())));
                }
            }
            (Some(regex), _) => {
                groups.extend(regex.find_at(text, start).map(|it| Some(it.range())));
            }
            (None, _) => {}
        }
        Ok(())
    }
}

/// The last line of an engine's message; those before show a pattern that nobody wrote.
fn last_line(error: &dyn std::fmt::Display) -> String {
    let message = error.to_string();
    message.lines().last().unwrap_or_default().trim_start_matches("error: ").to_owned()
}
