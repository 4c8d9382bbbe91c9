//! The body of a `_bulk` request.
//!
//! Source: the Elasticsearch reference, "Bulk API".

use crate::json::{Kind, Raw, Scanner};

/// What an action line asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Verb {
    /// `index` or `create`: the document on the next line.
    Put,
    /// `update`: the next line changes a document.
    Update,
    /// `delete`: there is no next line.
    Delete,
}

/// An action line.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Action<'a> {
    pub(crate) verb: Verb,
    pub(crate) index: Option<Raw<'a>>,
    pub(crate) id: Option<Raw<'a>>,
}

/// What an action may say of a document, beside names with an underscore in front.
const OPTIONS: &[&str] = &[
    "routing",
    "version",
    "version_type",
    "if_seq_no",
    "if_primary_term",
    "pipeline",
    "require_alias",
    "require_data_stream",
    "dynamic_templates",
    "retry_on_conflict",
    "list_executed_pipelines",
];

impl<'a> Action<'a> {
    /// The action on this line, if it is one and nothing else.
    pub(crate) fn parse(line: &'a str) -> Option<Action<'a>> {
        let mut scanner = Scanner::new(line);
        scanner.skip_space();
        if scanner.peek() != Some(b'{') {
            return None;
        }
        scanner.open();
        let verb = match scanner.next_key(true).ok()??.text {
            "index" | "create" => Verb::Put,
            "update" => Verb::Update,
            "delete" => Verb::Delete,
            _ => return None,
        };
        if scanner.peek() != Some(b'{') {
            return None;
        }
        scanner.open();
        let mut action = Action { verb, index: None, id: None };
        let mut first = true;
        while let Some(key) = scanner.next_key(std::mem::take(&mut first)).ok()? {
            let value = scanner.value(0).ok()?.filter(|value| value.kind != Kind::Object);
            match key.text {
                "_index" => action.index = value,
                "_id" => action.id = value,
                name if name.starts_with('_') || OPTIONS.contains(&name) => {}
                _ => return None,
            }
        }
        if scanner.next_key(false).ok()?.is_some() {
            return None;
        }
        scanner.end().ok()?;
        Some(action)
    }
}

/// How many bytes at the beginning of `bytes` are whole lines with their documents.
pub(super) fn complete(bytes: &[u8]) -> usize {
    let mut done = 0;
    let mut start = 0;
    let mut waiting = false;
    for end in memchr::memchr_iter(b'\n', bytes) {
        let line = bytes.get(start..end).unwrap_or(&[]).trim_ascii();
        start = end + 1;
        if line.is_empty() {
            continue;
        }
        if waiting {
            waiting = false;
        } else {
            let action = std::str::from_utf8(line).ok().and_then(Action::parse);
            waiting = action.is_some_and(|action| action.verb != Verb::Delete);
        }
        if !waiting {
            done = end + 1;
        }
    }
    done
}
