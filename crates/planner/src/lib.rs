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

pub use analyze::{Analysis, Options, Step, analyze};
pub use lower::lower;
pub use optimize::optimize;

/// Names of ES|QL functions that do not run here, each with the reason.
pub fn unsupported_functions() -> impl Iterator<Item = (&'static str, &'static str)> {
    analyze::unsupported::all()
}

/// Why the command with this keyword, in upper case, does not run here; `None` if it runs.
#[must_use]
pub fn unsupported_command(keyword: &str) -> Option<&'static str> {
    analyze::unsupported::command_reason(keyword)
}
