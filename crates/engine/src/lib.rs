//! The engine: a query, documents and a session in, an answer out.
//!
//! The one facade over parser, planner, executor and sources; the command line, the rules and
//! the tests all come in here. Nothing in it reads a clock or a file by itself: the session says
//! what time it is, the data set was opened by the caller.

mod compile;
mod condition;
mod failure;
pub mod fields;
mod latest;
mod many;
mod observe;
pub mod problem;
mod query;
pub mod response;
mod run;
mod stage;
pub mod why;
pub mod witness;

pub use compile::{Compiled, analyze, compile, on_deep_stack};
pub use esql_data as data;
pub use esql_diagnostics as diagnostics;
pub use esql_executor::{OperatorProfile, Scanned};
pub use esql_functions as functions;
pub use esql_parser as parser;
pub use esql_planner as planner;
pub use esql_sources as sources;
pub use failure::Failure;
pub use fields::fields;
pub use latest::latest_timestamp;
pub use many::{Many, OneOfMany, run_many};
pub use query::Query;
pub use run::{Control, Outcome, Settings, run};
pub use stage::{Stage, emit};
pub use why::why;
pub use witness::witness;
