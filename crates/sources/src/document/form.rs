//! The form of a file, told by its beginning.

use crate::document::bulk::{self, Action};
use crate::document::split::{self, byte_order_mark};
use crate::json::Scanner;

/// How documents stand in a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    /// A document on each line.
    Lines,
    /// The body of a `_bulk` request: lines with actions, each with its document on the next.
    Bulk,
    /// JSON over several lines: documents one after another, or in arrays.
    Values,
}

/// How far to look for the end of a first document of several lines; farther on it is taken to
/// be what it looks like.
const LOOK_AHEAD: usize = 1 << 20;

impl Form {
    /// The form of a file that begins with `head`, which is all of it if `ended`; `None` if more
    /// of it must be seen.
    pub(crate) fn detect(head: &[u8], ended: bool) -> Option<Form> {
        let from = byte_order_mark(head)
            + head[byte_order_mark(head)..]
                .iter()
                .take_while(|byte| byte.is_ascii_whitespace())
                .count();
        match head.get(from) {
            None if !ended => return None,
            Some(b'[') => return Some(Form::Values),
            Some(b'{') => {}
            _ => return Some(Form::Lines),
        }
        let rest = &head[from..];
        let line_end = memchr::memchr(b'\n', rest);
        let line = match line_end {
            Some(end) => &rest[..end],
            None if ended => rest,
            None => return None,
        };
        let Ok(line) = std::str::from_utf8(line) else { return Some(Form::Lines) };
        if let Some(complete) = complete_document(line) {
            let is_action = complete && Action::parse(line).is_some();
            return Some(if is_action { Form::Bulk } else { Form::Lines });
        }
        if line_end.is_none() {
            return Some(Form::Lines);
        }
        // The document goes on behind its line, or the line is broken: then what follows does not
        // continue it.
        let valid = match std::str::from_utf8(rest) {
            Ok(text) => text,
            Err(error) => std::str::from_utf8(&rest[..error.valid_up_to()]).unwrap_or(""),
        };
        match complete_document(valid) {
            Some(true) => Some(Form::Values),
            Some(false) => Some(Form::Lines),
            None if ended || rest.len() >= LOOK_AHEAD => Some(Form::Values),
            None => None,
        }
    }

    /// How many bytes at the beginning of `bytes` are whole documents; there is more behind.
    /// `first`: they are a file's first.
    pub(crate) fn complete(self, bytes: &[u8], first: bool) -> usize {
        let from = if first { byte_order_mark(bytes) } else { 0 };
        let rest = &bytes[from..];
        let complete = match self {
            Form::Lines => memchr::memrchr(b'\n', rest).map_or(0, |at| at + 1),
            Form::Bulk => bulk::complete(rest),
            Form::Values => split::complete_values(rest),
        };
        if complete == 0 { 0 } else { from + complete }
    }
}

/// Whether `text` begins with a whole JSON value; `None` if it ends inside one.
fn complete_document(text: &str) -> Option<bool> {
    let mut scanner = Scanner::new(text);
    match scanner.value(0) {
        Ok(_) => Some(true),
        Err(malformed) if malformed.at >= text.len() => None,
        Err(_) => Some(false),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms() {
        for (head, form) in [
            ("", Form::Lines),
            ("\n {\"a\":1}\n{\"b\":2}\n", Form::Lines),
            ("{\"a\":1}", Form::Lines),
            ("\u{feff}{\"a\":1}\n", Form::Lines),
            ("{\"index\":{\"_index\":\"x\"}}\n{\"a\":1}\n", Form::Bulk),
            ("{\"create\":{}}\n{\"a\":1}\n", Form::Bulk),
            ("{\"index\":{\"name\":\"x\"}}\n{\"a\":1}\n", Form::Lines),
            ("[{\"a\":1}]", Form::Values),
            ("{\n  \"a\": 1\n}\n{\n", Form::Values),
            ("{\n  \"a\": \"\u{e9}\n", Form::Lines),
            ("{\n  \"a\": [\n", Form::Values),
            // A line cut short among whole ones.
            ("{\"a\":\n{\"b\":2}\n{\"c\":3}\n", Form::Lines),
            ("{\"a\":\"x\n{\"b\":2}\n", Form::Lines),
            ("{\"a\":1,\n{\"b\":2}\n", Form::Lines),
            ("{\"a\":1", Form::Lines),
            ("time=1 level=info\n", Form::Lines),
        ] {
            assert_eq!(Form::detect(head.as_bytes(), true), Some(form), "{head}");
        }
        for more in ["", "\n ", "{\"a\":1", "{\n  \"a\": 1\n"] {
            assert_eq!(Form::detect(more.as_bytes(), false), None, "{more}");
        }
    }
}
