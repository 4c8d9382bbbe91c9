//! One cell, as JSON and as plain text.

use esql_data::{Column, DataType, ValueRef, double};
use serde_json::Value;

/// A cell as JSON: null, a value, or an array of values. Dates, addresses and the like are
/// strings, as in Elasticsearch's answers; `_source` is the document itself.
#[must_use]
pub fn json_cell(column: &Column, row: usize) -> Value {
    let cell = column.cell(row);
    match cell.len() {
        0 => Value::Null,
        1 => json_value(column.ty(), column.value(cell.start)),
        _ => cell.map(|at| json_value(column.ty(), column.value(at))).collect(),
    }
}

fn json_value(ty: DataType, value: ValueRef<'_>) -> Value {
    match (ty, value) {
        (DataType::Source, ValueRef::Text(text)) => {
            serde_json::from_str(text).unwrap_or_else(|_| Value::from(text))
        }
        (DataType::Date | DataType::DateNanos, _) => Value::from(print(ty, value)),
        (_, ValueRef::Boolean(value)) => Value::from(value),
        (_, ValueRef::Integer(value)) => Value::from(value),
        (_, ValueRef::Long(value)) => Value::from(value),
        (_, ValueRef::UnsignedLong(value)) => Value::from(value),
        // JSON has no NaN and no infinity; Elasticsearch writes them as strings.
        (_, ValueRef::Double(value)) => serde_json::Number::from_f64(value)
            .map_or_else(|| Value::from(double::to_string(value)), Value::Number),
        (_, ValueRef::Text(text)) => Value::from(text),
        (_, ValueRef::Bytes(_)) => Value::from(print(ty, value)),
    }
}

fn print(ty: DataType, value: ValueRef<'_>) -> String {
    let mut text = String::new();
    (ty.def().print)(value, &mut text);
    text
}

/// A cell as plain text: nothing for null, several values in brackets.
#[must_use]
pub fn cell_text(column: &Column, row: usize) -> String {
    let cell = column.cell(row);
    match cell.len() {
        0 => String::new(),
        1 => print(column.ty(), column.value(cell.start)),
        _ => {
            let values: Vec<String> = cell.map(|at| print(column.ty(), column.value(at))).collect();
            format!("[{}]", values.join(", "))
        }
    }
}
