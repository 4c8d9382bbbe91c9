//! The planner: from the syntax tree to a physical plan.
//!
//! | stage | in | out | done by |
//! |---|---|---|---|
//! | analyze | `ast::Query` | [`logical::Plan`] over resolved [`expr::Expr`] | names, types, implicit casts, checks |
//! | optimize | `logical::Plan` | `logical::Plan` | named rules, each printable before and after |
//! | lower | `logical::Plan` | [`physical::Plan`] | columns by position, the scan described |
//!
//! Analysis reports all errors that it can find; a plan with errors is not optimised.

mod analyze;
pub mod catalog;
pub mod date_math;
pub mod expr;
mod index_query;
pub mod logical;
mod lower;
pub mod optimize;
pub mod physical;
pub mod print;
pub mod scan;
pub mod temporary;

pub use analyze::{Analysis, Options, Stacks, Step, analyze};
pub use lower::lower;
pub use optimize::optimize;

/// What is in ES|QL and does not run here.
pub mod refused {
    pub use crate::analyze::unsupported::{Refused, command, commands, functions, runs_partly};
}
