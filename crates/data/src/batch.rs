//! A batch: some rows of some columns, and the names and types of columns.

use crate::{Column, DataType};

/// A column's name and type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    /// The name.
    pub name: String,
    /// The type.
    pub ty: DataType,
}

/// The columns of a table, in order.
pub type Schema = Vec<Field>;

/// Rows in columns of equal length.
#[derive(Clone, Debug, Default)]
pub struct Batch {
    /// The columns.
    pub columns: Vec<Column>,
    /// How many rows; needed apart, as a batch may have no column.
    pub rows: usize,
}

impl Batch {
    /// A batch of `rows` rows; every column must have as many.
    #[must_use]
    pub fn new(columns: Vec<Column>, rows: usize) -> Self {
        debug_assert!(columns.iter().all(|column| column.len() == rows));
        Batch { columns, rows }
    }

    /// Rows `offset..offset + len`.
    #[must_use]
    pub fn slice(&self, offset: usize, len: usize) -> Batch {
        let columns = self.columns.iter().map(|column| column.slice(offset, len)).collect();
        Batch { columns, rows: len }
    }

    /// The rows at `indices`, in that order.
    #[must_use]
    pub fn take(&self, indices: &[u32]) -> Batch {
        let columns = self.columns.iter().map(|column| column.take(indices)).collect();
        Batch { columns, rows: indices.len() }
    }

    /// All rows of several batches, one after another; all must have the same columns.
    #[must_use]
    pub fn concat(batches: &[Batch]) -> Batch {
        let Some(first) = batches.first() else { return Batch::default() };
        if batches.len() == 1 {
            return first.clone();
        }
        let columns = (0..first.columns.len())
            .map(|at| {
                let parts: Vec<&Column> = batches.iter().map(|batch| &batch.columns[at]).collect();
                Column::concat(&parts)
            })
            .collect();
        Batch { columns, rows: batches.iter().map(|batch| batch.rows).sum() }
    }

    /// Bytes of memory that the columns hold on to.
    #[must_use]
    pub fn bytes(&self) -> usize {
        self.columns.iter().map(Column::bytes).sum()
    }
}
