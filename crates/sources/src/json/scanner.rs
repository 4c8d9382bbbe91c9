//! A strict JSON scanner: it checks all that it passes over and builds nothing.
//!
//! Strict as in RFC 8259, and as Elasticsearch's parser is: no comments, no trailing commas, no
//! control characters in strings, at most 1,000 levels.

use std::ops::Range;

use crate::json::{Kind, Raw};

/// How deep arrays and objects may be nested; Elasticsearch's JSON parser has the same limit.
const MAX_DEPTH: usize = 1000;

/// Why a text is not JSON, and where.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Malformed {
    /// Byte offset in the text.
    pub(crate) at: usize,
    pub(crate) message: &'static str,
}

/// Reads one JSON text from front to back.
pub(crate) struct Scanner<'a> {
    text: &'a str,
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Scanner<'a> {
    pub(crate) fn new(text: &'a str) -> Self {
        Scanner::at_offset(text, 0)
    }

    /// A scanner that begins in the middle of `text`.
    pub(crate) fn at_offset(text: &'a str, at: usize) -> Self {
        Scanner { text, bytes: text.as_bytes(), at }
    }

    /// The offset of the next byte.
    pub(crate) fn at(&self) -> usize {
        self.at
    }

    /// The text from `start` to here.
    pub(crate) fn since(&self, start: usize) -> &'a str {
        self.text.get(start..self.at).unwrap_or("")
    }

    /// The text at these offsets.
    pub(crate) fn between(&self, range: &Range<usize>) -> &'a str {
        self.text.get(range.clone()).unwrap_or("")
    }

    pub(crate) fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    pub(crate) fn skip_space(&mut self) {
        while let Some(b' ' | b'\t' | b'\n' | b'\r') = self.peek() {
            self.at += 1;
        }
    }

    pub(crate) fn error<T>(&self, message: &'static str) -> Result<T, Malformed> {
        let message = if self.at >= self.bytes.len() { "the text ends too early" } else { message };
        Err(Malformed { at: self.at, message })
    }

    /// Nothing but white space may follow.
    pub(crate) fn end(&mut self) -> Result<(), Malformed> {
        self.skip_space();
        if self.at < self.bytes.len() {
            self.error("there is text behind the document")
        } else {
            Ok(())
        }
    }

    /// Steps over the `{` or `[` that [`Scanner::peek`] has shown.
    pub(crate) fn open(&mut self) {
        self.at += 1;
    }

    /// The next key of an object, with the colon behind it passed; `None` once `}` is passed.
    /// `first` is true only at the first call for the object.
    pub(crate) fn next_key(&mut self, first: bool) -> Result<Option<Raw<'a>>, Malformed> {
        self.skip_space();
        match self.peek() {
            Some(b'}') => {
                self.at += 1;
                return Ok(None);
            }
            Some(b',') if !first => {
                self.at += 1;
                self.skip_space();
            }
            _ if first => {}
            _ => return self.error("expected `,` or `}`"),
        }
        if self.peek() != Some(b'"') {
            return self.error("expected a key in quotes");
        }
        let key = self.string()?;
        self.skip_space();
        if self.peek() != Some(b':') {
            return self.error("expected `:`");
        }
        self.at += 1;
        self.skip_space();
        Ok(Some(key))
    }

    /// Steps to the next element of an array; false once `]` is passed. `first` is true only at
    /// the first call for the array.
    pub(crate) fn next_element(&mut self, first: bool) -> Result<bool, Malformed> {
        self.skip_space();
        match self.peek() {
            Some(b']') => {
                self.at += 1;
                return Ok(false);
            }
            Some(b',') if !first => {
                self.at += 1;
                self.skip_space();
            }
            _ if first => {}
            _ => return self.error("expected `,` or `]`"),
        }
        Ok(true)
    }

    /// The value here, inside `depth` arrays and objects; `None` for `null`.
    pub(crate) fn value(&mut self, depth: usize) -> Result<Option<Raw<'a>>, Malformed> {
        let start = self.at;
        let kind = match self.peek() {
            Some(b'"') => return self.string().map(Some),
            Some(b'{') => {
                self.nest(depth)?;
                let mut first = true;
                while self.next_key(std::mem::take(&mut first))?.is_some() {
                    self.value(depth + 1)?;
                }
                Kind::Object
            }
            Some(b'[') => {
                self.nest(depth)?;
                let mut first = true;
                while self.next_element(std::mem::take(&mut first))? {
                    self.value(depth + 1)?;
                }
                Kind::Array
            }
            Some(b'-' | b'0'..=b'9') => {
                self.number()?;
                Kind::Number
            }
            Some(b't') => self.word("true", Kind::Boolean)?,
            Some(b'f') => self.word("false", Kind::Boolean)?,
            Some(b'n') => {
                self.word("null", Kind::Plain)?;
                return Ok(None);
            }
            _ => return self.error("expected a value"),
        };
        Ok(Some(Raw { kind, text: self.since(start) }))
    }

    /// Opens an array or object that stands inside `depth` others.
    pub(crate) fn nest(&mut self, depth: usize) -> Result<(), Malformed> {
        if depth >= MAX_DEPTH {
            return self.error("nested deeper than 1,000 levels");
        }
        self.open();
        Ok(())
    }

    fn word(&mut self, word: &str, kind: Kind) -> Result<Kind, Malformed> {
        let rest = &self.bytes[self.at..];
        if word.as_bytes().starts_with(rest) && rest.len() < word.len() {
            self.at = self.bytes.len();
        }
        if !rest.starts_with(word.as_bytes()) {
            return self.error("expected a value");
        }
        self.at += word.len();
        Ok(kind)
    }

    fn number(&mut self) -> Result<(), Malformed> {
        if self.peek() == Some(b'-') {
            self.at += 1;
        }
        if self.peek() == Some(b'0') {
            self.at += 1;
        } else {
            self.digits()?;
        }
        if self.peek() == Some(b'.') {
            self.at += 1;
            self.digits()?;
        }
        if let Some(b'e' | b'E') = self.peek() {
            self.at += 1;
            if let Some(b'+' | b'-') = self.peek() {
                self.at += 1;
            }
            self.digits()?;
        }
        match self.peek() {
            Some(b'0'..=b'9' | b'a'..=b'z' | b'A'..=b'Z' | b'.') => self.error("not a number"),
            _ => Ok(()),
        }
    }

    fn digits(&mut self) -> Result<(), Malformed> {
        let start = self.at;
        while let Some(b'0'..=b'9') = self.peek() {
            self.at += 1;
        }
        if self.at == start { self.error("expected a digit") } else { Ok(()) }
    }

    /// The string whose opening quote is here.
    fn string(&mut self) -> Result<Raw<'a>, Malformed> {
        self.at += 1;
        let start = self.at;
        let mut escaped = false;
        loop {
            self.at = plain_end(self.bytes, self.at);
            match self.peek() {
                Some(b'"') => {
                    let text = self.since(start);
                    self.at += 1;
                    return Ok(Raw::string(text, escaped));
                }
                Some(b'\\') => {
                    escaped = true;
                    self.escape()?;
                }
                _ => return self.error("a control character in a string"),
            }
        }
    }

    fn escape(&mut self) -> Result<(), Malformed> {
        self.at += 1;
        match self.peek() {
            Some(b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't') => self.at += 1,
            Some(b'u') => {
                self.at += 1;
                for _ in 0..4 {
                    if !self.peek().is_some_and(|byte| byte.is_ascii_hexdigit()) {
                        return self.error("expected four hexadecimal digits");
                    }
                    self.at += 1;
                }
            }
            _ => return self.error("unknown escape sequence"),
        }
        Ok(())
    }
}

