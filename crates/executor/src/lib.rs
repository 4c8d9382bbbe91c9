//! The executor: runs a physical plan over documents.
//!
//! A plan is a chain of operators. *Transforms* (filter, eval, project, mv_expand) pass batches on;
//! *breakers* (aggregate, sort, top_n, limit ...) must see all rows, or enough, before they give
//! any. The chain is cut behind each breaker into stages:
//!
//! ```text
//! scan ─ filter ─ eval ─ aggregate │ filter ─ top_n │ project ─ collect
//! └ stage 1: a task a thread ──────┘ └ stage 2 ─────┘ └ stage 3 ──────┘
//! ```
//!
//! - Each task of the scan runs through the whole first stage into a state of its own; the states
//!   are merged strictly in the order of the tasks. So the answer, its warnings included, does not
//!   depend on the number of threads.
//! - The later stages run on what the breaker before them gave, on one thread.
//! - The source of a chain may be several chains, which run one after another (FORK).
//! - Many plans can share one scan (`many`): each batch goes to the first stage of every plan.
//! - The executor sees no text, no syntax tree and no name but those of the result.

mod aggregate;
mod answer;
mod collect;
mod conjunction;
mod enrich;
mod error;
mod eval;
mod evaluator;
mod execute;
mod extract;
mod filter;
mod grouping;
mod in_query;
mod index_query;
mod inline_stats;
mod key_table;
mod limit_by;
mod lookup;
mod lookup_join;
mod many;
mod member;
mod memory;
mod mv_expand;
mod operator;
mod pipeline;
mod profile;
mod project;
mod ranges;
mod row_key;
mod sample;
mod scan;
mod shared_conditions;
mod sort;
mod sort_key;
mod sorted_rows;
mod spill;
mod task;
mod top_n;
mod window;
mod workers;

pub use answer::{Answer, Options, Scanned};
pub use error::ExecError;
pub use execute::execute;
pub use many::{Answers, Timed, execute_many};
pub use profile::OperatorProfile;
