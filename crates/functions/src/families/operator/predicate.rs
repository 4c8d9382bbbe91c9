//! A test of one value, run over a single-valued column.

use std::sync::Arc;

use esql_data::arrow::array::{Array, BooleanArray};
use esql_data::arrow::buffer::BooleanBuffer;
use esql_data::{Column, DataType, Storage, Value};

use crate::EvalCx;

/// Whether each value of `column` passes; null stays null.
pub(super) fn predicate<S: Storage>(
    cx: &EvalCx<'_>,
    column: &Column,
    test: impl Fn(S::Item<'_>) -> bool,
) -> Column {
    let Some(array) = column.array::<S>() else {
        return Column::null(DataType::Boolean, cx.rows);
    };
    if column.is_constant() {
        let value = match array.is_null(0) {
            true => Value::Null,
            false => Value::Boolean(test(S::value(array, 0))),
        };
        return Column::constant(DataType::Boolean, &value, cx.rows);
    }
    // What stands in a null slot is tested as well; that costs less than to look.
    let bits = BooleanBuffer::collect_bool(array.len(), |at| test(S::value(array, at)));
    Column::single(DataType::Boolean, Arc::new(BooleanArray::new(bits, array.nulls().cloned())))
}
