//! Character classes of Oniguruma, written out.

use super::escape::escaped;
use super::regex::{Error, mistake};
use crate::regular::Letters;

const DIGIT: &str = "0-9";
const WORD: &str = "0-9A-Za-z_";
const SPACE: &str = " \\t\\n\\x0B\\x0C\\r";
const HEX: &str = "0-9A-Fa-f";

/// The sets of `[:name:]` and of `\p{name}`; they are those of Unicode.
const POSIX: &[(&str, &str)] = &[
    ("alnum", "\\p{Alphabetic}\\p{Nd}"),
    ("alpha", "\\p{Alphabetic}"),
    ("ascii", "\\x00-\\x7F"),
    ("blank", "\\p{Zs}\\t"),
    ("cntrl", "\\p{C}"),
    ("digit", "\\p{Nd}"),
    ("graph", "\\p{L}\\p{M}\\p{N}\\p{P}\\p{S}\\p{Cf}\\p{Co}"),
    ("lower", "\\p{Lowercase}"),
    ("print", "\\p{L}\\p{M}\\p{N}\\p{P}\\p{S}\\p{Cf}\\p{Co}\\p{Zs}"),
    ("punct", "\\p{P}\\$+<=>\\^`|\\~"),
    ("space", "\\s"),
    ("upper", "\\p{Uppercase}"),
    ("word", "\\p{Alphabetic}\\p{M}\\p{Nd}\\p{Pc}"),
    ("xdigit", HEX),
];

/// How deep classes may be nested.
const MAX_DEPTH: usize = 32;

/// Appends a character that stands for itself, in a class or outside.
pub(super) fn push_literal(out: &mut String, letter: char) {
    match letter {
        '\\' | '.' | '+' | '*' | '?' | '(' | ')' | '|' | '[' | ']' | '{' | '}' | '^' | '$'
        | '#' | '&' | '-' | '~' => out.extend(['\\', letter]),
        _ if letter.is_control() => out.push_str(&format!("\\x{{{:x}}}", u32::from(letter))),
        _ => out.push(letter),
    }
}

/// Translates a class behind its opening bracket.
pub(super) fn class(letters: &mut Letters<'_>, depth: usize) -> Result<String, Error> {
    if depth > MAX_DEPTH {
        return Err(Error::Unsupported("a class nested so deep".to_owned()));
    }
    let mut out = String::from("[");
    if letters.skip("^") {
        out.push('^');
    }
    if letters.rest.starts_with(']') && !has_end(&letters.rest[1..]) {
        return mistake("empty char-class");
    }
    let mut first = true;
    loop {
        let Some(letter) = letters.next() else {
            return mistake("premature end of char-class");
        };
        match letter {
            ']' if !first => break,
            '[' => match posix(letters)? {
                Some(set) => out.push_str(&set),
                None => out.push_str(&class(letters, depth + 1)?),
            },
            '&' if letters.skip("&") => out.push_str("&&"),
            _ => match member(letters, letter)? {
                Member::Set(set) => out.extend(["[", &set, "]"]),
                Member::Letter(low) => range(letters, low, &mut out)?,
            },
        }
        first = false;
    }
    out.push(']');
    Ok(out)
}

/// Whether a class has its end in `text`.
fn has_end(text: &str) -> bool {
    let mut letters = text.chars();
    while let Some(letter) = letters.next() {
        match letter {
            '\\' => drop(letters.next()),
            ']' => return true,
            _ => {}
        }
    }
    false
}

/// `[:name:]` or `[:^name:]` behind its first bracket, as a class.
fn posix(letters: &mut Letters<'_>) -> Result<Option<String>, Error> {
    let Some((name, rest)) = letters.rest.strip_prefix(':').and_then(|rest| rest.split_once(":]"))
    else {
        return Ok(None);
    };
    if name.contains(']') || name.len() > 20 {
        return Ok(None);
    }
    let (caret, name) = name.strip_prefix('^').map_or(("", name), |name| ("^", name));
    let Some((_, set)) = POSIX.iter().find(|(known, _)| *known == name) else {
        return mistake("invalid POSIX bracket type");
    };
    letters.rest = rest;
    Ok(Some(format!("[{caret}{set}]")))
}

/// A member of a class.
enum Member {
    Letter(char),
    Set(String),
}

fn member(letters: &mut Letters<'_>, letter: char) -> Result<Member, Error> {
    if letter != '\\' {
        return Ok(Member::Letter(letter));
    }
    let Some(letter) = letters.next() else {
        return mistake("end pattern at escape");
    };
    if let Some(set) = predefined(letter, letters)? {
        return Ok(Member::Set(set));
    }
    match letter {
        'b' => Ok(Member::Letter('\u{8}')),
        _ => escaped(letters, letter).map(Member::Letter),
    }
}

/// A character of a class, or the range that it begins.
fn range(letters: &mut Letters<'_>, low: char, out: &mut String) -> Result<(), Error> {
    let behind = letters.rest;
    if letters.skip("-")
        && !letters.rest.starts_with("&&")
        && let Some(letter) = letters.next()
        && !matches!(letter, ']' | '[')
        && let Member::Letter(high) = member(letters, letter)?
    {
        if high < low {
            return mistake("empty range in char class");
        }
        push_literal(out, low);
        out.push('-');
        push_literal(out, high);
        return Ok(());
    }
    letters.rest = behind;
    push_literal(out, low);
    Ok(())
}

/// The set that `\d`, `\W`, `\p{…}` and their kin mean, as what stands between brackets; `None` if
/// `letter`, which is behind a backslash, begins none of them.
pub(super) fn predefined(letter: char, letters: &mut Letters<'_>) -> Result<Option<String>, Error> {
    let set = match letter.to_ascii_lowercase() {
        'd' => DIGIT,
        'w' => WORD,
        's' => SPACE,
        'h' => HEX,
        'p' if letters.skip("{") => return property(letter == 'P', letters).map(Some),
        _ => return Ok(None),
    };
    Ok(Some(if letter.is_ascii_uppercase() { format!("^{set}") } else { set.to_owned() }))
}

/// The set of `\p{name}` or `\p{^name}`, behind the brace.
fn property(negated: bool, letters: &mut Letters<'_>) -> Result<String, Error> {
    let negated = negated != letters.skip("^");
    let Some(name) = letters.until("}") else {
        return mistake("invalid character property name {}");
    };
    let caret = if negated { "^" } else { "" };
    let plain = name.to_ascii_lowercase().replace([' ', '_', '-'], "");
    if let Some((_, set)) = POSIX.iter().find(|(known, _)| *known == plain) {
        return Ok(format!("{caret}{set}"));
    }
    let is_name =
        !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    if !is_name || regex::Regex::new(&format!("\\p{{{name}}}")).is_err() {
        return mistake(&format!("invalid character property name {{{name}}}"));
    }
    Ok(format!("{caret}\\p{{{name}}}"))
}
