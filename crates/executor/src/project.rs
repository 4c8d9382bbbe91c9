//! KEEP, DROP, RENAME: chooses and orders columns.

use esql_data::{Batch, Warnings};

use crate::operator::{Emit, Transform};

pub(crate) struct Project<'p>(pub(crate) &'p [usize]);

impl Transform for Project<'_> {
    fn apply(&self, batch: Batch, warnings: &mut Warnings, emit: &mut Emit<'_>) -> bool {
        let columns = self.0.iter().map(|&at| batch.columns[at].clone()).collect();
        emit(Batch { columns, rows: batch.rows }, warnings)
    }
}
