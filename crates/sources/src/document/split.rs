//! Splitting: from the bytes of a block to the texts of its documents.

use crate::document::Form;
use crate::document::bulk::{Action, Verb};
use crate::json::{Raw, Scanner};

/// The text of a document with what its surroundings say of it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Document<'a> {
    pub(crate) text: &'a str,
    /// The action line before it, in a `_bulk` body.
    pub(crate) action: Option<Action<'a>>,
}

/// Bytes that are no document.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Fault {
    /// Offset in the block.
    pub(crate) at: usize,
    pub(crate) message: String,
}

/// Tells from the bytes of a line alone that nothing is lost without it.
pub(crate) trait Sieve {
    /// Whether the line must be read; lines come in order.
    fn keeps(&mut self, line: std::ops::Range<usize>) -> bool;
}

/// The documents of a block.
pub(crate) struct Documents<'a> {
    bytes: &'a [u8],
    at: usize,
    form: Form,
    sieve: Option<Box<dyn Sieve + 'a>>,
    passed_over: u64,
}

/// The length of the byte order mark at the beginning.
pub(super) fn byte_order_mark(bytes: &[u8]) -> usize {
    if bytes.starts_with(b"\xef\xbb\xbf") { 3 } else { 0 }
}

impl<'a> Documents<'a> {
    /// `first`: the block is a file's first.
    pub(crate) fn new(bytes: &'a [u8], form: Form, first: bool) -> Self {
        let at = if first { byte_order_mark(bytes) } else { 0 };
        Documents { bytes, at, form, sieve: None, passed_over: 0 }
    }

    /// With lines passed over that `sieve` does not keep, if each line is a document.
    pub(crate) fn sieved(self, sieve: Option<Box<dyn Sieve + 'a>>) -> Self {
        Documents { sieve: sieve.filter(|_| self.form == Form::Lines), ..self }
    }

    /// How many lines were passed over.
    pub(crate) fn passed_over(&self) -> u64 {
        self.passed_over
    }

    /// The next line that is not blank, without white space around it.
    fn next_line(&mut self) -> Option<Result<&'a str, Fault>> {
        while self.at < self.bytes.len() {
            let start = self.at;
            let rest = &self.bytes[start..];
            let end = memchr::memchr(b'\n', rest).unwrap_or(rest.len());
            self.at = start + end + 1;
            let line = rest[..end].trim_ascii_start();
            let blank = end - line.len();
            let line = line.trim_ascii_end();
            if line.is_empty() {
                continue;
            }
            if let Some(sieve) = &mut self.sieve
                && !sieve.keeps(start..start + end)
            {
                self.passed_over += 1;
                continue;
            }
            return Some(utf8(line, start + blank));
        }
        None
    }

    fn next_bulk(&mut self) -> Option<Result<Document<'a>, Fault>> {
        let start = self.at;
        let line = match self.next_line()? {
            Ok(line) => line,
            Err(fault) => return Some(Err(fault)),
        };
        let fault = |message: &str| Some(Err(Fault { at: start, message: message.to_owned() }));
        let Some(action) = Action::parse(line) else {
            return fault("expected an action of a `_bulk` body, such as `{\"index\": {}}`");
        };
        match action.verb {
            Verb::Delete => fault("a `delete` action, which is not carried out"),
            Verb::Update => {
                let _ = self.next_line();
                fault("an `update` action, which is not carried out")
            }
            Verb::Put => match self.next_line() {
                Some(Ok(text)) => Some(Ok(Document { text, action: Some(action) })),
                Some(Err(fault)) => Some(Err(fault)),
                None => fault("an action without its document"),
            },
        }
    }

    fn next_value(&mut self) -> Option<Result<Document<'a>, Fault>> {
        self.at += separators(self.bytes.get(self.at..)?);
        let start = self.at;
        let rest = &self.bytes[start..];
        let fault = |message: &str| Some(Err(Fault { at: start, message: message.to_owned() }));
        match rest.first()? {
            b'{' => match value_end(rest) {
                Some(end) => {
                    self.at += end;
                    Some(utf8(&rest[..end], start).map(|text| Document { text, action: None }))
                }
                None => {
                    self.at = self.bytes.len();
                    fault("the document has no end")
                }
            },
            _ => {
                let end = memchr::memchr2(b'\n', b'{', rest).unwrap_or(rest.len());
                self.at += end;
                fault("expected a JSON object")
            }
        }
    }
}

impl<'a> Iterator for Documents<'a> {
    type Item = Result<Document<'a>, Fault>;

