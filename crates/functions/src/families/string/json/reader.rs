//! A reader of JSON that follows a path and stops at its end: what stands behind is not looked at.

use std::borrow::Cow;

use super::path::{OUT_OF_BOUNDS, Path, Step};

/// Elasticsearch's message for text that is no JSON.
const INVALID: &str = "invalid JSON input";

/// What stands at the end of a path.
pub(in super::super) type Found<'a> = Option<Cow<'a, str>>;

/// The value at the end of `path`: a string without quotes, other values as they are written;
/// none for `null`. Of equal keys the first counts.
///
/// # Errors
/// Elasticsearch's message.
pub(in super::super) fn extract<'a>(json: &'a str, path: &Path) -> Result<Found<'a>, String> {
    let mut reader = Reader { text: json, at: 0 };
    reader.skip_blanks();
    if reader.peek().is_none() {
        return Err("empty JSON input".to_owned());
    }
    for step in &path.steps {
        let found = match (reader.peek(), step) {
            (Some(b'{'), Step::Key(key)) => reader.go_to_key(key)?,
            (Some(b'['), Step::Index(index)) => {
                if !reader.go_to_index(*index)? {
                    return Err(OUT_OF_BOUNDS.to_owned());
                }
                true
            }
            _ => {
                reader.scalar_or_start()?;
                false
            }
        };
        if !found {
            return Err(format!("path [{}] does not exist", path.text));
        }
    }
    reader.value()
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Reader<'a> {
    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn skip_blanks(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\t' | b'\n' | b'\r')) {
            self.at += 1;
        }
    }

    fn expect(&mut self, byte: u8) -> Result<(), String> {
        self.skip_blanks();
        if self.peek() != Some(byte) {
            return Err(INVALID.to_owned());
        }
        self.at += 1;
        self.skip_blanks();
        Ok(())
    }

    /// From `{` to the value of a key; false if there is none.
    fn go_to_key(&mut self, key: &str) -> Result<bool, String> {
        self.expect(b'{')?;
        if self.peek() == Some(b'}') {
            return Ok(false);
        }
        loop {
            let found = self.string()? == key;
            self.expect(b':')?;
            if found {
                return Ok(true);
            }
            self.skip()?;
            if !self.another(b'}')? {
                return Ok(false);
            }
        }
    }

    /// From `[` to the value at a place; false if there is none.
    fn go_to_index(&mut self, index: usize) -> Result<bool, String> {
        self.expect(b'[')?;
        if self.peek() == Some(b']') {
            return Ok(false);
        }
        for _ in 0..index {
            self.skip()?;
            if !self.another(b']')? {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Over a comma to the next member; false at `end`.
    fn another(&mut self, end: u8) -> Result<bool, String> {
        self.skip_blanks();
        if self.peek() == Some(end) {
            return Ok(false);
        }
        self.expect(b',')?;
        Ok(true)
    }

    /// The value here.
    fn value(&mut self) -> Result<Found<'a>, String> {
        let start = self.at;
        match self.peek() {
            Some(b'"') => self.string().map(Some),
            Some(b'n') => self.word("null").map(|()| None),
            _ => {
                self.skip()?;
                Ok(Some(Cow::Borrowed(&self.text[start..self.at])))
            }
        }
    }

    /// Makes sure that a value begins here, and goes over it unless it is an object or an array.
    fn scalar_or_start(&mut self) -> Result<(), String> {
        match self.peek() {
            Some(b'{' | b'[') => Ok(()),
            _ => self.skip(),
        }
    }

    /// Over the value here. Objects and arrays are kept on a stack of its own, however deep.
    fn skip(&mut self) -> Result<(), String> {
        let mut open: Vec<u8> = Vec::new();
        loop {
            match self.peek() {
                Some(b'{') => {
                    self.expect(b'{')?;
                    if self.peek() == Some(b'}') {
                        self.at += 1;
                    } else {
                        open.push(b'}');
                        self.key()?;
                        continue;
                    }
                }
                Some(b'[') => {
                    self.expect(b'[')?;
                    if self.peek() == Some(b']') {
                        self.at += 1;
                    } else {
                        open.push(b']');
                        continue;
                    }
                }
                Some(b'"') => {
                    self.string()?;
                }
                Some(b't') => self.word("true")?,
                Some(b'f') => self.word("false")?,
                Some(b'n') => self.word("null")?,
                Some(b'-' | b'0'..=b'9') => self.number()?,
                _ => return Err(INVALID.to_owned()),
            }
            // A value has ended: the next member, or the end of what holds it.
            loop {
                let Some(&end) = open.last() else { return Ok(()) };
                if self.another(end)? {
                    if end == b'}' {
                        self.key()?;
                    }
                    break;
                }
                self.at += 1;
                open.pop();
            }
        }
    }

    fn key(&mut self) -> Result<(), String> {
        self.string()?;
        self.expect(b':')
    }

    fn word(&mut self, word: &str) -> Result<(), String> {
        if !self.text[self.at..].starts_with(word) {
            return Err(INVALID.to_owned());
        }
        self.at += word.len();
        match self.peek() {
            Some(next) if next.is_ascii_alphanumeric() || next == b'_' => Err(INVALID.to_owned()),
            _ => Ok(()),
        }
    }

    fn number(&mut self) -> Result<(), String> {
        let digits = |reader: &mut Self| {
            let start = reader.at;
            while matches!(reader.peek(), Some(b'0'..=b'9')) {
                reader.at += 1;
            }
            if reader.at == start { Err(INVALID.to_owned()) } else { Ok(reader.at - start) }
        };
        if self.peek() == Some(b'-') {
            self.at += 1;
        }
        let leading_zero = self.peek() == Some(b'0');
        if digits(self)? > 1 && leading_zero {
            return Err(INVALID.to_owned());
        }
        if self.peek() == Some(b'.') {
            self.at += 1;
            digits(self)?;
        }
        if matches!(self.peek(), Some(b'e' | b'E')) {
            self.at += 1;
            if matches!(self.peek(), Some(b'+' | b'-')) {
                self.at += 1;
            }
            digits(self)?;
        }
        Ok(())
    }

    /// The string here, escapes read.
    fn string(&mut self) -> Result<Cow<'a, str>, String> {
        if self.peek() != Some(b'"') {
            return Err(INVALID.to_owned());
        }
        let start = self.at + 1;
        let rest = &self.text[start..];
        let end = rest.find(['"', '\\']).ok_or(INVALID)?;
        let plain = &rest[..end];
        if plain.bytes().any(|byte| byte < b' ') {
            return Err(INVALID.to_owned());
        }
        self.at = start + end;
        if self.peek() == Some(b'"') {
            self.at += 1;
            return Ok(Cow::Borrowed(plain));
        }
        let mut units: Vec<u16> = plain.encode_utf16().collect();
        loop {
            let next = self.text[self.at..].chars().next().ok_or(INVALID)?;
            self.at += next.len_utf8();
            match next {
                // A lone surrogate becomes the replacement character, as in Lucene.
                '"' => return Ok(Cow::Owned(String::from_utf16_lossy(&units))),
                '\\' => units.push(self.escape()?),
                next if next < ' ' => return Err(INVALID.to_owned()),
                next => units.extend_from_slice(next.encode_utf16(&mut [0; 2])),
            }
        }
    }

    /// The unit that an escape behind its backslash means.
    fn escape(&mut self) -> Result<u16, String> {
        let letter = self.peek().ok_or(INVALID)?;
        self.at += 1;
        let unit = match letter {
            b'"' | b'\\' | b'/' => u16::from(letter),
            b'b' => 8,
            b'f' => 12,
            b'n' => 10,
            b'r' => 13,
            b't' => 9,
            b'u' => {
                let digits = self.text.get(self.at..self.at + 4).ok_or(INVALID)?;
                if !digits.bytes().all(|digit| digit.is_ascii_hexdigit()) {
                    return Err(INVALID.to_owned());
                }
                self.at += 4;
                u16::from_str_radix(digits, 16).map_err(|_| INVALID.to_owned())?
            }
            _ => return Err(INVALID.to_owned()),
        };
        Ok(unit)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values() {
        let json = r#" {"a": {"b": [1, -2.50e3, {"c": "x\ty\u00e9\ud83d\ude00"}], "a": [ ]},
            "a": 2, "n": null, "t": true, "o": { "k" : [1, 2] } }"#;
        for (path, expected) in [
            ("a.b[0]", Some("1")),
            ("a.b[1]", Some("-2.50e3")),
            ("a.b[2].c", Some("x\ty\u{e9}\u{1f600}")),
            ("a.a", Some("[ ]")),
            ("n", None),
            ("t", Some("true")),
            ("o", Some(r#"{ "k" : [1, 2] }"#)),
        ] {
            let found = extract(json, &Path::parse(path).unwrap()).unwrap();
            assert_eq!(found.as_deref(), expected, "{path}");
        }
    }

    #[test]
    fn errors() {
        for (json, path, message) in [
            ("", "a", "empty JSON input"),
            ("  ", "", "empty JSON input"),
            ("{", "a", INVALID),
            ("{\"a\" 1}", "a", INVALID),
            ("[1, 2", "[5]", INVALID),
            ("[01]", "[0]", INVALID),
            ("[\"a\n\"]", "[0]", INVALID),
            ("nulls", "", INVALID),
            ("{\"a\": 1}", "b", "path [b] does not exist"),
            ("{\"a\": 1}", "a.b", "path [a.b] does not exist"),
            ("{\"a\": 1}", "[0]", "path [[0]] does not exist"),
            ("[]", "[0]", OUT_OF_BOUNDS),
        ] {
            assert_eq!(extract(json, &Path::parse(path).unwrap()).unwrap_err(), message, "{json}");
        }
        // What stands behind the value is not read.
        assert_eq!(extract("{\"a\": 1 x", &Path::parse("a").unwrap()).unwrap().unwrap(), "1");
        let deep = "[".repeat(100_000);
        assert_eq!(extract(&deep, &Path::parse("").unwrap()).unwrap_err(), INVALID);
    }
}
