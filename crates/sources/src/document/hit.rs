//! Search hits and search responses.
//!
//! Source: the Elasticsearch reference, "Run a search" (response body).

use crate::document::split::elements;
use crate::json::{Kind, Raw, Scanner};

/// What a hit has beside its document.
const HIT_KEYS: &[&str] = &[
    "_explanation",
    "_id",
    "_ignored",
    "_index",
    "_nested",
    "_node",
    "_primary_term",
    "_rank",
    "_routing",
    "_score",
    "_seq_no",
    "_shard",
    "_type",
    "_version",
    "fields",
    "highlight",
    "ignored_field_values",
    "inner_hits",
    "matched_queries",
    "sort",
];

/// Whether this object with `_id` and `fields` is a hit without `_source`: it has nothing that
/// a hit has not.
pub(super) fn has_only_hit_keys(text: &str) -> bool {
    let mut keys = keys(text);
    keys.all(|key| HIT_KEYS.contains(&key.decoded().as_ref()))
}

/// The hits of a search response, given the value of its key `hits`: an object with an array of
/// that name in it.
pub(super) fn hits_of_response(hits: Raw<'_>) -> Option<impl Iterator<Item = Raw<'_>>> {
    if hits.kind != Kind::Object {
        return None;
    }
    let mut scanner = Scanner::new(hits.text);
    scanner.open();
    let mut first = true;
    while let Some(key) = scanner.next_key(std::mem::take(&mut first)).ok()? {
        let value = scanner.value(0).ok()?;
        if let (b"hits", Some(array)) = (key.text.as_bytes(), value)
            && array.kind == Kind::Array
        {
            return Some(elements(array));
        }
    }
    None
}

fn keys(text: &str) -> impl Iterator<Item = Raw<'_>> {
    let mut scanner = Scanner::new(text);
    scanner.skip_space();
    scanner.open();
    let mut first = true;
    std::iter::from_fn(move || {
        let key = scanner.next_key(std::mem::take(&mut first)).ok()??;
        scanner.value(0).ok()?;
        Some(key)
    })
}
