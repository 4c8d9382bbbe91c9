//! Date and time functions.

mod date_diff;
mod date_extract;
mod date_format;
mod date_parse;
mod date_part;
mod date_range;
mod date_trunc;
mod date_unit_count;
mod field;
pub(super) mod instant;
mod names;
mod now;
pub(super) mod pattern;
pub(super) mod rounding;
mod trange;

use crate::FunctionDef;

pub(super) const ALL: &[&FunctionDef] = &[
    &date_diff::DATE_DIFF,
    &date_extract::DATE_EXTRACT,
    &date_format::DATE_FORMAT,
    &date_parse::DATE_PARSE,
    &date_trunc::DATE_TRUNC,
    &date_unit_count::DATE_UNIT_COUNT,
    &date_part::DAY,
    &names::DAY_NAME,
    &date_part::HOUR,
    &date_part::MONTH,
    &names::MONTH_NAME,
    &now::NOW,
    &date_range::RANGE_CONTAINS,
    &date_range::RANGE_INTERSECTS,
    &date_range::RANGE_MAX,
    &date_range::RANGE_MIN,
    &date_range::RANGE_WITHIN,
    &trange::TRANGE,
    &date_part::YEAR,
];
