//! MV_EXPAND: a row for each value of a cell.

use esql_data::arrow::buffer::OffsetBuffer;
use esql_data::{Batch, Column, Warnings};

use crate::evaluator::index;
use crate::operator::{Emit, Transform};

pub(crate) struct MvExpand {
    /// The column to expand.
    pub(crate) column: usize,
    /// How many rows to emit at a time, about: a row can become many.
    pub(crate) batch_rows: usize,
}

impl Transform for MvExpand {
    fn apply(&self, batch: Batch, warnings: &mut Warnings, emit: &mut Emit<'_>) -> bool {
        let cells = &batch.columns[self.column];
        if !cells.is_multi() {
            return emit(batch, warnings);
        }
        let mut expansion = Expansion::default();
        for row in 0..batch.rows {
            expansion.add(row, cells.cell(row));
            if expansion.rows.len() >= self.batch_rows || row + 1 == batch.rows {
                let expanded = std::mem::take(&mut expansion).apply(&batch, self.column);
                if !emit(expanded, warnings) {
                    return false;
                }
            }
        }
        true
    }
}

/// Rows to come: which row each copies, and which values, one or none a row.
#[derive(Default)]
struct Expansion {
    rows: Vec<u32>,
    values: Vec<u32>,
    lengths: Vec<usize>,
}

impl Expansion {
    fn add(&mut self, row: usize, cell: std::ops::Range<usize>) {
        let copies = cell.len().max(1);
        self.rows.extend(std::iter::repeat_n(index(row), copies));
        self.lengths.extend(std::iter::repeat_n(cell.len().min(1), copies));
        self.values.extend(cell.map(index));
    }

    fn apply(self, batch: &Batch, expanded: usize) -> Batch {
        let columns = batch.columns.iter().enumerate().map(|(at, column)| {
            if at != expanded {
                return column.take(&self.rows);
            }
            let values = Column::single(column.ty(), column.values().clone()).take(&self.values);
            let offsets = OffsetBuffer::from_lengths(self.lengths.iter().copied());
            Column::multi(column.ty(), values.values().clone(), offsets)
        });
        Batch::new(columns.collect(), self.rows.len())
    }
}
