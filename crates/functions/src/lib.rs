//! Functions, operators and aggregates of ES|QL: one row each, beside its kernel.
//!
//! A row ([`FunctionDef`]) holds names, parameters, overloads, documentation, runnable examples,
//! stack versions and the vectorised kernel. The analyzer, the executor, the reference pages and
//! `esql-run functions` all read it; adding a function is one file and one line in its family.
//!
//! - What happens to nulls and to several values in a cell is decided by a row's [`Lift`],
//!   in [`call`], never in a kernel.
//! - Kernels see columns and an [`EvalCx`], no plan, no span, no text of the query.

pub mod accumulator;
pub mod call;
#[cfg(test)]
mod check;
mod cx;
mod definition;
pub mod extract;
mod families;
mod index_query;
pub mod lucene;
mod memo;
pub mod registry;
mod regular;
pub mod resolve;
mod since;
pub mod span;
pub mod typed;
mod typeset;
pub mod window;

pub use accumulator::{Accumulator, Phase};
pub use call::{Call, CallArg, CallSite, Evaluate, LazyArgs};
pub use cx::{EvalCx, Session};
pub use definition::{
    AggregateOverload, ArgError, Args, Example, Family, FunctionDef, Impl, Kernel, Lift, OptionDef,
    Overload, Param, Ret,
};
pub use families::{Sparkline, bucket_starts, format_date, sparkline_starts};
pub use index_query::{Found, IndexQuery, Matching};
pub use since::{Since, StackVersion};
pub use typeset::TypeSet;
