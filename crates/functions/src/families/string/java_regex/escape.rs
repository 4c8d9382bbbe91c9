//! The characters that Java's escapes stand for.

use crate::regular::Letters;

/// Exactly `count` digits to a base.
fn digits(letters: &mut Letters<'_>, count: usize, base: u32) -> Option<u32> {
    let value = u32::from_str_radix(letters.rest.get(..count)?, base).ok()?;
    letters.rest = &letters.rest[count..];
    Some(value)
}

/// The character of the escape that `letter`, which is behind a backslash, begins; `None` if
/// it stands for something else.
pub(super) fn escaped(letters: &mut Letters<'_>, letter: char) -> Result<Option<char>, String> {
    let illegal = |what: &str| format!("Illegal {what} escape sequence");
    let code = match letter {
        't' => 0x09,
        'n' => 0x0a,
        'r' => 0x0d,
        'f' => 0x0c,
        'a' => 0x07,
        'e' => 0x1b,
        '0' => octal(letters).ok_or_else(|| illegal("octal"))?,
        'x' if letters.skip("{") => letters
            .until("}")
            .and_then(|digits| u32::from_str_radix(digits, 16).ok())
            .ok_or_else(|| illegal("hexadecimal"))?,
        'x' => digits(letters, 2, 16).ok_or_else(|| illegal("hexadecimal"))?,
        'u' => utf16(letters).ok_or_else(|| illegal("Unicode"))?,
        'c' => match letters.next() {
            Some(letter) => u32::from(letter) ^ 64,
            None => return Err("Illegal control escape sequence".to_owned()),
        },
        _ if !letter.is_ascii_alphanumeric() => return Ok(Some(letter)),
        _ => return Ok(None),
    };
    char::from_u32(code).map(Some).ok_or_else(|| illegal("Unicode"))
}

/// One to three octal digits, at most 0377.
fn octal(letters: &mut Letters<'_>) -> Option<u32> {
    let most = if letters.rest.starts_with(['0', '1', '2', '3']) { 3 } else { 2 };
    let is_octal = |byte: &u8| matches!(byte, b'0'..=b'7');
    let count = letters.rest.bytes().take(most).take_while(is_octal).count();
    digits(letters, count.max(1), 8)
}

/// Four hexadecimal digits; two halves of a pair make one character.
fn utf16(letters: &mut Letters<'_>) -> Option<u32> {
    let first = digits(letters, 4, 16)?;
    let behind = letters.rest;
    if (0xd800..0xdc00).contains(&first)
        && letters.skip("\\u")
        && let Some(second @ 0xdc00..=0xdfff) = digits(letters, 4, 16)
    {
        return Some(0x10000 + ((first - 0xd800) << 10) + (second - 0xdc00));
    }
    letters.rest = behind;
    Some(first)
}
