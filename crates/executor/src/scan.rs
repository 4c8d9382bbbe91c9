//! The conditions of a scan, tested as soon as their columns are read.

use std::sync::atomic::{AtomicBool, Ordering};

use esql_data::{Batch, Warnings};
use esql_functions::Session;
use esql_planner::physical::Expr;
use esql_planner::scan::ScanFilter;

use crate::ExecError;
use crate::conjunction::Conjunction;
use crate::evaluator::{columns_read, index, rank};
use crate::index_query::IndexQuery;

pub(crate) struct ScanConditions<'p> {
    columns: Vec<usize>,
    indexed: IndexQuery<'p>,
    others: Conjunction<'p>,
    cancel: &'p AtomicBool,
}

impl<'p> ScanConditions<'p> {
    /// Makes conditions ready, of which the first `indexed` are questions to the index; once
    /// `cancel` is true they keep nothing.
    ///
    /// # Errors
    /// If a constant argument cannot be used.
    pub(crate) fn new(
        conditions: &[Expr],
        indexed: usize,
        session: &'p Session,
        cancel: &'p AtomicBool,
    ) -> Result<Self, ExecError> {
        let columns = columns_read(conditions);
        let (indexed, others) = conditions.split_at(indexed.min(conditions.len()));
        let position = |at| rank(&columns, at);
        let indexed = IndexQuery::new(indexed, session, &position)?;
        let others = Conjunction::new(others, session, &position)?;
        Ok(ScanConditions { columns, indexed, others, cancel })
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
        let Batch { columns, rows } = batch;
        let kept = self.indexed.keep(columns, *rows, warnings);
        let kept = self.others.keep(kept, columns, *rows, warnings);
        kept.unwrap_or_else(|| (0..batch.rows).map(index).collect())
    }
}
