//! The whole answer of a rule as a file: the JSON of `_query`, a row a line.

use esql_engine::{Outcome, response};
use serde_json::Value;

use super::judge::compare_rows;
use super::{Cell, Difference};

/// The answer as it stands in a snapshot.
#[must_use]
pub fn snapshot(outcome: &Outcome) -> String {
    let mut text = Vec::new();
    // Writing to memory cannot fail.
    let _ = response::json(outcome, &mut text);
    String::from_utf8_lossy(&text).into_owned()
}

/// What differs from the snapshot `expected`: columns, or rows, which are in order.
pub(super) fn compare(outcome: &Outcome, expected: &str) -> Vec<Difference> {
    let expected: Value = match serde_json::from_str(expected) {
        Ok(expected) => expected,
        Err(error) => {
            return vec![Difference::Snapshot(format!("the snapshot is no JSON: {error}"))];
        }
    };
    let actual: Value = serde_json::from_str(&snapshot(outcome)).unwrap_or(Value::Null);
    let columns = |answer: &Value| answer.get("columns").map(Value::to_string).unwrap_or_default();
    if columns(&expected) != columns(&actual) {
        return vec![Difference::Columns {
            expected: columns(&expected),
            actual: columns(&actual),
        }];
    }
    let names: Vec<String> = outcome.schema.iter().map(|field| field.name.clone()).collect();
    let rows = |answer: &Value| -> Vec<Vec<Value>> {
        let rows = answer.get("values").and_then(Value::as_array).cloned().unwrap_or_default();
        rows.into_iter().map(|row| row.as_array().cloned().unwrap_or_default()).collect()
    };
    let (expected, actual) = (rows(&expected), rows(&actual));
    let mut differences = Vec::new();
    for (at, row) in expected.iter().enumerate() {
        match actual.get(at) {
            None => differences.push(Difference::MissingRow {
                number: at + 1,
                cells: Value::from(row.clone()).to_string(),
            }),
            Some(other) => {
                let cells: Vec<Cell> = compare_rows(&names, row, other);
                if !cells.is_empty() {
                    differences.push(Difference::Row { number: at + 1, cells });
                }
            }
        }
    }
    let extra = actual.iter().skip(expected.len());
    differences.extend(extra.map(|row| Difference::ExtraRow(Value::from(row.clone()).to_string())));
    differences
}
