//! The pattern languages of Lucene, compiled once and run over strings.
//!
//! ES|QL's `LIKE` and `RLIKE` and KQL's wildcards are Lucene patterns: anchored to the whole
//! value, over code points, without the operators that other regular expressions know.

pub mod fuzzy;
pub mod regex;
pub mod wildcard;
pub mod words;