    fn next(&mut self) -> Option<Self::Item> {
        match self.form {
            Form::Lines => Some(self.next_line()?.map(|text| Document { text, action: None })),
            Form::Bulk => self.next_bulk(),
            Form::Values => self.next_value(),
        }
    }
}

fn utf8(bytes: &[u8], at: usize) -> Result<&str, Fault> {
    simdutf8::compat::from_utf8(bytes).map_err(|error| Fault {
        at: at + error.valid_up_to(),
        message: "not valid UTF-8".to_owned(),
    })
}

/// How many bytes at the beginning stand between values: the arrays around documents are looked
/// through, so that each element is a document.
fn separators(bytes: &[u8]) -> usize {
    let between = |byte: &u8| byte.is_ascii_whitespace() || matches!(byte, b'[' | b']' | b',');
    bytes.iter().take_while(|byte| between(byte)).count()
}

/// The length of the object at the beginning of `bytes`, found by its brackets alone; its text
/// is checked when it is read.
fn value_end(bytes: &[u8]) -> Option<usize> {
    let mut depth = 0usize;
    let mut at = 0;
    loop {
        match bytes.get(at)? {
            b'{' | b'[' => depth += 1,
            b'}' | b']' => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    return Some(at + 1);
                }
            }
            b'"' => at = string_end(bytes, at + 1)?,
            _ => {}
        }
        at += 1;
    }
}

/// Where the closing quote of the string from `at` on stands.
fn string_end(bytes: &[u8], mut at: usize) -> Option<usize> {
    loop {
        at += memchr::memchr2(b'"', b'\\', bytes.get(at..)?)?;
        if bytes.get(at) == Some(&b'"') {
            return Some(at);
        }
        at += 2;
    }
}

/// How many bytes at the beginning of `bytes` are whole values.
pub(super) fn complete_values(bytes: &[u8]) -> usize {
    let mut done = 0;
    loop {
        let from = done + separators(&bytes[done..]);
        let length = match bytes.get(from) {
            Some(b'{') => value_end(&bytes[from..]),
            Some(_) => memchr::memchr2(b'\n', b'{', &bytes[from..]),
            None => None,
        };
        match length {
            Some(length) => done = from + length,
            None => return done,
        }
    }
}

/// The elements of the array `array`, which the scanner has passed.
pub(super) fn elements<'a>(array: Raw<'a>) -> impl Iterator<Item = Raw<'a>> {
    let mut scanner = Scanner::new(array.text);
    scanner.open();
    let mut first = true;
    std::iter::from_fn(move || {
        // Only `null` is passed over without being given.
        while scanner.next_element(std::mem::take(&mut first)).ok()? {
            if let Some(element) = scanner.value(0).ok()? {
                return Some(element);
            }
        }
        None
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(form: Form, text: &[u8]) -> Vec<String> {
        Documents::new(text, form, true)
            .map(|document| match document {
                Ok(document) => {
                    let id = document.action.and_then(|action| action.id).map_or("", |id| id.text);
                    format!("{id}{}", document.text)
                }
                Err(fault) => format!("!{} {}", fault.at, fault.message),
            })
            .collect()
    }

    #[test]
    fn lines() {
        let text = b"\xef\xbb\xbf{\"a\":1}\r\n\n  {}  \nx\xffy\nlast";
        assert_eq!(split(Form::Lines, text), ["{\"a\":1}", "{}", "!21 not valid UTF-8", "last"]);
    }

    #[test]
    fn bulk() {
        let text = b"{\"index\":{\"_id\":\"7\"}}\n{\"a\":1}\n\n{\"delete\":{\"_id\":\"7\"}}\n{\"create\":{}}\n{\"a\":2}\n{\"a\":3}\n{\"update\":{\"_id\":\"1\"}}\n{\"doc\":{}}\n{\"index\":{}}\n";
        let found = split(Form::Bulk, text);
        assert_eq!(found[0], "7{\"a\":1}");
        assert!(found[1].contains("`delete`"));
        assert_eq!(found[2], "{\"a\":2}");
        assert!(found[3].contains("expected an action"));
        assert!(found[4].contains("`update`"));
        assert!(found[5].contains("without its document"));
        assert_eq!(found.len(), 6);
    }

    #[test]
    fn values() {
        let text = b"[\n {\"a\": \"}\\\"]\"},\n {\"b\": [{}, {}]} ]\n{\"c\":\n1}\noops\n{\"d\":";
        assert_eq!(
            split(Form::Values, text),
            [
                "{\"a\": \"}\\\"]\"}",
                "{\"b\": [{}, {}]}",
                "{\"c\":\n1}",
                "!46 expected a JSON object",
                "!51 the document has no end",
            ]
        );
        assert_eq!(complete_values(text), 50);
    }
}
