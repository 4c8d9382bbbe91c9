//! Documents in: event files into batches of columns, and the schema of their fields.
//!
//! | step | from | to | module |
//! |---|---|---|---|
//! | input | files, folders, globs, streams | blocks of whole documents | `input` |
//! | document | blocks | texts of documents, whatever stands around them | `document` |
//! | extract | text | raw values of the wanted fields | `extract`, over `json` |
//! | field | raw values | cells, as an index would hold them | `field` |
//! | scan | cells | batches, filtered early | `scan` |
//!
//! Which type a field has, `schema` says. Nothing here knows what a query does: a scan gets a
//! description ([`esql_planner::scan::Scan`]), the planner asks a
//! [`Catalog`](esql_planner::catalog::Catalog), and [`Dataset`] answers both.

mod completion;
mod dataset;
mod document;
mod extract;
mod field;
mod input;
mod json;
mod policy;
mod scan;
mod schema;
mod temporary;

pub use completion::{Answers, Service};
pub use dataset::{Dataset, Options};
pub use esql_planner::catalog::{EnrichPolicy, Unmapped};
pub use input::Input;
pub use policy::parse_policy;
pub use schema::table as field_table;
pub use schema::{Mapping, TypeSource};
pub use temporary::Unnamed;
