//! Tests of the parser over its public functions.
#![expect(clippy::unwrap_used, reason = "a test fails by it")]

mod format;
mod generate;
mod kql;
mod large;
mod properties;
mod syntax;
