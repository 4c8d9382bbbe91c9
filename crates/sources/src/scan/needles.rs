//! Needles: what a line must hold, byte by byte, if its document can pass a filter.
//!
//! A condition such as `name == "bash"` can be true only if the line has `"bash"` in it, as JSON
//! writes a character in one way only, but for
//!
//! - `\u0062`: lines with `\u` are never ruled out;
//! - quotes, backslashes, slashes and control characters, which may or must be escaped: no needle
//!   has one inside, texts are cut there;
//! - numbers and booleans, which a keyword field takes as text: a needle has the quote before or
//!   behind a text only where the text is no number and no boolean.
//!
//! Numeric fields have no needles, since `1e3` and `1000` are equal. Letters of unknown case are
//! needles only where no letter outside ASCII becomes one of them: the Kelvin sign has the lower
//! case `k`, and that of `İ` begins with an `i`.

use esql_data::{DataType, Value};
use esql_planner::physical::Expr;
use esql_planner::scan::{FieldSource, ScanField};
use indexmap::IndexSet;

/// Bytes to look for.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Needle {
    pub(super) text: String,
    /// Whether letters count in either case; the text has them in lower case.
    pub(super) any_case: bool,
}

/// Needles of which a line must hold one.
pub(super) type Choice = Vec<Needle>;

/// What a line must hold to pass all conditions: of each choice one needle.
pub(super) fn of_filter(filter: &[Expr], fields: &[ScanField]) -> Vec<Choice> {
    let choices = filter.iter().flat_map(|condition| of_condition(condition, fields));
    choices.collect::<IndexSet<_>>().into_iter().collect()
}

fn of_condition(condition: &Expr, fields: &[ScanField]) -> Vec<Choice> {
    let Expr::Call { def, args, .. } = condition else { return Vec::new() };
    let texts = |parts: fn(&str) -> Vec<Part>| -> Vec<Choice> {
        let (Some(first), Some(rest)) = (args.first(), args.get(1..)) else { return Vec::new() };
        let (subject, rest) = match subject(first, fields) {
            Some(subject) => (subject, rest),
            // `"bash" == name`
            None if def.name == "equal" && rest.len() == 1 => match subject(&rest[0], fields) {
                Some(subject) => (subject, &args[..1]),
                None => return Vec::new(),
            },
            None => return Vec::new(),
        };
        one_of(rest, |text| longest_needle(&parts(text), subject)).into_iter().collect()
    };
    match def.name {
        "and" => args.iter().flat_map(|arg| of_condition(arg, fields)).collect(),
        "or" => {
            let sides = args.iter().map(|arg| best(of_condition(arg, fields)));
            let sides: Option<Vec<Choice>> = sides.collect();
            sides.map(|sides| sides.concat()).into_iter().collect()
        }
        "equal" | "in" | "any_equal" => texts(|text| vec![Part::whole(text)]),
        "like" | "any_like" => texts(parts_of_pattern),
        "starts_with" => {
            texts(|text| vec![Part { text: text.to_owned(), begins: true, ends: false }])
        }
        "ends_with" => {
            texts(|text| vec![Part { text: text.to_owned(), begins: false, ends: true }])
        }
        "contains" => {
            texts(|text| vec![Part { text: text.to_owned(), begins: false, ends: false }])
        }
        _ => Vec::new(),
    }
}

/// The choice that is likely to rule out most: the one whose shortest needle is longest.
fn best(choices: Vec<Choice>) -> Option<Choice> {
    choices.into_iter().max_by_key(|choice| choice.iter().map(|one| one.text.len()).min())
}

/// In which case the text of a field is compared.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Subject {
    AsWritten,
    Lowercase,
}

/// A string field of the document, or `TO_LOWER` of one.
fn subject(expr: &Expr, fields: &[ScanField]) -> Option<Subject> {
    match expr {
        Expr::Column(at) => {
            let ScanField { ty: DataType::Keyword | DataType::Text, from, .. } = fields.get(*at)?
            else {
                return None;
            };
            match from {
                FieldSource::Field(mapping) if mapping.constant.is_some() => None,
                FieldSource::Field(mapping) if mapping.lowercase => Some(Subject::Lowercase),
                FieldSource::Field(_) => Some(Subject::AsWritten),
                _ => None,
            }
        }
        Expr::Call { def, args, .. } if def.name == "to_lower" => {
            subject(args.first()?, fields).map(|_| Subject::Lowercase)
        }
        Expr::Call { .. } | Expr::Literal { .. } => None,
    }
}

/// A needle for each of the texts in `args`; `None` if one of them has none, or is no constant.
fn one_of(args: &[Expr], needle: impl Fn(&str) -> Option<Needle>) -> Option<Choice> {
    let mut choice = IndexSet::new();
    for arg in args {
        let Expr::Literal { value, .. } = arg else { return None };
        // Nothing is equal to null.
        for value in value.values() {
            let Value::Text(text) = value else { return None };
            choice.insert(needle(text)?);
        }
    }
    (!choice.is_empty()).then(|| choice.into_iter().collect())
}

