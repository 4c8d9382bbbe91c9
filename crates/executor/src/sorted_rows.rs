//! Rows with their sort keys: what SORT and its bounded form collect.

use std::cmp::Ordering;

use esql_data::Batch;
use esql_planner::physical::SortKey;

use crate::evaluator::index;
use crate::memory::compact;
use crate::sort_key::SortKeys;

/// Rows in the order in which they came, and their order by key.
#[derive(Default)]
pub(crate) struct SortedRows {
    batches: Vec<Batch>,
    batch_bytes: usize,
    keys: SortKeys,
    order: Vec<Entry>,
    /// Once rows were let go: the key of the last row that was kept. A later row must be before.
    cutoff: Option<Vec<u8>>,
}

/// A row in the order. Most comparisons end with the first bytes of the key, without a look at
/// the rest.
#[derive(Clone, Copy)]
struct Entry {
    prefix: u64,
    row: u32,
}

impl Entry {
    fn new(key: &[u8], row: usize) -> Self {
        let mut prefix = [0; 8];
        let len = key.len().min(prefix.len());
        prefix[..len].copy_from_slice(&key[..len]);
        Entry { prefix: u64::from_be_bytes(prefix), row: index(row) }
    }

    /// By key, then as the rows came. Keys end by themselves, so zeros behind a short one do not
    /// matter.
    fn compare(&self, other: &Entry, keys: &SortKeys) -> Ordering {
        let rest = || keys.get(self.row as usize).cmp(keys.get(other.row as usize));
        self.prefix.cmp(&other.prefix).then_with(rest).then_with(|| self.row.cmp(&other.row))
    }
}

impl SortedRows {
    /// How many rows.
    pub(crate) fn len(&self) -> usize {
        self.order.len()
    }

    /// Bytes of memory that are held.
    pub(crate) fn bytes(&self) -> usize {
        self.batch_bytes + self.keys.bytes() + self.order.capacity() * size_of::<Entry>()
    }

    /// Adds the rows of a batch that can still matter.
    pub(crate) fn push(&mut self, mut batch: Batch, sort_keys: &[SortKey]) {
        let mut keys = SortKeys::of(&batch, sort_keys);
        if let Some(cutoff) = &self.cutoff {
            let before = |row: &usize| keys.get(*row) < cutoff.as_slice();
            let rows: Vec<u32> = (0..batch.rows).filter(before).map(index).collect();
            if rows.len() < batch.rows {
                batch = batch.take(&rows);
                keys = keys.take(&rows);
            }
        }
        if batch.rows > 0 {
            self.add(compact(batch), &keys);
        }
    }

    fn add(&mut self, batch: Batch, keys: &SortKeys) {
        let rows = self.keys.len();
        self.order.extend((0..keys.len()).map(|at| Entry::new(keys.get(at), rows + at)));
        self.keys.append(keys);
        self.batch_bytes += batch.bytes();
        self.batches.push(batch);
    }

    /// Adds rows that came later. Rows that both sides have sorted stay so in runs, which the
    /// last sort makes use of.
    pub(crate) fn append(&mut self, later: SortedRows) {
        let rows = index(self.keys.len());
        let moved = |entry: Entry| Entry { row: entry.row + rows, ..entry };
        self.order.extend(later.order.into_iter().map(moved));
        self.keys.append(&later.keys);
        self.batch_bytes += later.batch_bytes;
        self.batches.extend(later.batches);
    }

    /// Brings the order up to date.
    pub(crate) fn sort(&mut self) {
        let keys = &self.keys;
        self.order.sort_by(|left, right| left.compare(right, keys));
    }

    /// Lets all but the first `count` rows go.
    pub(crate) fn truncate(&mut self, count: usize) {
        if count == 0 {
            *self = SortedRows::default();
            return;
        }
        if self.len() <= count {
            return;
        }
        let keys = &self.keys;
        let (_, last, _) =
            self.order.select_nth_unstable_by(count - 1, |left, right| left.compare(right, keys));
        let cutoff = keys.get(last.row as usize).to_vec();
        let mut rows: Vec<u32> = self.order[..count].iter().map(|entry| entry.row).collect();
        rows.sort_unstable();
        let (batch, keys) = (Batch::concat(&self.batches).take(&rows), keys.take(&rows));
        *self = SortedRows { cutoff: Some(cutoff), ..SortedRows::default() };
        self.add(compact(batch), &keys);
    }

    /// The rows in order.
    pub(crate) fn finish(mut self) -> Vec<Batch> {
        if self.order.is_empty() {
            return Vec::new();
        }
        self.sort();
        let rows: Vec<u32> = self.order.iter().map(|entry| entry.row).collect();
        vec![Batch::concat(&self.batches).take(&rows)]
    }
}
