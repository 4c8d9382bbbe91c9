//! The letters of a pattern, and the characters that escapes stand for.

use super::regex::{Error, mistake, unsupported};

/// The letters of a pattern still to be read.
pub(super) struct Letters<'a> {
    pub(super) rest: &'a str,
}

impl<'a> Letters<'a> {
    pub(super) fn next(&mut self) -> Option<char> {
        let letter = self.rest.chars().next()?;
        self.rest = &self.rest[letter.len_utf8()..];
        Some(letter)
    }

    pub(super) fn skip(&mut self, text: &str) -> bool {
        let rest = self.rest.strip_prefix(text);
        self.rest = rest.unwrap_or(self.rest);
        rest.is_some()
    }

    /// What stands before `end`, which is skipped.
    pub(super) fn until(&mut self, end: char) -> Option<&'a str> {
        let (text, rest) = self.rest.split_once(end)?;
        self.rest = rest;
        Some(text)
    }

    /// At most `most` digits to a base; none is 0.
    pub(super) fn digits(&mut self, most: usize, base: u32) -> u32 {
        let is_digit = |letter: &char| letter.is_digit(base);
        let count = self.rest.chars().take(most).take_while(is_digit).count();
        let (digits, rest) = self.rest.split_at(count);
        self.rest = rest;
        u32::from_str_radix(digits, base).unwrap_or(0)
    }

    /// The character that `letter`, which is behind a backslash and means nothing else, stands
    /// for.
    pub(super) fn escaped(&mut self, letter: char) -> Result<char, Error> {
        let code = match letter {
            't' => 0x09,
            'n' => 0x0a,
            'v' => 0x0b,
            'f' => 0x0c,
            'r' => 0x0d,
            'a' => 0x07,
            'e' => 0x1b,
            'x' if self.skip("{") => {
                let digits = self.until('}').unwrap_or_default();
                let code = u32::from_str_radix(digits, 16).ok();
                match code.and_then(char::from_u32) {
                    Some(letter) => return Ok(letter),
                    None => return mistake("invalid code point value"),
                }
            }
            'x' => self.digits(2, 16),
            '0' => self.digits(2, 8),
            'c' | 'C' | 'M' => return unsupported(&format!("`\\{letter}`")),
            _ => return Ok(letter),
        };
        match char::from_u32(code) {
            Some(letter) if letter.is_ascii() => Ok(letter),
            _ => unsupported("a byte that is no ASCII character"),
        }
    }
}