/// A text that the value has somewhere.
struct Part {
    text: String,
    /// Whether it is at the beginning of the value.
    begins: bool,
    /// Whether it is at its end.
    ends: bool,
}

impl Part {
    fn whole(text: &str) -> Part {
        Part { text: text.to_owned(), begins: true, ends: true }
    }
}

/// The texts between the wildcards of a pattern.
fn parts_of_pattern(pattern: &str) -> Vec<Part> {
    let mut parts = vec![Part::whole("")];
    let mut chars = pattern.chars();
    while let Some(char) = chars.next() {
        let literal = match char {
            '*' | '?' => None,
            '\\' => Some(chars.next().unwrap_or('\\')),
            char => Some(char),
        };
        match (literal, parts.last_mut()) {
            (Some(char), Some(part)) => part.text.push(char),
            (_, Some(part)) => {
                part.ends = false;
                parts.push(Part { text: String::new(), begins: false, ends: true });
            }
            (_, None) => {}
        }
    }
    parts
}

/// The shortest needle worth looking for.
const SHORTEST: usize = 3;

/// The longest needle in what a value has.
fn longest_needle(parts: &[Part], subject: Subject) -> Option<Needle> {
    let needles = parts.iter().flat_map(|part| needles_of_part(part, subject));
    needles
        .filter(|text| text.len() >= SHORTEST)
        .max_by_key(String::len)
        .map(|text| Needle { text, any_case: subject == Subject::Lowercase })
}

fn needles_of_part(part: &Part, subject: Subject) -> Vec<String> {
    let Part { text, begins, ends } = part;
    // Numbers begin and end like this, so do `true` and `false`.
    let string_by_begin =
        text.starts_with(|first: char| !matches!(first, '-' | '0'..='9' | 't' | 'f'));
    let string_by_end = text.ends_with(|last: char| !matches!(last, '0'..='9' | 'e'));
    let is_string = *begins && string_by_begin || *ends && string_by_end;
    let mut written = String::new();
    if *begins && is_string {
        written.push('"');
    }
    for char in text.chars() {
        // A line feed is in no line.
        written.push(if is_sure(char, subject) { char } else { '\n' });
    }
    if *ends && is_string {
        written.push('"');
    }
    written.split('\n').map(str::to_owned).collect()
}

/// Whether a line that has the character in a value has it as it is, or in the other case.
fn is_sure(char: char, subject: Subject) -> bool {
    let plain = !char.is_ascii_control() && !matches!(char, '"' | '\\' | '/');
    plain
        && match subject {
            Subject::AsWritten => true,
            Subject::Lowercase => char.is_ascii() && !matches!(char, 'i' | 'k' | 'A'..='Z'),
        }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn needle(parts: &[Part], subject: Subject) -> String {
        longest_needle(parts, subject).map_or("-".to_owned(), |needle| needle.text)
    }

    #[test]
    fn of_equality() {
        for (text, expected) in [
            ("bash", "\"bash\""),
            ("sh", "\"sh\""),
            ("", "-"),
            ("12", "-"),
            ("1234", "1234"),
            ("true", "true"),
            ("fish", "\"fish\""),
            ("-c", "\"-c\""),
            (r"C:\Windows\x", "Windows"),
            ("/bin/bash", "bash\""),
            ("a\"b", "-"),
            ("é", "\"é\""),
        ] {
            assert_eq!(needle(&[Part::whole(text)], Subject::AsWritten), expected, "{text}");
        }
        assert_eq!(needle(&[Part::whole("python")], Subject::Lowercase), "\"python\"");
        assert_eq!(needle(&[Part::whole("ksh-ki")], Subject::Lowercase), "sh-");
    }

    #[test]
    fn of_patterns() {
        for (pattern, expected) in [
            ("python*", "\"python"),
            ("*.exe", ".exe"),
            ("*.ex", ".ex\""),
            ("a*bcd?ef*", "bcd"),
            (r"x\*y", "\"x*y\""),
            ("1*2", "-"),
            ("1*x", "-"),
            ("*", "-"),
        ] {
            assert_eq!(
                needle(&parts_of_pattern(pattern), Subject::AsWritten),
                expected,
                "{pattern}"
            );
        }
    }

    #[test]
    fn no_other_letter_has_the_lower_case_of_a_needle() {
        for char in ('\u{80}'..=char::MAX).filter(|char| *char > '\x7f') {
            for lower in char.to_lowercase() {
                assert!(!lower.is_ascii() || !is_sure(lower, Subject::Lowercase), "{char:?}");
            }
        }
    }
}
