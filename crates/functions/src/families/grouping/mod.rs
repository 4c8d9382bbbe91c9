//! Grouping functions.

mod bucket;
mod date_range;

use crate::FunctionDef;

pub(super) const ALL: &[&FunctionDef] = &[&bucket::BUCKET];
