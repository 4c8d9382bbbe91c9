//! LIMIT, and the end of every plan: collects rows in their order, up to a number of them.

use esql_data::{Batch, Warnings};

use crate::ExecError;
use crate::memory::compact;
use crate::operator::Breaker;

pub(crate) struct Collect {
    name: &'static str,
    limit: usize,
}

impl Collect {
    /// Collects the first `limit` rows.
    pub(crate) fn first(limit: usize) -> Self {
        Collect { name: "limit", limit }
    }

    /// Collects all rows.
    pub(crate) const fn all() -> Self {
        Collect { name: "collect", limit: usize::MAX }
    }

    /// Adds the rows of a batch that there is still room for.
    fn add(&self, rows: &mut Rows, batch: Batch) {
        let room = self.limit - rows.count;
        let batch = if batch.rows > room { batch.slice(0, room) } else { batch };
        if batch.rows > 0 {
            let batch = compact(batch);
            rows.count += batch.rows;
            rows.bytes += batch.bytes();
            rows.batches.push(batch);
        }
    }
}

/// Rows in their order.
#[derive(Default)]
pub(crate) struct Rows {
    batches: Vec<Batch>,
    count: usize,
    bytes: usize,
}

impl Breaker for Collect {
    type State = Rows;
    type Part = Rows;

    fn name(&self) -> &'static str {
        self.name
    }

    fn begin(&self) -> Result<Rows, ExecError> {
        Ok(Rows::default())
    }

    fn push(&self, state: &mut Rows, batch: Batch, _: &mut Warnings) {
        self.add(state, batch);
    }

    fn is_full(&self, state: &Rows) -> bool {
        state.count >= self.limit
    }

    fn state_bytes(&self, state: &Rows) -> usize {
        state.bytes
    }

    fn seal(&self, state: Rows, _: &mut Warnings) -> Rows {
        state
    }

    fn part_bytes(&self, part: &Rows) -> usize {
        part.bytes
    }

    fn absorb(&self, state: &mut Rows, part: Rows, _: &mut Warnings) {
        part.batches.into_iter().for_each(|batch| self.add(state, batch));
    }

    fn finish(&self, state: Rows, _: &mut Warnings) -> Result<Vec<Batch>, ExecError> {
        Ok(state.batches)
    }
}
