//! From a GROK pattern to a plain regular expression: each `%{NAME}` becomes the pattern of that
//! name, as a group that is called like what stands between the brackets if that names a column.

use std::sync::LazyLock;

use super::super::PatternError;
use super::bank;

/// `%{NAME}`, `%{NAME:column}`, `%{NAME:column:type}`, each perhaps with `=definition`, which
/// means nothing. Other text between brackets is no reference to a pattern.
static REFERENCE: LazyLock<Option<regex::Regex>> = LazyLock::new(|| {
    let name = r"[A-z0-9]+";
    let column = r"[\p{Alphabetic}\p{M}\p{Nd}@\[\]_:.-]+";
    let definition = r"(?:[^{}]+|\.+)+";
    regex::Regex::new(&format!(r"%\{{((({name})(?::({column}))?)(?:={definition})?)\}}")).ok()
});

/// How deep patterns may stand in one another. The patterns of the bank have no circles.
const MAX_DEPTH: usize = 32;

/// Puts in the patterns that a pattern names.
///
/// # Errors
/// If there is no pattern of a name.
pub(super) fn expand(pattern: &str) -> Result<String, PatternError> {
    let mut out = String::with_capacity(pattern.len() * 2);
    append(pattern, &mut out, 0).map_err(|Unknown { name, at }| PatternError {
        pattern: 0,
        at,
        message: format!("there is no pattern `{name}`"),
        names: bank::names().collect(),
        elastic: Some(format!(
            "Invalid pattern [{pattern}] for grok: Unable to find pattern [{name}] in Grok's \
             pattern dictionary"
        )),
    })?;
    Ok(out)
}

/// A name that is not in the bank.
struct Unknown {
    name: String,
    /// Where it stands.
    at: std::ops::Range<usize>,
}

fn append(pattern: &str, out: &mut String, depth: usize) -> Result<(), Unknown> {
    let mut copied = 0;
    let references = REFERENCE.iter().flat_map(|regex| regex.captures_iter(pattern));
    for found in references {
        let (Some(all), Some(reference), Some(name)) = (found.get(0), found.get(2), found.get(3))
        else {
            continue;
        };
        let definition = bank::get(name.as_str()).filter(|_| depth < MAX_DEPTH);
        let Some(definition) = definition else {
            return Err(Unknown { name: name.as_str().to_owned(), at: name.range() });
        };
        out.push_str(&pattern[copied..all.start()]);
        copied = all.end();
        if found.get(4).is_some() {
            out.push_str("(?<");
            out.push_str(reference.as_str());
            out.push('>');
        } else {
            out.push_str("(?:");
        }
        append(definition, out, depth + 1)?;
        out.push(')');
    }
    out.push_str(&pattern[copied..]);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references() {
        for (pattern, regex) in [
            ("%{SPACE}", r"(?:\s*)"),
            (
                "a%{INT:b.c}%{INT:d:int}",
                "a(?<INT:b.c>(?:[+-]?(?:[0-9]+)))(?<INT:d:int>(?:[+-]?(?:[0-9]+)))",
            ),
            (
                "%{QS=x}",
                r#"(?:(?:(?>(?<!\\)(?>"(?>\\.|[^\\"]+)+"|""|(?>'(?>\\.|[^\\']+)+')|''|(?>`(?>\\.|[^\\`]+)+`)|``))))"#,
            ),
            ("%{SPACE:a b} %{} %%{SPACE}", r"%{SPACE:a b} %{} %(?:\s*)"),
        ] {
            assert_eq!(expand(pattern).unwrap(), regex, "{pattern}");
        }
    }

    #[test]
    fn unknown_names_are_told_with_their_place() {
        let error = expand("a %{NOPE:x}").unwrap_err();
        assert_eq!(error.at, 4..8);
        assert_eq!(
            error.elastic.unwrap(),
            "Invalid pattern [a %{NOPE:x}] for grok: \
             Unable to find pattern [NOPE] in Grok's pattern dictionary"
        );
    }

    #[test]
    fn every_name_in_the_bank_is_known() {
        for name in bank::names() {
            assert!(expand(&format!("%{{{name}}}")).is_ok(), "{name}");
        }
    }
}
