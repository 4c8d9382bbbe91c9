//! DISSECT: text taken apart at the delimiters of a pattern.
//!
//! Source: the reference of DISSECT and of the dissect processor; what those leave open is as
//! Elasticsearch does it.

mod key;
mod pattern;

use std::borrow::Cow;
use std::fmt;

use esql_data::{Column, DataType};
use memchr::memmem;

use super::{Extractor, Part, PatternError, Row, each_value};
use crate::EvalCx;
use pattern::{Field, Step};

/// Takes text apart at delimiters.
pub struct Dissect {
    pattern: String,
    separator: String,
    /// The text that must stand in front of the first key.
    leading: String,
    steps: Vec<Step>,
    fields: Vec<Field>,
    outputs: Vec<(String, DataType)>,
}

impl Dissect {
    /// Reads a pattern. `separator` stands between values that are appended to one another.
    ///
    /// # Errors
    /// If the pattern cannot be used.
    pub fn new(pattern: &str, separator: &str) -> Result<Dissect, PatternError> {
        let parsed = pattern::parse(pattern)?;
        let outputs = parsed.fields.iter().map(|field| (field.name.clone(), DataType::Keyword));
        Ok(Dissect {
            outputs: outputs.collect(),
            pattern: pattern.to_owned(),
            separator: separator.to_owned(),
            leading: parsed.leading,
            steps: parsed.steps,
            fields: parsed.fields,
        })
    }

    /// The value of each key; fewer than there are keys if the text does not match.
    fn values<'a>(&self, text: &'a str, values: &mut Vec<Cow<'a, str>>) {
        values.clear();
        if text.len() <= self.leading.len() || !text.starts_with(&self.leading) {
            return;
        }
        // Elasticsearch counts the leading text in UTF-16 units and goes on in UTF-8 bytes, so the
        // first value begins early if the leading text is not all ASCII.
        let mut at = self.leading.encode_utf16().count();
        let mut start = at;
        let bytes = text.as_bytes();
        let mut steps = self.steps.iter();
        let Some(mut step) = steps.next() else { return };
        loop {
            let delimiter = step.delimiter.as_bytes();
            let Some(found) = (!delimiter.is_empty())
                .then(|| memmem::find(&bytes[at..], delimiter))
                .flatten()
                .map(|found| at + found)
            else {
                break;
            };
            values.push(slice(text, start, found));
            at = found + delimiter.len();
            // The same delimiter again and again: padding, or empty values.
            while at < bytes.len() && bytes[at..].starts_with(delimiter) {
                at += delimiter.len();
                if !step.padded {
                    let Some(next) = steps.next() else { break };
                    step = next;
                    values.push(Cow::Borrowed(""));
                }
            }
            let Some(next) = steps.next() else { return };
            step = next;
            start = at;
        }
        if values.len() < self.steps.len() && step.delimiter.is_empty() {
            values.push(slice(text, start, bytes.len()));
        }
    }

    fn dissect<'a>(&self, text: &'a str, values: &mut Vec<Cow<'a, str>>, row: &mut Row<'a>) {
        self.values(text, values);
        if values.len() != self.steps.len() {
            return;
        }
        for (output, field) in self.fields.iter().enumerate() {
            let value = match field.steps.as_slice() {
                [one] => values.get(*one).cloned().unwrap_or_default(),
                steps => {
                    let values = steps.iter().filter_map(|step| values.get(*step));
                    let values: Vec<&str> = values.map(AsRef::as_ref).collect();
                    Cow::Owned(values.join(&self.separator))
                }
            };
            row.push(output, Part::Text(value));
        }
    }
}

