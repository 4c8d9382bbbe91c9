//! `IN (subquery)`: whether a cell's value is among those of a subquery, which is read first.

use std::sync::Arc;

use esql_data::{Batch, Column, ColumnBuilder, DataType, Problem, Value, Warnings};
use esql_planner::physical::Join;

use crate::lookup::{Lookup, Table};
use crate::operator::{Emit, Transform};
use crate::row_key::writer;

pub(crate) struct InQuery<'p> {
    pub(crate) join: &'p Join,
    pub(crate) lookup: Arc<Lookup>,
}

impl InQuery<'_> {
    /// For each row: true if the value is found; null if there is no single value, or a value that
    /// is not found could be one that the subquery has no value for; over no rows always false.
    fn found(&self, key: &Column, table: &Table, warnings: &mut Warnings) -> Column {
        let mut found = ColumnBuilder::new(DataType::Boolean);
        let is_empty = table.len() == 0;
        let has_several = !table.among_several.is_empty();
        let has_null = has_several || table.has_null;
        if has_several {
            warnings.record(self.join.site, Problem::multi_value);
        }
        let write = writer(key);
        let mut bytes = Vec::new();
        for row in 0..key.len() {
            let cell = key.cell(row);
            if is_empty {
                found.push(&Value::Boolean(false));
            } else if cell.len() == 1 {
                bytes.clear();
                write(cell.start, &mut bytes);
                match table.by_key.contains_key(&bytes) {
                    false if has_null => found.push_null(),
                    is_found => found.push(&Value::Boolean(is_found)),
                }
            } else {
                if cell.len() > 1 {
                    warnings.record(self.join.site, Problem::multi_value);
                }
                found.push_null();
            }
        }
        found.finish()
    }
}

impl Transform for InQuery<'_> {
    fn apply(&self, mut batch: Batch, warnings: &mut Warnings, emit: &mut Emit<'_>) -> bool {
        let (Some(table), Some(&(row, listed))) = (self.lookup.table(), self.join.keys.first())
        else {
            return true;
        };
        let found = self.found(&batch.columns[row], table, warnings);
        // Of the lookup come the key, which nobody reads, and what is true of each row of it.
        for (at, column) in table.rows.columns.iter().enumerate() {
            let is_key = at == listed;
            let added = if is_key { Column::null(column.ty(), batch.rows) } else { found.clone() };
            batch.columns.push(added);
        }
        emit(batch, warnings)
    }
}
