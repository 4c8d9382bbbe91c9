//! Character classes: written out as ranges, with the other case of letters where it does not
//! count.

use super::escape::escaped;
use super::translate::{Flags, unsupported};
use crate::regular::Letters;

const DIGITS: &str = "0-9";
const WORD: &str = "a-zA-Z0-9_";
const SPACE: &str = " \\t\\n\\x0B\\x0C\\r";
const HORIZONTAL: &str = " \\t\u{a0}\u{1680}\u{180e}\u{2000}-\u{200a}\u{202f}\u{205f}\u{3000}";
const VERTICAL: &str = "\\n\\x0B\\x0C\\r\u{85}\u{2028}\u{2029}";

/// How deep classes may be nested.
const MAX_DEPTH: usize = 32;

/// Appends a character outside a class.
pub(super) fn push_literal(out: &mut String, letter: char, flags: Flags) {
    if flags.ignore_case && flags.unicode_case {
        out.push_str("(?i:");
        push_escaped(out, letter);
        out.push(')');
    } else if flags.ignore_case && letter.is_ascii_alphabetic() {
        out.push('[');
        out.push(letter.to_ascii_lowercase());
        out.push(letter.to_ascii_uppercase());
        out.push(']');
    } else {
        push_escaped(out, letter);
    }
}

/// Appends a character that stands for itself, in a class or outside.
fn push_escaped(out: &mut String, letter: char) {
    match letter {
        'a'..='z' | 'A'..='Z' | '0'..='9' | '_' | ' ' => out.push(letter),
        // With a backslash these two are the edges of a word.
        '<' | '>' => out.push(letter),
        _ if letter.is_ascii_punctuation() => {
            out.push('\\');
            out.push(letter);
        }
        _ if letter.is_control() => out.push_str(&format!("\\x{{{:x}}}", u32::from(letter))),
        _ => out.push(letter),
    }
}

/// Translates a class behind its opening bracket.
pub(super) fn class(
    letters: &mut Letters<'_>,
    flags: Flags,
    depth: usize,
) -> Result<String, String> {
    if depth > MAX_DEPTH {
        return Err(unsupported("a class nested so deep"));
    }
    // With Unicode's cases the engine knows better; else letters are written in both.
    let by_engine = flags.ignore_case && flags.unicode_case;
    let negated = letters.skip("^");
    let mut out = String::from(if by_engine { "(?i:[" } else { "[" });
    if depth > 0 && by_engine {
        out.truncate(0);
        out.push('[');
    }
    if negated {
        out.push('^');
    }
    let mut first = true;
    loop {
        let Some(letter) = letters.next() else {
            return Err("Unclosed character class".to_owned());
        };
        match letter {
            ']' if !first => break,
            '[' if negated => {
                return Err(unsupported("a class in a negated class"));
            }
            '[' => out.push_str(&class(letters, flags, depth + 1)?),
            '&' if letters.skip("&") => out.push_str("&&"),
            '\\' if letters.skip("Q") => {
                let quoted = letters.until("\\E").unwrap_or_default();
                quoted.chars().for_each(|it| push_range(&mut out, it, it, flags));
            }
            _ => match member(letters, letter, flags)? {
                Member::Set(set) => out.push_str(&set),
                Member::Letter(low) => range(letters, low, &mut out, flags)?,
            },
        }
        first = false;
    }
    out.push(']');
    if by_engine && depth == 0 {
        out.push(')');
    }
    Ok(out)
}

/// A member of a class.
enum Member {
    Letter(char),
    Set(String),
}

fn member(letters: &mut Letters<'_>, letter: char, flags: Flags) -> Result<Member, String> {
    if letter != '\\' {
        return Ok(Member::Letter(letter));
    }
    let Some(letter) = letters.next() else {
        return Err("Unclosed character class".to_owned());
    };
    if let Some(set) = predefined(letter, letters, flags)? {
        // Brackets keep what is negated apart from its neighbors.
        return Ok(Member::Set(format!("[{set}]")));
    }
    match escaped(letters, letter)? {
        Some(letter) => Ok(Member::Letter(letter)),
        None => Err("Illegal/unsupported escape sequence".to_owned()),
    }
}

