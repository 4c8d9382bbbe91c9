//! Compares an answer with what a test expects.

use std::collections::BTreeSet;

use esql_engine::{Outcome, response};
use serde_json::{Map, Value};

use super::{Case, Cell, Difference, snapshot};
use crate::{Alerts, Rule};

impl Case {
    /// How the answer of `rule` differs from what is expected. `snapshot` is the text of the
    /// snapshot, if the test names one and it can be read.
    #[must_use]
    pub fn judge(&self, rule: &Rule, outcome: &Outcome, snapshot: Option<&str>) -> Vec<Difference> {
        let expected = &self.expected;
        let mut differences = Vec::new();
        if let Some(count) = expected.alerts {
            let actual = Alerts::of(rule, outcome).count;
            if actual != count {
                differences.push(Difference::Alerts { expected: count, actual });
            }
        }
        if expected.ids.is_some() || !expected.misses.is_empty() {
            ids(self, outcome, &mut differences);
        }
        if let Some(rows) = &expected.rows {
            differences.extend(compare_by_name(rows, outcome));
        }
        if let Some(name) = &expected.snapshot {
            match snapshot {
                Some(text) => differences.extend(snapshot::compare(outcome, text)),
                None => differences.push(Difference::Snapshot(format!(
                    "there is no snapshot `{name}`; `--bless` writes it"
                ))),
            }
        }
        for text in &expected.warnings {
            let ours = outcome.diagnostics.iter().map(|one| &one.message);
            if !outcome.warnings.iter().chain(ours).any(|line| line.contains(text)) {
                differences.push(Difference::NoWarning(text.clone()));
            }
        }
        differences
    }
}

/// Compares the `_id`s of the rows.
fn ids(case: &Case, outcome: &Outcome, differences: &mut Vec<Difference>) {
    let Some(at) = outcome.schema.iter().position(|field| field.name == "_id") else {
        differences.push(Difference::Failed(
            "the answer has no `_id`, so events cannot be told; use `alerts` or `rows`".to_owned(),
        ));
        return;
    };
    let mut actual = BTreeSet::new();
    for batch in &outcome.batches {
        let column = batch.columns.get(at);
        let cells = column
            .into_iter()
            .flat_map(|column| (0..batch.rows).map(|row| response::cell_text(column, row)));
        actual.extend(cells);
    }
    if let Some(ids) = &case.expected.ids {
        let missing = ids.iter().filter(|id| !actual.contains(*id));
        differences.extend(missing.map(|id| Difference::NoRow(id.clone())));
        let extra = actual.iter().filter(|id| !ids.contains(id));
        differences.extend(extra.map(|id| Difference::Unexpected(id.clone())));
    }
    let matched = case.expected.misses.iter().filter(|id| actual.contains(*id));
    for id in matched {
        let difference = Difference::Unexpected(id.clone());
        if !differences.contains(&difference) {
            differences.push(difference);
        }
    }
}

/// Compares rows by the columns that are named, in any order: equal ones belong together, then
/// those that differ least.
fn compare_by_name(expected: &[Map<String, Value>], outcome: &Outcome) -> Vec<Difference> {
    let names: Vec<String> = outcome.schema.iter().map(|field| field.name.clone()).collect();
    let mut rows: Vec<Vec<Value>> = Vec::new();
    for batch in &outcome.batches {
        for row in 0..batch.rows {
            let cells = batch.columns.iter().map(|column| response::json_cell(column, row));
            rows.push(cells.collect());
        }
    }
    let differing = |wanted: &Map<String, Value>, row: &Vec<Value>| -> Vec<Cell> {
        let cell = |(name, value): (&String, &Value)| {
            let actual = names.iter().position(|other| other == name).map(|at| &row[at]);
            let is_same = actual.is_some_and(|actual| same(value, actual));
            (!is_same).then(|| Cell {
                column: name.clone(),
                expected: value.to_string(),
                actual: actual.map(Value::to_string),
            })
        };
        wanted.iter().filter_map(cell).collect()
    };
    let mut left: Vec<usize> = (0..rows.len()).collect();
    let mut unmatched = Vec::new();
    for (at, wanted) in expected.iter().enumerate() {
        match left.iter().position(|&row| differing(wanted, &rows[row]).is_empty()) {
            Some(found) => {
                left.remove(found);
            }
            None => unmatched.push((at, wanted)),
        }
    }
    let mut differences = Vec::new();
    for (at, wanted) in unmatched {
        let nearest =
            left.iter().enumerate().min_by_key(|(_, row)| differing(wanted, &rows[**row]).len());
        match nearest.map(|(found, &row)| (found, row)) {
            Some((found, row)) => {
                left.remove(found);
                let cells = differing(wanted, &rows[row]);
                differences.push(Difference::Row { number: at + 1, cells });
            }
            None => differences.push(Difference::MissingRow {
                number: at + 1,
                cells: Value::Object(wanted.clone()).to_string(),
            }),
        }
    }
    for row in left {
        let cells = names.iter().zip(&rows[row]).filter(|(_, value)| !value.is_null());
        let object: Map<String, Value> =
            cells.map(|(name, value)| (name.clone(), value.clone())).collect();
        differences.push(Difference::ExtraRow(Value::Object(object).to_string()));
    }
    differences
}

/// The cells in which two rows differ.
pub(super) fn compare_rows(names: &[String], expected: &[Value], actual: &[Value]) -> Vec<Cell> {
    let pairs = names.iter().zip(expected.iter().zip(actual));
    let cell = |(name, (expected, actual)): (&String, (&Value, &Value))| {
        (!same(expected, actual)).then(|| Cell {
            column: name.clone(),
            expected: expected.to_string(),
            actual: Some(actual.to_string()),
        })
    };
    pairs.filter_map(cell).collect()
}

/// Whether two cells are the same: numbers by value, lists without regard to their order, which
/// ES|QL leaves open.
fn same(expected: &Value, actual: &Value) -> bool {
    match (expected, actual) {
        (Value::Array(a), Value::Array(b)) => {
            let mut left: Vec<&Value> = b.iter().collect();
            a.len() == b.len()
                && a.iter().all(|one| {
                    let found = left.iter().position(|other| same(one, other));
                    found.map(|at| left.remove(at)).is_some()
                })
        }
        (Value::Number(a), Value::Number(b)) => a == b || a.as_f64() == b.as_f64(),
        _ => expected == actual,
    }
}
