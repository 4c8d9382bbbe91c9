//! Answers as text, in the formats of Elasticsearch's `_query` and some more.

mod cell;
mod delimited;
mod json;
mod markdown;

pub use cell::{cell_text, json_cell};
pub use delimited::{csv, tsv};
pub use json::{json, ndjson};
pub use markdown::markdown;
