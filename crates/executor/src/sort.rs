//! SORT: orders all rows, stably.

use esql_data::{Batch, Warnings};
use esql_planner::physical::SortKey;

use crate::ExecError;
use crate::operator::Breaker;
use crate::sorted_rows::SortedRows;

pub(crate) struct Sort<'p>(pub(crate) &'p [SortKey]);

impl Breaker for Sort<'_> {
    type State = SortedRows;
    type Part = SortedRows;

    fn name(&self) -> &'static str {
        "sort"
    }

    fn begin(&self) -> Result<SortedRows, ExecError> {
        Ok(SortedRows::default())
    }

    fn push(&self, state: &mut SortedRows, batch: Batch, _: &mut Warnings) {
        state.push(batch, self.0);
    }

    fn state_bytes(&self, state: &SortedRows) -> usize {
        state.bytes()
    }

    fn seal(&self, mut state: SortedRows, _: &mut Warnings) -> SortedRows {
        state.sort();
        state
    }

    fn part_bytes(&self, part: &SortedRows) -> usize {
        part.bytes()
    }

    fn absorb(&self, state: &mut SortedRows, part: SortedRows, _: &mut Warnings) {
        state.append(part);
    }

    fn finish(&self, state: SortedRows, _: &mut Warnings) -> Result<Vec<Batch>, ExecError> {
        Ok(state.finish())
    }
}
