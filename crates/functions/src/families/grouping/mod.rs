//! Grouping functions.

mod bucket;
mod date_range;
mod tbucket;

use crate::FunctionDef;

pub use bucket::bucket_starts;
pub(in crate::families) use bucket::series_starts;

pub(super) const ALL: &[&FunctionDef] = &[&bucket::BUCKET, &tbucket::TBUCKET];
