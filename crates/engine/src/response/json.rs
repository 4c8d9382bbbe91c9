//! JSON: the shape of `_query`'s answer, and one object a row.

use std::io::{self, Write};

use serde_json::{Map, Value, json};

use super::json_cell;
use crate::Outcome;

/// Writes `{"columns": [{"name", "type"}], "values": [[...]]}`, a row a line.
///
/// # Errors
/// If `out` cannot be written.
pub fn json(outcome: &Outcome, out: &mut dyn Write) -> io::Result<()> {
    let columns: Vec<Value> = outcome
        .schema
        .iter()
        .map(|field| json!({"name": field.name, "type": field.ty.name()}))
        .collect();
    write!(out, "{{\"columns\":{},\"values\":[", Value::from(columns))?;
    let mut first = true;
    for batch in &outcome.batches {
        for row in 0..batch.rows {
            let cells: Vec<Value> =
                batch.columns.iter().map(|column| json_cell(column, row)).collect();
            write!(out, "{}\n{}", if first { "" } else { "," }, Value::from(cells))?;
            first = false;
        }
    }
    writeln!(out, "{}]}}", if first { "" } else { "\n" })
}

/// Writes an object a row, with the columns that are not null.
///
/// # Errors
/// If `out` cannot be written.
pub fn ndjson(outcome: &Outcome, out: &mut dyn Write) -> io::Result<()> {
    for batch in &outcome.batches {
        for row in 0..batch.rows {
            let mut object = Map::new();
            for (field, column) in outcome.schema.iter().zip(&batch.columns) {
                if !column.is_null(row) {
                    object.insert(field.name.clone(), json_cell(column, row));
                }
            }
            writeln!(out, "{}", Value::Object(object))?;
        }
    }
    Ok(())
}
