//! A DISSECT pattern: text, then keys, each with the delimiter behind it.

use super::super::PatternError;
use super::key::{self, Key, Modifier};

/// A pattern that was read.
pub(super) struct Pattern {
    pub(super) leading: String,
    pub(super) steps: Vec<Step>,
    pub(super) fields: Vec<Field>,
}

/// A key as far as finding its value goes.
pub(super) struct Step {
    /// What ends the value; empty for the rest of the text.
    pub(super) delimiter: String,
    /// Whether the delimiter may be repeated.
    pub(super) padded: bool,
}

/// A column.
pub(super) struct Field {
    pub(super) name: String,
    /// The steps whose values make up the column's, joined in this order.
    pub(super) steps: Vec<usize>,
}

/// Reads a pattern.
pub(super) fn parse(pattern: &str) -> Result<Pattern, PatternError> {
    let leading = leading(pattern);
    let mut keys: Vec<Key> = Vec::new();
    let mut steps = Vec::new();
    let mut at = leading.len();
    while let Some((range, delimiter)) = next_key(pattern, at) {
        let text = &pattern[range.start + 2..range.end - 1];
        let Some(key) = key::parse(text) else {
            let message = format!("`{text}` is no key");
            return Err(invalid(pattern, range, message));
        };
        if key.modifier == Modifier::Reference {
            return Err(PatternError {
                pattern: 0,
                at: range,
                message: "names of columns cannot come from the data".to_owned(),
                names: Vec::new(),
                elastic: Some(format!(
                    "Reference keys not supported in dissect patterns: [%{{*{}}}]",
                    key.name
                )),
            });
        }
        at = range.end + delimiter.len();
        steps.push(Step { delimiter: delimiter.to_owned(), padded: key.padded });
        keys.push(key);
    }
    let fields = fields(&keys);
    if fields.is_empty() {
        let message = "the pattern has no key that gives a column".to_owned();
        return Err(invalid(pattern, 0..pattern.len(), message));
    }
    Ok(Pattern { leading: leading.to_owned(), steps, fields })
}

/// What stands in front of the first key. Behind a line break it does not count, and what it says
/// need not be in the text.
fn leading(pattern: &str) -> &str {
    let text = pattern.split_once("%{").map_or("", |(text, _)| text);
    if text.contains(['\n', '\r', '\u{85}', '\u{2028}', '\u{2029}']) { "" } else { text }
}

/// The next key from `at` on, with its brackets, and its delimiter: all up to the key after it, at
/// least one character.
fn next_key(pattern: &str, at: usize) -> Option<(std::ops::Range<usize>, &str)> {
    let start = at + pattern.get(at..)?.find("%{")?;
    let end = start + pattern.get(start..)?.find('}')? + 1;
    let rest = pattern.get(end..)?;
    let first = rest.chars().next().map_or(0, char::len_utf8);
    let length = rest.get(first..)?.find("%{").map_or(rest.len(), |found| first + found);
    Some((start..end, &rest[..length]))
}

/// The columns in the order of their first keys.
fn fields(keys: &[Key]) -> Vec<Field> {
    let mut fields: Vec<Field> = Vec::new();
    for (step, key) in keys.iter().enumerate() {
        if key.modifier == Modifier::Skip {
            continue;
        }
        match fields.iter_mut().find(|field| field.name == key.name) {
            Some(field) => field.steps.push(step),
            None => fields.push(Field { name: key.name.clone(), steps: vec![step] }),
        }
    }
    for field in &mut fields {
        let modifier = |step: &usize| keys[*step].modifier;
        if field.steps.iter().all(|step| modifier(step) == Modifier::Plain) {
            // The last one wins.
            field.steps.drain(..field.steps.len() - 1);
        } else {
            // Keys without an order come first, as they stand; so do plain ones of that name.
            field.steps.sort_by_key(|step| match modifier(step) {
                Modifier::AppendAt(order) => Some(order),
                _ => None,
            });
        }
    }
    fields
}

fn invalid(pattern: &str, at: std::ops::Range<usize>, message: String) -> PatternError {
    let elastic = Some(format!("Invalid pattern for dissect: [{pattern}]"));
    PatternError { pattern: 0, at, message, names: Vec::new(), elastic }
}
