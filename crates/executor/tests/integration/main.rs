//! Runs hand-built plans over documents in memory.

// What builds and runs plans stands outside of test functions.
#![allow(clippy::unwrap_used)]

mod documents;
mod errors;
mod evaluation;
mod grouping;
mod ordering;
mod plan;
mod properties;
mod rows_of_groups;
mod spill;
mod streaming;
mod union;
