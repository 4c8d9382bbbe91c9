//! The program as its users call it.

// Clippy lets only test functions unwrap, not what they call.
#![allow(clippy::unwrap_used)]

mod answers;
mod errors;
mod program;
mod reference;
mod rules;
mod texts;