/// A character of a class, or the range that it begins.
fn range(
    letters: &mut Letters<'_>,
    low: char,
    out: &mut String,
    flags: Flags,
) -> Result<(), String> {
    let behind = letters.rest;
    if letters.skip("-")
        && let Some(letter) = letters.next()
        && !matches!(letter, ']' | '[')
        && let Member::Letter(high) = member(letters, letter, flags)?
    {
        if high < low {
            return Err("Illegal character range".to_owned());
        }
        push_range(out, low, high, flags);
        return Ok(());
    }
    letters.rest = behind;
    push_range(out, low, low, flags);
    Ok(())
}

fn push_range(out: &mut String, low: char, high: char, flags: Flags) {
    let mut push = |low: char, high: char| {
        push_escaped(out, low);
        if high > low {
            out.push('-');
            push_escaped(out, high);
        }
    };
    push(low, high);
    if flags.ignore_case && !flags.unicode_case {
        for (first, last) in [('a', 'z'), ('A', 'Z')] {
            let (low, high) = (low.max(first), high.min(last));
            if low <= high {
                let other = |letter: char| char::from(u8::try_from(letter).unwrap_or(0) ^ 0x20);
                push(other(low), other(high));
            }
        }
    }
}

/// The set that `\d`, `\W`, `\p{…}` and their kin mean, as what stands between brackets; `None`
/// if `letter`, which is behind a backslash, begins none of them.
pub(super) fn predefined(
    letter: char,
    letters: &mut Letters<'_>,
    flags: Flags,
) -> Result<Option<String>, String> {
    let set = match letter.to_ascii_lowercase() {
        'd' => DIGITS,
        'w' => WORD,
        's' => SPACE,
        'h' => HORIZONTAL,
        'v' => VERTICAL,
        'p' => return property(letter == 'P', letters, flags).map(Some),
        _ => return Ok(None),
    };
    Ok(Some(if letter.is_ascii_uppercase() { format!("^{set}") } else { set.to_owned() }))
}

/// The set of `\p{name}` or `\pL`.
fn property(negated: bool, letters: &mut Letters<'_>, flags: Flags) -> Result<String, String> {
    let name = if letters.skip("{") {
        letters.until("}").unwrap_or_default().to_owned()
    } else {
        letters.next().map(String::from).unwrap_or_default()
    };
    let not_supported = || unsupported(&format!("`\\p{{{name}}}`"));
    let caret = if negated { "^" } else { "" };
    let ascii = match name.as_str() {
        "Lower" => "a-z",
        "Upper" => "A-Z",
        "ASCII" => "\\x00-\\x7F",
        "Alpha" => "a-zA-Z",
        "Digit" => "0-9",
        "Alnum" => "a-zA-Z0-9",
        "Punct" => "!-/:-@\\[-`{-~",
        "Graph" => "!-~",
        "Print" => " -~",
        "Blank" => " \\t",
        "Cntrl" => "\\x00-\\x1F\\x7F",
        "XDigit" => "0-9a-fA-F",
        "Space" => SPACE,
        _ => "",
    };
    let of_case = matches!(name.as_str(), "Lower" | "Upper" | "Lu" | "Ll" | "Lt");
    if of_case && flags.ignore_case {
        return Err(not_supported());
    }
    if !ascii.is_empty() {
        return Ok(format!("{caret}{ascii}"));
    }
    let unicode = name.strip_prefix("Is").unwrap_or(&name);
    let known = !name.starts_with("In")
        && !name.starts_with("java")
        && regex::Regex::new(&format!("\\p{{{unicode}}}")).is_ok();
    if !known {
        return Err(not_supported());
    }
    Ok(format!("{caret}\\p{{{unicode}}}"))
}
