//! Lucene's query string syntax, inside `QSTR("...")`.
//!
//! It is the grammar of Lucene's classic query parser as Elasticsearch uses it: `AND` and `OR` do
//! not group, they say which of their neighbors must match, so the default operator is part of
//! what a query means and given to [`parse`].
//!
//! Source: the Elasticsearch reference, "Query string query"; Lucene's classic query parser syntax.

pub mod ast;
mod lexer;
mod parse;
#[cfg(test)]
mod tests;

pub use parse::{Parsed, parse};
