//! ES|QL, KQL and query string text to syntax trees, and ES|QL and KQL back.
//!
//! Parsing never fails: [`esql::parse`], [`kql::parse`] and [`query_string::parse`] return a tree
//! and a list of diagnostics. The parser knows no function name, no field and no type.

mod cursor;
pub mod esql;
pub mod kql;
pub mod query_string;
mod stack;

/// How deep queries may be nested: levels of the syntax tree, and parentheses around them.
pub const MAX_DEPTH: usize = 1_000;

/// How many diagnostics one parse gives at most; the rest are consequences more often than not.
pub const MAX_DIAGNOSTICS: usize = 100;