/// Where the first quote, backslash or control character from `at` on stands, or the end.
///
/// Eight bytes at a time: in each test below the lowest byte with its top bit set is exact.
pub(crate) fn plain_end(bytes: &[u8], mut at: usize) -> usize {
    const ONES: u64 = 0x0101_0101_0101_0101;
    const TOPS: u64 = 0x8080_8080_8080_8080;
    let zero_bytes = |word: u64| word.wrapping_sub(ONES) & !word;
    while let Some(chunk) = bytes.get(at..).and_then(|rest| rest.first_chunk::<8>()) {
        let word = u64::from_le_bytes(*chunk);
        let quotes = zero_bytes(word ^ (ONES * b'"' as u64));
        let backslashes = zero_bytes(word ^ (ONES * b'\\' as u64));
        let controls = word.wrapping_sub(ONES * 0x20) & !word;
        let found = (quotes | backslashes | controls) & TOPS;
        if found != 0 {
            return at + (found.trailing_zeros() / 8) as usize;
        }
        at += 8;
    }
    while let Some(&byte) = bytes.get(at) {
        if byte == b'"' || byte == b'\\' || byte < 0x20 {
            break;
        }
        at += 1;
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str) -> Result<(), Malformed> {
        let mut scanner = Scanner::new(text);
        scanner.skip_space();
        scanner.value(0)?;
        scanner.end()
    }

    #[test]
    fn takes_json_and_nothing_else() {
        for good in [
            "{}",
            " [] ",
            r#"{"a": [1, -0.5e+10, true, false, null, "x\u00e9\n"], "b": {"c": {}}}"#,
            "\"\u{e9}\"",
            "0",
        ] {
            assert_eq!(check(good), Ok(()), "{good}");
        }
        for bad in [
            "",
            "{",
            "[1,]",
            "{\"a\":1,}",
            "{a:1}",
            "{\"a\" 1}",
            "01",
            "1.",
            "1e",
            "+1",
            "-",
            "nul",
            "truex",
            "\"a",
            "\"\\x\"",
            "\"\\u12g4\"",
            "\"a\nb\"",
            "{} {}",
            "[1 2]",
            "{\"a\":1 \"b\":2}",
            "NaN",
            "{,}",
            "[,]",
            "1a",
            "'a'",
            "// x\n1",
        ] {
            assert!(check(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn agrees_with_serde_json_on_damaged_text() {
        let text = r#"{"a": [1, -0.5e+10, true, null, "x\u00e9\n"], "b": {"c": {"d": ""}}}"#;
        for at in 0..text.len() {
            for byte in b"\"\\{}[],:0-.eutn \n\x01" {
                let mut bytes = text.as_bytes().to_vec();
                bytes[at] = *byte;
                let damaged = String::from_utf8(bytes).unwrap();
                let expected = serde_json::from_str::<serde_json::Value>(&damaged);
                // A lone surrogate is an error there; it is U+FFFD here, as in Elasticsearch.
                assert_eq!(check(&damaged).is_ok(), expected.is_ok(), "{damaged}: {expected:?}");
            }
        }
    }

    #[test]
    fn a_text_cut_short_is_told_at_its_end() {
        let text =
            r#"{"a": [1, -0.5e+10, true, false, null, "x\u00e9\n\ud83d\ude00é"], "b": {"c": {}}}"#;
        for (at, _) in text.char_indices() {
            let malformed = check(&text[..at]).unwrap_err();
            assert_eq!((malformed.at, malformed.message), (at, "the text ends too early"));
        }
    }

    #[test]
    fn deep_nesting_is_an_error_and_no_overflow() {
        let nested = |depth: usize| "[".repeat(depth) + &"]".repeat(depth);
        assert_eq!(check(&nested(MAX_DEPTH)), Ok(()));
        assert!(check(&nested(MAX_DEPTH + 1)).is_err());
        assert!(check(&nested(1_000_000)).is_err());
    }

    #[test]
    fn the_end_of_plain_text_at_any_alignment() {
        for special in [b'"', b'\\', 0x1f, 0] {
            for before in 0..20 {
                let mut text = vec![0xc3; before];
                text.push(special);
                text.extend([b'"'; 9]);
                assert_eq!(plain_end(&text, 0), before);
            }
        }
        assert_eq!(plain_end(&[0x20, 0x7f, 0x80, 0xff, 0x21, 0x23, 0x5b, 0x5d, 0xa2], 0), 9);
    }
}
