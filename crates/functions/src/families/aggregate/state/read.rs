//! Reading a batch value by value with the group of each: all values of a cell, nulls skipped.

use esql_data::arrow::array::Array;
use esql_data::{Column, Double, Int, Long, Storage, StorageKind, ValueRef};

/// Calls `each` with the group and the value, for every value of a column of storage `S`; not
/// at all if the column is of another storage.
pub(crate) fn each_value<'a, S: Storage>(
    groups: &[u32],
    column: &'a Column,
    mut each: impl FnMut(usize, S::Item<'a>),
) {
    let Some(array) = column.array::<S>() else { return };
    let groups = groups.iter().map(|&group| group as usize).enumerate();
    if column.is_multi() || column.is_constant() {
        for (row, group) in groups {
            for at in column.cell(row) {
                each(group, S::value(array, at));
            }
        }
    } else if array.null_count() == 0 {
        for (row, group) in groups {
            each(group, S::value(array, row));
        }
    } else {
        for (row, group) in groups {
            if array.is_valid(row) {
                each(group, S::value(array, row));
            }
        }
    }
}

/// Calls `each` for every value of a column of whole numbers.
pub(crate) fn each_whole(groups: &[u32], column: &Column, mut each: impl FnMut(usize, i64)) {
    match column.ty().storage() {
        StorageKind::Int => each_value::<Int>(groups, column, |group, value| {
            each(group, i64::from(value));
        }),
        StorageKind::Long => each_value::<Long>(groups, column, each),
        _ => {}
    }
}

/// Calls `each` for every value of a column of numbers, as a double.
#[allow(clippy::cast_precision_loss)]
pub(crate) fn each_double(groups: &[u32], column: &Column, mut each: impl FnMut(usize, f64)) {
    match column.ty().storage() {
        StorageKind::Double => each_value::<Double>(groups, column, each),
        _ => each_whole(groups, column, |group, value| each(group, value as f64)),
    }
}

/// A whole number; none if the value is no `integer` or `long`.
pub(crate) fn whole_of(value: ValueRef<'_>) -> Option<i64> {
    match value {
        ValueRef::Integer(value) => Some(i64::from(value)),
        ValueRef::Long(value) => Some(value),
        _ => None,
    }
}

/// A number as a double; none if the value is no `integer`, `long` or `double`.
#[allow(clippy::cast_precision_loss)]
pub(crate) fn double_of(value: ValueRef<'_>) -> Option<f64> {
    match value {
        ValueRef::Double(value) => Some(value),
        other => whole_of(other).map(|value| value as f64),
    }
}
