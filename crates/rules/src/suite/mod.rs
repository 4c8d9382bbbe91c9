//! Tests of a rule: events, and what the rule must make of them.
//!
//! A suite is a TOML file beside the rule. [`Suite::parse`] reads it, [`Case::judge`] compares an
//! answer with what is expected. Which files there are, and running, is the caller's business.

mod difference;
mod expectation;
mod judge;
mod read;
mod snapshot;

pub use difference::{Cell, Difference};
pub use expectation::{Case, Expectation, Suite};
pub use snapshot::snapshot;
