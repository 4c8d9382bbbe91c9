//! The memory budget that all operators of an execution share.

use std::sync::atomic::{AtomicUsize, Ordering};

use esql_data::arrow::array::types::ByteViewType;
use esql_data::arrow::array::{Array, GenericByteViewArray};
use esql_data::arrow::buffer::Buffer;
use esql_data::{Batch, Bytes, Column, Str};

use crate::ExecError;
use crate::evaluator::index;

/// How many bytes operators hold and may hold.
pub(crate) struct Budget {
    limit: usize,
    used: AtomicUsize,
}

impl Budget {
    pub(crate) fn new(limit: usize) -> Self {
        Budget { limit, used: AtomicUsize::new(0) }
    }

    /// Whether operators hold half of what they may hold, or more.
    pub(crate) fn is_half_used(&self) -> bool {
        self.used.load(Ordering::Relaxed) >= self.limit / 2
    }

    fn check(&self, bytes: usize, operator: &'static str) -> Result<(), ExecError> {
        if bytes > self.limit {
            return Err(ExecError::Memory { limit: self.limit, operator });
        }
        Ok(())
    }

    /// A share of nothing yet.
    pub(crate) fn reserve(&self) -> Reservation<'_> {
        Reservation { budget: self, bytes: 0 }
    }
}

/// The bytes that one state holds; given back when dropped.
pub(crate) struct Reservation<'b> {
    budget: &'b Budget,
    bytes: usize,
}

impl Reservation<'_> {
    /// Says that the state of `operator` now holds `bytes`.
    ///
    /// # Errors
    /// If all states together hold too much.
    pub(crate) fn set(&mut self, bytes: usize, operator: &'static str) -> Result<(), ExecError> {
        let all = self.note(bytes);
        self.budget.check(all, operator)
    }

    /// Says the same of a state that can go to files as soon as it is merged.
    ///
    /// # Errors
    /// If it alone holds too much.
    pub(crate) fn set_for_a_while(
        &mut self,
        bytes: usize,
        operator: &'static str,
    ) -> Result<(), ExecError> {
        self.note(bytes);
        self.budget.check(bytes, operator)
    }

    /// Takes note of what the state holds, and tells what all hold.
    fn note(&mut self, bytes: usize) -> usize {
        // The counter wraps around, so adding a negative difference is fine.
        let difference = bytes.wrapping_sub(self.bytes);
        let before = self.budget.used.fetch_add(difference, Ordering::Relaxed);
        self.bytes = bytes;
        before.wrapping_add(difference)
    }
}

impl Drop for Reservation<'_> {
    fn drop(&mut self) {
        self.budget.used.fetch_sub(self.bytes, Ordering::Relaxed);
    }
}

/// The batch in a form that may be kept: cells that make up only a small part of the buffers that
/// hold them, such as a block of a file or the batch that they were sliced from, are copied out.
pub(crate) fn compact(batch: Batch) -> Batch {
    let columns = batch.columns.into_iter().map(compact_column).collect();
    Batch { columns, rows: batch.rows }
}

fn compact_column(column: Column) -> Column {
    let values = match column.offsets().map(AsRef::as_ref) {
        Some([start, .., end]) => usize::try_from(end - start).unwrap_or(0),
        _ => column.values().len(),
    };
    let footprint = Footprint::of(&column);
    let slots = values * footprint.slot;
    let mut column = column;
    if is_sparse(footprint.slots, slots) && !column.is_constant() {
        let rows: Vec<u32> = (0..column.len()).map(index).collect();
        column = column.take(&rows);
    }
    // Counting what is used looks at each value; few bytes a value are not worth it.
    if footprint.texts > slots && is_sparse(footprint.texts, Footprint::texts_used(&column)) {
        column = column.compacted();
    }
    column
}

/// Whether `held` bytes are too many for keeping `used` of them. Builders may hold twice what
/// they need.
fn is_sparse(held: usize, used: usize) -> bool {
    held > 2 * used + 4096
}

/// What the buffers of a column take.
struct Footprint {
    /// Bytes of one value in the buffer of slots, at most.
    slot: usize,
    /// Bytes of all slots.
    slots: usize,
    /// Bytes of the texts behind the slots.
    texts: usize,
}

impl Footprint {
    fn of(column: &Column) -> Self {
        fn views<T: ByteViewType + ?Sized>(array: &GenericByteViewArray<T>) -> Footprint {
            let texts = array.data_buffers().iter().map(Buffer::len).sum();
            let slots = array.views().inner().capacity();
            Footprint { slot: size_of::<u128>(), slots, texts }
        }
        if let Some(array) = column.array::<Str>() {
            return views(array);
        }
        if let Some(array) = column.array::<Bytes>() {
            return views(array);
        }
        let slots = column.values().get_buffer_memory_size();
        Footprint { slot: size_of::<u64>(), slots, texts: 0 }
    }

    fn texts_used(column: &Column) -> usize {
        let texts = column.array::<Str>().map(GenericByteViewArray::total_buffer_bytes_used);
        let bytes = || column.array::<Bytes>().map(GenericByteViewArray::total_buffer_bytes_used);
        texts.or_else(bytes).unwrap_or(0)
    }
}

#[cfg(test)]
mod tests {
    use esql_data::{DataType, Value};

    use super::*;

    #[test]
    fn slices_and_survivors_are_copied_out_of_big_buffers() {
        let many = 20_000;
        let number = |at| Value::Long(at);
        let text = |at| Value::from(format!("text of more than twelve bytes, {at}").as_str());
        let pair = |at| Value::List(vec![number(at), number(at + 1)]);
        let columns = [
            Column::from_values(DataType::Long, &(0..many).map(number).collect::<Vec<_>>()),
            Column::from_values(DataType::Keyword, &(0..many).map(text).collect::<Vec<_>>()),
            Column::from_values(DataType::Long, &(0..many).map(pair).collect::<Vec<_>>()),
            Column::constant(DataType::Keyword, &text(7), 20_000),
        ];
        let batch = Batch::new(columns.to_vec(), 20_000);
        let survivors: Vec<u32> = (0..100).map(|at| at * 150).collect();
        for small in [batch.slice(5000, 100), batch.take(&survivors)] {
            let compact = compact(small.clone());
            assert_eq!(compact.columns, small.columns);
            let bytes: Vec<usize> = compact.columns.iter().map(Column::bytes).collect();
            assert!(bytes.iter().sum::<usize>() < 50_000, "{bytes:?}");
        }
        assert_eq!(compact(batch.clone()).bytes(), batch.bytes());
    }
}
