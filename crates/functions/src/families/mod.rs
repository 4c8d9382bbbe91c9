//! The families: each lists its rows once.

mod aggregate;
mod conditional;
mod conversion;
mod date;
mod grouping;
mod internal;
mod ip;
mod math;
mod multivalue;
mod operator;
mod search;
pub(crate) mod spatial;
mod string;

use crate::FunctionDef;

pub use aggregate::{Sparkline, sparkline_starts};
pub use grouping::bucket_starts;

/// All families.
pub(crate) const ALL: &[&[&FunctionDef]] = &[
    aggregate::ALL,
    conditional::ALL,
    conversion::ALL,
    date::ALL,
    grouping::ALL,
    internal::ALL,
    ip::ALL,
    math::ALL,
    multivalue::ALL,
    operator::ALL,
    search::ALL,
    spatial::ALL,
    string::ALL,
];

/// Writes an instant by a date pattern of Java, in English; for names of indices.
///
/// # Errors
/// What is wrong with the pattern.
pub fn format_date(
    pattern: &str,
    instant: jiff::Timestamp,
    zone: &jiff::tz::TimeZone,
) -> Result<String, String> {
    Ok(date::pattern::Pattern::compile(pattern)?.format(instant, zone))
}
