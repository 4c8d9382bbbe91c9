//! The characters that escapes stand for.

use super::regex::{Error, mistake, unsupported};
use crate::regular::Letters;

/// At most `most` digits to a base; none is 0.
pub(super) fn digits(letters: &mut Letters<'_>, most: usize, base: u32) -> u32 {
    let is_digit = |letter: &char| letter.is_digit(base);
    let count = letters.rest.chars().take(most).take_while(is_digit).count();
    let (digits, rest) = letters.rest.split_at(count);
    letters.rest = rest;
    u32::from_str_radix(digits, base).unwrap_or(0)
}

/// The character that `letter`, which is behind a backslash and means nothing else, stands
/// for.
pub(super) fn escaped(letters: &mut Letters<'_>, letter: char) -> Result<char, Error> {
    let code = match letter {
        't' => 0x09,
        'n' => 0x0a,
        'v' => 0x0b,
        'f' => 0x0c,
        'r' => 0x0d,
        'a' => 0x07,
        'e' => 0x1b,
        'x' if letters.skip("{") => {
            let digits = letters.until("}").unwrap_or_default();
            let code = u32::from_str_radix(digits, 16).ok();
            match code.and_then(char::from_u32) {
                Some(letter) => return Ok(letter),
                None => return mistake("invalid code point value"),
            }
        }
        'x' => digits(letters, 2, 16),
        '0' => digits(letters, 2, 8),
        'c' | 'C' | 'M' => return unsupported(&format!("`\\{letter}`")),
        _ => return Ok(letter),
    };
    match char::from_u32(code) {
        Some(letter) if letter.is_ascii() => Ok(letter),
        _ => unsupported("a byte that is no ASCII character"),
    }
}
