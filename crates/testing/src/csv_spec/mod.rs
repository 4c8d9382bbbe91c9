//! Runner of Elasticsearch's csv-spec files: cases of a query and its answer over known data sets.
//!
//! The files themselves are not part of the project; the runner is given their folder and a list
//! of data sets (`datasets.json`: index names with data file and mapping).

mod case;
mod compare;
mod data;
mod expected;
mod run;
mod set_aside;

pub use case::{Case, read_file};
pub use data::{IndexSet, load};
pub use expected::Expected;
pub use run::{Verdict, Verified, run_case};
