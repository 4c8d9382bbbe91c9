//! GROK: text taken apart by regular expressions with names.
//!
//! A pattern is a regular expression of Oniguruma in which `%{NAME:column:type}` stands for a
//! pattern of the bank. It is looked for anywhere in the text; each group with a name becomes
//! a column, and one that occurs several times gives several values.
//!
//! Source: the references of GROK and of the grok processor.

mod bank;
mod capture;
mod class;
mod escape;
mod expand;
mod regex;
mod translate;

use std::fmt;
use std::sync::Arc;

use esql_data::{Column, DataType, Problem};

use super::{Extractor, PatternError, Row, each_value};
use crate::EvalCx;
use crate::regular::Groups;
use capture::{Capture, Captures};
use regex::Regex;

/// Takes text apart by a regular expression.
pub struct Grok {
    patterns: Vec<String>,
    regex: Regex,
    captures: Vec<Capture>,
    outputs: Vec<(String, DataType)>,
}

impl Grok {
    /// Compiles patterns. Several are alternatives: what matches first in the text counts, and of
    /// those that match at the same place the first pattern.
    ///
    /// # Errors
    /// If a pattern cannot be used.
    pub fn new(patterns: &[&str]) -> Result<Grok, PatternError> {
        let mut expanded = Vec::with_capacity(patterns.len());
        for (number, pattern) in patterns.iter().enumerate() {
            let text = expand::expand(pattern)
                .map_err(|error| PatternError { pattern: number, ..error })?;
            // Each on its own too: two with a mistake could make up one without.
            Regex::check(&text).map_err(|why| invalid(patterns, number, why))?;
            expanded.push(text);
        }
        let regex =
            Regex::new(&alternatives(&expanded)).map_err(|why| invalid(patterns, 0, why))?;
        let Captures { captures, outputs } =
            capture::captures(regex.names()).map_err(|column| ambiguous(patterns, &column))?;
        let patterns = patterns.iter().map(|pattern| (*pattern).to_owned()).collect();
        Ok(Grok { patterns, regex, captures, outputs })
    }

    fn take<'a>(
        &self,
        text: &'a str,
        groups: &mut Groups,
        row: &mut Row<'a>,
    ) -> Result<(), Problem> {
        if !self.regex.captures(text, groups)? {
            return Ok(());
        }
        for capture in &self.captures {
            for group in &capture.groups {
                let range = groups.get(*group).cloned().flatten();
                if let Some(text) = range.and_then(|range| text.get(range)) {
                    row.push(capture.output, capture.ty.read(text)?);
                }
            }
        }
        Ok(())
    }
}

impl Extractor for Grok {
    fn command(&self) -> &'static str {
        "GROK"
    }

    fn outputs(&self) -> &[(String, DataType)] {
        &self.outputs
    }

    fn extract(&self, cx: &mut EvalCx<'_>, input: &Column) -> Vec<Column> {
        let mut groups = Groups::new();
        each_value(&self.outputs, cx, input, |text, row| self.take(text, &mut groups, row))
    }

    fn ignoring_case(&self) -> Option<Arc<dyn Extractor>> {
        let patterns: Vec<String> =
            self.patterns.iter().map(|pattern| format!("(?i){pattern}")).collect();
        let patterns: Vec<&str> = patterns.iter().map(String::as_str).collect();
        Some(Arc::new(Grok::new(&patterns).ok()?))
    }

    fn unmet(&self, text: &str) -> Option<String> {
        let [pattern] = self.patterns.as_slice() else { return None };
        let ends = part_ends(pattern);
        let fits = |end: usize| {
            let part = pattern.get(..end).unwrap_or("");
            end == 0
                || Grok::new(&[part])
                    .is_ok_and(|grok| grok.regex.captures(text, &mut Groups::new()) == Ok(true))
        };
        // What is left of a part may be no pattern, such as one in open brackets: that fits nothing.
        let fitting = (0..ends.len()).rev().find(|at| fits(ends[*at]))?;
        let (start, end) = (*ends.get(fitting)?, *ends.get(fitting + 1)?);
        Some(pattern.get(start..end)?.to_owned())
    }
}

impl fmt::Debug for Grok {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "grok {:?}", self.patterns)
    }
}

/// Where the parts of a pattern end, `%{...}` and the text between, ascending from 0.
fn part_ends(pattern: &str) -> Vec<usize> {
    let mut ends = vec![0];
    while let Some(rest) =
        ends.last().and_then(|end| pattern.get(*end..)).filter(|rest| !rest.is_empty())
    {
        let length = match (rest.strip_prefix("%{"), rest.find("%{")) {
            (Some(inside), _) => inside.find('}').map_or(rest.len(), |end| end + 3),
            (None, next) => next.unwrap_or(rest.len()),
        };
        ends.push(pattern.len() - rest.len() + length);
    }
    ends
}

/// One pattern as it is, several as alternatives.
fn alternatives(patterns: &[String]) -> String {
    match patterns {
        [one] => one.clone(),
        several => {
            let several = several.iter().map(|pattern| format!("(?:{pattern})"));
            several.collect::<Vec<_>>().join("|")
        }
    }
}

/// A mistake in the regular expression, or something in it that is not supported.
fn invalid(patterns: &[&str], number: usize, why: regex::Error) -> PatternError {
    let pattern = patterns.get(number).copied().unwrap_or_default();
    let (message, elastic) = match why {
        regex::Error::Syntax(message) => {
            let elastic = format!("Invalid GROK pattern [{pattern}]: [{message}]");
            (message, Some(elastic))
        }
        regex::Error::Unsupported(what) => (format!("{what} is not supported"), None),
    };
    PatternError { pattern: number, at: 0..pattern.len(), message, names: Vec::new(), elastic }
}

/// A column that groups of different names give.
fn ambiguous(patterns: &[&str], column: &str) -> PatternError {
    let found = patterns.iter().enumerate().rev().find_map(|(number, pattern)| {
        let start = pattern.rfind(column)?;
        Some((number, start..start + column.len()))
    });
    // A pattern of the bank captures it: then there is no better place than all of the first.
    let (pattern, at) =
        found.unwrap_or_else(|| (0, 0..patterns.first().map_or(0, |pattern| pattern.len())));
    let shown = match patterns {
        [one] => format!("pattern [{one}]"),
        several => format!("patterns [{}]", several.join(", ")),
    };
    PatternError {
        pattern,
        at,
        message: format!("`{column}` is captured by two patterns"),
        names: Vec::new(),
        elastic: Some(format!(
            "Invalid GROK {shown}: the attribute [{column}] is defined multiple times with \
             different types"
        )),
    }
}

#[cfg(test)]
mod tests;
