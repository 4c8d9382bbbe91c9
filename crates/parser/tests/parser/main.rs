//! Tests of the parser over its public functions.
#![expect(clippy::unwrap_used, reason = "a test may fail by it, also in its helpers")]

mod generate;
mod kql;
mod large;
mod properties;
mod syntax;
