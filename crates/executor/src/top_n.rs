//! SORT with LIMIT: orders rows, stably, and keeps only the first.

use esql_data::{Batch, Warnings};
use esql_planner::physical::SortKey;

use crate::ExecError;
use crate::operator::Breaker;
use crate::sorted_rows::SortedRows;

/// How many rows more than needed are collected, at least, before some are let go.
const SLACK: usize = 1024;

pub(crate) struct TopN<'p> {
    pub(crate) keys: &'p [SortKey],
    pub(crate) count: usize,
}

impl TopN<'_> {
    /// Lets rows go once there are many more than needed, so that it costs little a row.
    fn prune(&self, state: &mut SortedRows) {
        if state.len() >= self.count.saturating_mul(2).max(self.count.saturating_add(SLACK)) {
            state.truncate(self.count);
        }
    }
}

impl Breaker for TopN<'_> {
    type State = SortedRows;
    type Part = SortedRows;

    fn name(&self) -> &'static str {
        "top_n"
    }

    fn begin(&self) -> Result<SortedRows, ExecError> {
        Ok(SortedRows::default())
    }

    fn push(&self, state: &mut SortedRows, batch: Batch, _: &mut Warnings) {
        state.push(batch, self.keys);
        self.prune(state);
    }

    fn is_full(&self, _: &SortedRows) -> bool {
        self.count == 0
    }

    fn state_bytes(&self, state: &SortedRows) -> usize {
        state.bytes()
    }

    fn seal(&self, mut state: SortedRows, _: &mut Warnings) -> SortedRows {
        state.truncate(self.count);
        state
    }

    fn part_bytes(&self, part: &SortedRows) -> usize {
        part.bytes()
    }

    fn absorb(&self, state: &mut SortedRows, part: SortedRows, _: &mut Warnings) {
        state.append(part);
        self.prune(state);
    }

    fn finish(&self, mut state: SortedRows, _: &mut Warnings) -> Result<Vec<Batch>, ExecError> {
        state.truncate(self.count);
        Ok(state.finish())
    }
}
