//! The sort keys of rows as bytes, so that comparing rows is comparing bytes.

use std::cmp::Ordering;
use std::ops::Range;

use esql_data::{Batch, Column, DataType, Storage, Str, compare, version};
use esql_planner::physical::SortKey;

use crate::row_key::{Writer, write_bytes, writer};

/// The keys of rows, by row number.
#[derive(Default)]
pub(crate) struct SortKeys {
    bytes: Vec<u8>,
    ends: Vec<usize>,
}

impl SortKeys {
    /// The keys of all rows of a batch.
    pub(crate) fn of(batch: &Batch, keys: &[SortKey]) -> Self {
        let parts: Vec<KeyPart<'_>> = keys.iter().map(|key| KeyPart::new(batch, *key)).collect();
        let mut sort_keys = SortKeys::default();
        for row in 0..batch.rows {
            for part in &parts {
                part.write(row, &mut sort_keys.bytes);
            }
            sort_keys.ends.push(sort_keys.bytes.len());
        }
        sort_keys
    }

    /// The key of row `at`.
    pub(crate) fn get(&self, at: usize) -> &[u8] {
        let start = if at == 0 { 0 } else { self.ends[at - 1] };
        &self.bytes[start..self.ends[at]]
    }

    /// How many rows.
    pub(crate) fn len(&self) -> usize {
        self.ends.len()
    }

    /// Adds the keys of further rows.
    pub(crate) fn append(&mut self, later: &SortKeys) {
        let start = self.bytes.len();
        self.bytes.extend_from_slice(&later.bytes);
        self.ends.extend(later.ends.iter().map(|end| start + end));
    }

    /// The keys of the rows at `rows`.
    pub(crate) fn take(&self, rows: &[u32]) -> SortKeys {
        let mut taken = SortKeys::default();
        for &row in rows {
            taken.bytes.extend_from_slice(self.get(row as usize));
            taken.ends.push(taken.bytes.len());
        }
        taken
    }

    /// Bytes of memory that the keys take.
    pub(crate) fn bytes(&self) -> usize {
        self.bytes.capacity() + self.ends.capacity() * size_of::<usize>()
    }
}

/// One column of a sort: a byte that puts nulls where they belong, then the value's bytes, turned
/// over if the largest comes first.
struct KeyPart<'a> {
    column: &'a Column,
    key: SortKey,
    write: Writer<'a>,
}

impl<'a> KeyPart<'a> {
    fn new(batch: &'a Batch, key: SortKey) -> Self {
        let column = &batch.columns[key.column];
        let write = match column.array::<Str>() {
            Some(array) if column.ty() == DataType::Version => version_writer(array),
            _ => writer(column),
        };
        KeyPart { column, key, write }
    }

    fn write(&self, row: usize, bytes: &mut Vec<u8>) {
        let cell = self.column.cell(row);
        if cell.is_empty() {
            bytes.push(if self.key.nulls_first { 0 } else { 2 });
            return;
        }
        bytes.push(1);
        let start = bytes.len();
        (self.write)(self.first(cell), bytes);
        if self.key.descending {
            bytes[start..].iter_mut().for_each(|byte| *byte = !*byte);
        }
    }

    /// The value of a cell that counts: the least one ascending, the greatest descending.
    fn first(&self, cell: Range<usize>) -> usize {
        let wanted = if self.key.descending { Ordering::Greater } else { Ordering::Less };
        let column = self.column;
        let mut first = cell.start;
        for at in cell.skip(1) {
            if compare(column.ty(), column.value(at), column.value(first)) == wanted {
                first = at;
            }
        }
        first
    }
}

fn version_writer(array: &<Str as Storage>::Array) -> Writer<'_> {
    Box::new(|at, bytes| {
        let mut key = Vec::new();
        version::sort_key(array.value(at), &mut key);
        write_bytes(&key, bytes);
    })
}
