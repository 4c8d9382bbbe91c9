//! Spec files: small tests of meaning as text, `testdata/spec/**/*.spec`.
//!
//! A file holds blocks with a blank line between them. A block is
//!
//! ```text
//! # title; further lines with `#` are notes
//! data: processes              documents of testdata/data/processes.ndjson, or else
//! {"a": 1}                     documents, a line each
//! now: 2026-03-26T10:00:00Z    settings, see `Setting`
//! FROM logs | WHERE a == 1     the query
//! ----
//! a:long                       the answer, see `answer`
//! 1
//! warn: Line 1:5: ...          all warnings of Elasticsearch but the one of the default LIMIT
//! problem: 3 `a`: ...          all problems of the documents: line, field, beginning of the message
//! ```
//!
//! or, below the `----`, a line `error: E0201 "part of the message"` for each error.
//! `cargo run -p esql-testing --bin spec -- bless PATH` writes the lower part.

mod block;
mod reply;
mod run;

pub use block::{Block, Setting, read_file};
pub use reply::Reply;
pub use run::{Configuration, bless, check, check_example, reply};
