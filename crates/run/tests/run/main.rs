//! The program as its users call it.
#![expect(clippy::unwrap_used, reason = "a test may fail by it, also in its helpers")]

mod answers;
mod check;
mod errors;
mod fields;
mod fmt;
mod guide;
mod program;
mod reference;
mod resources;
mod rules;
mod scan;
mod test;
mod texts;
mod why;
