//! The order of values, per type: what SORT, MIN, MAX and the comparison operators go by.

use std::cmp::Ordering;

use crate::types::DataType;
use crate::{ValueRef, version};

/// Compares two values of type `ty`. A total order: strings by UTF-8 bytes, versions as semantic
/// versions, `-0.0` before `0.0`, NaN last. Values of different storages compare as equal.
#[must_use]
pub fn compare(ty: DataType, left: ValueRef<'_>, right: ValueRef<'_>) -> Ordering {
    match (left, right) {
        (ValueRef::Text(left), ValueRef::Text(right)) if ty == DataType::Version => {
            version::compare(left, right)
        }
        (ValueRef::Text(left), ValueRef::Text(right)) => left.as_bytes().cmp(right.as_bytes()),
        (ValueRef::Bytes(left), ValueRef::Bytes(right)) => left.cmp(right),
        (ValueRef::Boolean(left), ValueRef::Boolean(right)) => left.cmp(&right),
        (ValueRef::Integer(left), ValueRef::Integer(right)) => left.cmp(&right),
        (ValueRef::Long(left), ValueRef::Long(right)) => left.cmp(&right),
        (ValueRef::UnsignedLong(left), ValueRef::UnsignedLong(right)) => left.cmp(&right),
        (ValueRef::Double(left), ValueRef::Double(right)) => compare_doubles(left, right),
        _ => Ordering::Equal,
    }
}

/// Java's `Double.compare`: all NaN are one value, above infinity.
fn compare_doubles(left: f64, right: f64) -> Ordering {
    match (left.is_nan(), right.is_nan()) {
        (true, true) => Ordering::Equal,
        (true, false) => Ordering::Greater,
        (false, true) => Ordering::Less,
        (false, false) => left.total_cmp(&right),
    }
}
