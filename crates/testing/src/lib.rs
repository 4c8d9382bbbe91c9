//! Test formats and their runners, for the project's own tests; not shipped.
//!
//! - [`answer`]: a table as text, the way spec files and the examples of functions write it.
//! - [`spec`]: the project's data-driven tests, `testdata/spec/**/*.spec`.
//! - [`csv_spec`]: the runner of Elasticsearch's csv-spec files.
//! - [`known`]: lists of cases that are known to fail, each with the reason.
//! - [`events`]: generated process events.

pub mod answer;
pub mod csv_spec;
pub mod events;
pub mod fixture;
pub mod known;
pub mod spec;