impl Extractor for Dissect {
    fn command(&self) -> &'static str {
        "DISSECT"
    }

    fn outputs(&self) -> &[(String, DataType)] {
        &self.outputs
    }

    fn extract(&self, cx: &mut EvalCx<'_>, input: &Column) -> Vec<Column> {
        let mut values = Vec::with_capacity(self.steps.len());
        each_value(&self.outputs, cx, input, |text, row| {
            self.dissect(text, &mut values, row);
            Ok(())
        })
    }

    fn unmet(&self, text: &str) -> Option<String> {
        if !text.starts_with(&self.leading) {
            return Some(self.leading.clone());
        }
        let mut values = Vec::new();
        self.values(text, &mut values);
        let step = self.steps.get(values.len()).filter(|step| !step.delimiter.is_empty())?;
        Some(step.delimiter.clone())
    }
}

impl fmt::Debug for Dissect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "dissect {:?}", self.pattern)?;
        if self.separator.is_empty() {
            return Ok(());
        }
        write!(f, " append_separator={:?}", self.separator)
    }
}

/// The text between two offsets, which need not be boundaries of characters.
fn slice(text: &str, start: usize, end: usize) -> Cow<'_, str> {
    match text.get(start..end) {
        Some(slice) => Cow::Borrowed(slice),
        None => String::from_utf8_lossy(text.as_bytes().get(start..end).unwrap_or_default()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::tests::extract;

    fn dissect(pattern: &str, text: &str) -> Vec<String> {
        extract(&Dissect::new(pattern, ",").unwrap(), &text.into())
    }

    #[test]
    fn takes_text_apart() {
        for (pattern, text, found) in [
            ("%{a} %{b}", "1 2 3", &["a=1", "b=2 3"][..]),
            ("%{a} %{b}", "1", &["a=null", "b=null"]),
            ("%{a} %{b}", "1 ", &["a=1", "b="]),
            ("<%{a}>", "<x>", &["a=x"]),
            ("<%{a}>", "<x", &["a=null"]),
            ("<%{a}", "<", &["a=null"]),
            ("%{a},%{b},%{c}", "1,,3", &["a=1", "b=", "c=3"]),
            ("%{a},%{b}", "1,2,3", &["a=1", "b=2,3"]),
            ("%{a},%{b},", "1,2,3", &["a=1", "b=2"]),
            ("%{a->} %{b}", "1    2", &["a=1", "b=2"]),
            ("%{a->}, %{b}", "1, , , 2", &["a=1", "b=2"]),
            ("[%{->}] %{b}", "[x]] y", &["b=y"]),
            ("%{?a} %{b} %{}", "1 2 3", &["b=2"]),
            ("%{a} %{a}", "1 2", &["a=2"]),
            ("%{+a} %{+a}", "1 2", &["a=1,2"]),
            ("%{a} %{b} %{+a}", "1 2 3", &["a=1,3", "b=2"]),
            ("%{+a/2} %{+a/1} %{+a}", "1 2 3", &["a=3,2,1"]),
            ("%{+a/2->} %{+a/1}", "1   2", &["a=2,1"]),
            ("x%{+a} %{b.c}", "x1 2", &["a=1", "b.c=2"]),
            // What follows a key is its delimiter, even if it looks like a key.
            ("%{a}%{b} %{c}", "1%{b} 2", &["a=1", "c=2"]),
            ("%{a}é%{b}", "1é2", &["a=1", "b=2"]),
            ("%{a", "%{a", &[]),
        ] {
            if found.is_empty() {
                assert!(Dissect::new(pattern, "").is_err(), "{pattern}");
                continue;
            }
            assert_eq!(dissect(pattern, text), found, "{pattern} in {text}");
        }
    }

    #[test]
    fn what_a_text_lacks() {
        let dissect = Dissect::new("<%{a} = %{b}; %{c}", "").unwrap();
        assert_eq!(dissect.unmet("x"), Some("<".into()));
        assert_eq!(dissect.unmet("<x"), Some(" = ".into()));
        assert_eq!(dissect.unmet("<x = y"), Some("; ".into()));
        assert_eq!(dissect.unmet("<x = y; z"), None);
    }

    #[test]
    fn a_leading_text_beyond_ascii_shifts_the_first_value() {
        assert_eq!(dissect("é %{a}", "é x"), ["a= x"]);
        assert_eq!(dissect("é%{a}", "éx"), ["a=\u{fffd}x"]);
    }
}
