//! The scan: blocks into batches, first the columns of the filter, then the others for the rows
//! that it keeps.

mod by_index;
mod columns;
mod ignored;
pub(crate) mod indices;
mod needles;
mod prefilter;
mod problems;
mod task;

pub(crate) use problems::Problems;
pub(crate) use task::ScanTasks;
