//! Elastic detection rules: the rule file, what Kibana makes of the query's answer, and what is
//! wrong with it.
//!
//! [`Rule::parse`] reads the TOML form in which rules are kept in Elastic's detection-rules
//! repository. The query in it knows where each of its characters stands in the file, so that
//! every diagnostic points into the author's own lines. [`Checker`] finds what is wrong with a
//! file without any data: its shape, its query on each stack version, and the [lints](lint::ALL).
//! [`suite`] has the tests of a rule.

mod alerts;
pub mod check;
mod config;
mod document;
mod format;
pub mod lint;
mod rule;
mod shape;
pub mod suite;
mod table;
mod toml_string;
mod window;

pub use alerts::Alerts;
pub use check::{Checked, Checker, Finding};
pub use config::Config;
pub use document::{Document, Kind};
pub use format::formatted;
pub use rule::Rule;
