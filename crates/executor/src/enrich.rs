//! ENRICH: each row gets the values of all rows of the lookup that match a value of its key, in
//! one cell, in the order of the lookup.

use std::sync::Arc;

use esql_data::{Batch, Column, ColumnBuilder, Warnings};
use esql_planner::physical::{Join, JoinKind};

use crate::evaluator::index;
use crate::lookup::{Lookup, Table};
use crate::operator::{Emit, Transform};
use crate::row_key::writer;

pub(crate) struct Enrich<'p> {
    pub(crate) join: &'p Join,
    pub(crate) lookup: Arc<Lookup>,
}

impl Enrich<'_> {
    /// The rows of the lookup for one value of the key.
    fn find(&self, table: &Table, key: &[u8], found: &mut Vec<u32>) {
        match self.join.kind {
            JoinKind::Range => found.extend(table.ranges.rows(key)),
            JoinKind::Rows | JoinKind::Values | JoinKind::Member => {
                for rows in [&table.by_key, &table.among_several] {
                    found.extend(rows.get(key).into_iter().flatten());
                }
            }
        }
    }
}

impl Transform for Enrich<'_> {
    fn apply(&self, mut batch: Batch, warnings: &mut Warnings, emit: &mut Emit<'_>) -> bool {
        let (Some(table), Some(&(key, _))) = (self.lookup.table(), self.join.keys.first()) else {
            return true;
        };
        let mut found = Vec::new();
        let mut ends = Vec::with_capacity(batch.rows);
        let column = &batch.columns[key];
        let write = writer(column);
        let mut bytes = Vec::new();
        for row in 0..batch.rows {
            let start = found.len();
            for value in column.cell(row) {
                bytes.clear();
                write(value, &mut bytes);
                self.find(table, &bytes, &mut found);
            }
            let mut rows = found.split_off(start);
            rows.sort_unstable();
            rows.dedup();
            found.append(&mut rows);
            ends.push(found.len());
        }
        drop(write);
        let added =
            table.rows.columns.iter().map(|column| gather(column, &found, &ends, table.len()));
        let added: Vec<Column> = added.collect();
        batch.columns.extend(added);
        emit(batch, warnings)
    }
}

/// A column with the values of the rows `found`; `ends` has for each cell where its rows end.
fn gather(column: &Column, found: &[u32], ends: &[usize], nulls: usize) -> Column {
    let starts = || std::iter::once(0).chain(ends.iter().copied());
    if !column.is_multi() && starts().zip(ends).all(|(start, end)| end - start <= 1) {
        let row = |(start, &end): (usize, &usize)| found[start..end].first().copied();
        let rows: Vec<u32> =
            starts().zip(ends).map(|cell| row(cell).unwrap_or(index(nulls))).collect();
        return column.take(&rows);
    }
    let mut builder = ColumnBuilder::new(column.ty());
    for (start, &end) in starts().zip(ends) {
        let values = found[start..end].iter().flat_map(|&row| column.cell(row as usize));
        builder.push_many(values.map(|at| column.value(at)));
    }
    builder.finish()
}
