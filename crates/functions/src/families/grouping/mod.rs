//! Grouping functions.

mod bucket;
mod date_range;
mod tbucket;

use crate::FunctionDef;

pub(super) const ALL: &[&FunctionDef] = &[&bucket::BUCKET, &tbucket::TBUCKET];
