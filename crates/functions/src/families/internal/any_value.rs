//! Whether any value of a cell passes a test.

use std::sync::Arc;

use esql_data::arrow::array::{Array, ArrayRef, BooleanArray};
use esql_data::arrow::buffer::BooleanBuffer;
use esql_data::{Column, DataType, Storage, Value};

use crate::{ArgError, CallSite};

/// Whether any value of each of `rows` cells passes `test`.
pub(in crate::families) fn any_value<S: Storage>(
    rows: usize,
    column: &Column,
    test: impl Fn(S::Item<'_>) -> bool,
) -> Column {
    any_marked(rows, column, |values| {
        let bits = match S::downcast(values) {
            Some(array) => BooleanBuffer::collect_bool(array.len(), |at| test(S::value(array, at))),
            None => BooleanBuffer::new_unset(values.len()),
        };
        BooleanArray::new(bits, values.nulls().cloned())
    })
}

/// Whether any value of each of `rows` cells is marked; `mark` sees all values of all cells at once.
pub(super) fn any_marked(
    rows: usize,
    column: &Column,
    mark: impl FnOnce(&ArrayRef) -> BooleanArray,
) -> Column {
    let values = column.values();
    if values.data_type().is_null() {
        return constant(false, rows);
    }
    if column.is_constant() {
        let marks = mark(values);
        return constant((0..marks.len()).any(|at| marks.is_valid(at) && marks.value(at)), rows);
    }
    let set = |marks: &BooleanArray| match marks.nulls() {
        Some(valid) => marks.values() & valid.inner(),
        None => marks.values().clone(),
    };
    let bits = match column.offsets() {
        None => set(&mark(values)),
        Some(offsets) => {
            // Values outside the cells, which a slice leaves around, are not looked at.
            let at = |offset: i32| usize::try_from(offset).unwrap_or(0);
            let (first, last) = (at(offsets[0]), at(offsets[offsets.len() - 1]));
            let marks = set(&mark(&values.slice(first, last - first)));
            BooleanBuffer::collect_bool(offsets.len() - 1, |row| {
                let cell = at(offsets[row]) - first..at(offsets[row + 1]) - first;
                cell.into_iter().any(|at| marks.value(at))
            })
        }
    };
    Column::single(DataType::Boolean, Arc::new(BooleanArray::new(bits, None)))
}

fn constant(value: bool, rows: usize) -> Column {
    Column::constant(DataType::Boolean, &Value::Boolean(value), rows)
}

/// The constant strings from argument 1 on; null ones are left out, for nothing equals null.
pub(super) fn texts<'a>(site: &'a CallSite<'_>) -> Result<Vec<&'a str>, ArgError> {
    let mut texts = Vec::new();
    for at in 1..site.args.len() {
        texts.extend(site.constant(at)?.values().iter().filter_map(Value::as_str));
    }
    Ok(texts)
}
