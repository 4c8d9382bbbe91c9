//! LIMIT ... BY and DEDUP: keeps the first rows of each group of rows with equal cells.

use esql_data::{Batch, Column, Warnings};

use crate::ExecError;
use crate::evaluator::index;
use crate::key_table::BytesTable;
use crate::memory::compact;
use crate::operator::Breaker;
use crate::row_key::{self, Writer};

pub(crate) struct LimitBy<'p> {
    /// The columns to group by.
    pub(crate) keys: &'p [usize],
    /// How many rows of each group.
    pub(crate) count: usize,
}

/// The rows kept so far.
#[derive(Default)]
pub(crate) struct Rows {
    /// The groups, each with the number of rows that it has.
    groups: BytesTable,
    counts: Vec<usize>,
    batches: Vec<Batch>,
    bytes: usize,
}

impl Rows {
    /// The rows of a batch that their groups still have room for.
    fn keep(&mut self, keys: &[&Column], rows: usize, count: usize) -> Vec<u32> {
        let writers: Vec<Writer<'_>> = keys.iter().map(|key| row_key::writer(key)).collect();
        let mut kept = Vec::new();
        let mut cells = Vec::new();
        for row in 0..rows {
            cells.clear();
            for (key, write) in keys.iter().zip(&writers) {
                let cell = key.cell(row);
                cells.extend_from_slice(&index(cell.len()).to_be_bytes());
                cell.for_each(|at| write(at, &mut cells));
            }
            let group = self.groups.number(Some(&cells)) as usize;
            if group >= self.counts.len() {
                self.counts.push(0);
            }
            if self.counts[group] < count {
                self.counts[group] += 1;
                kept.push(index(row));
            }
        }
        kept
    }
}

impl LimitBy<'_> {
    fn add(&self, state: &mut Rows, batch: Batch) {
        let keys: Vec<&Column> = self.keys.iter().map(|&at| &batch.columns[at]).collect();
        let kept = state.keep(&keys, batch.rows, self.count);
        if kept.is_empty() {
            return;
        }
        let batch = if kept.len() < batch.rows { batch.take(&kept) } else { batch };
        let batch = compact(batch);
        state.bytes += batch.bytes();
        state.batches.push(batch);
    }
}

impl Breaker for LimitBy<'_> {
    type State = Rows;
    type Part = Vec<Batch>;

    fn name(&self) -> &'static str {
        "limit_by"
    }

    fn begin(&self) -> Result<Rows, ExecError> {
        Ok(Rows::default())
    }

    fn push(&self, state: &mut Rows, batch: Batch, _: &mut Warnings) {
        self.add(state, batch);
    }

    fn is_full(&self, _: &Rows) -> bool {
        self.count == 0
    }

    fn state_bytes(&self, state: &Rows) -> usize {
        state.bytes + state.groups.bytes() + state.counts.capacity() * size_of::<usize>()
    }

    fn seal(&self, state: Rows, _: &mut Warnings) -> Vec<Batch> {
        state.batches
    }

    fn part_bytes(&self, part: &Vec<Batch>) -> usize {
        part.iter().map(Batch::bytes).sum()
    }

    fn absorb(&self, state: &mut Rows, part: Vec<Batch>, _: &mut Warnings) {
        part.into_iter().for_each(|batch| self.add(state, batch));
    }

    fn finish(&self, state: Rows, _: &mut Warnings) -> Result<Vec<Batch>, ExecError> {
        Ok(state.batches)
    }
}
