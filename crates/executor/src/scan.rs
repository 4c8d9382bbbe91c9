//! The conditions of a scan, tested as soon as their columns are read.

use std::sync::atomic::{AtomicBool, Ordering};

use esql_data::{Batch, Warnings};
use esql_functions::Session;
use esql_planner::physical::Expr;
use esql_planner::scan::ScanFilter;

use crate::ExecError;
use crate::conjunction::Conjunction;
use crate::evaluator::{columns_read, index, rank};

pub(crate) struct ScanConditions<'p> {
    columns: Vec<usize>,
    conjunction: Conjunction<'p>,
    cancel: &'p AtomicBool,
}

impl<'p> ScanConditions<'p> {
    /// Makes conditions ready; once `cancel` is true they keep nothing.
    ///
    /// # Errors
    /// If a constant argument cannot be used.
    pub(crate) fn new(
        conditions: &[Expr],
        session: &'p Session,
        cancel: &'p AtomicBool,
    ) -> Result<Self, ExecError> {
        let columns = columns_read(conditions);
        let conjunction = Conjunction::new(conditions, session, &|at| rank(&columns, at))?;
        Ok(ScanConditions { columns, conjunction, cancel })
    }
}

impl ScanFilter for ScanConditions<'_> {
    fn columns(&self) -> &[usize] {
        &self.columns
    }

    fn keep(&self, batch: &Batch, warnings: &mut Warnings) -> Vec<u32> {
        // A task that keeps nothing emits nothing, so nobody else would notice.
        if self.cancel.load(Ordering::Relaxed) {
            return Vec::new();
        }
        let kept = self.conjunction.keep(&batch.columns, batch.rows, warnings);
        kept.unwrap_or_else(|| (0..batch.rows).map(index).collect())
    }
}
