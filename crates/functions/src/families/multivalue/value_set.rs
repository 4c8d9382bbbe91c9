//! The values of a cell as a set.

use std::ops::Range;

use esql_data::{Column, StorageKind};
use rustc_hash::FxHashSet;

use crate::families::operator::members::{Key, key};

/// A set of values, emptied and filled again for each row.
#[derive(Default)]
pub(super) struct ValueSet<'a> {
    keys: FxHashSet<Key<'a>>,
}

impl<'a> ValueSet<'a> {
    /// Holds the values at these positions and no others.
    pub(super) fn refill(&mut self, column: &'a Column, cell: Range<usize>) {
        self.keys.clear();
        self.keys.extend(cell.map(|at| key(column.value(at))));
    }

    /// Holds nothing.
    pub(super) fn clear(&mut self) {
        self.keys.clear();
    }

    /// Adds the value at a position; false if it was there.
    pub(super) fn insert(&mut self, column: &'a Column, at: usize) -> bool {
        self.keys.insert(key(column.value(at)))
    }

    /// Takes the value at a position out; false if it was not there.
    pub(super) fn remove(&mut self, column: &'a Column, at: usize) -> bool {
        self.keys.remove(&key(column.value(at)))
    }

    /// Whether it holds the value at a position.
    pub(super) fn contains(&self, column: &'a Column, at: usize) -> bool {
        self.keys.contains(&key(column.value(at)))
    }
}

/// Where the values of a cell stand; the literal null has none.
pub(super) fn cell(column: &Column, row: usize) -> Range<usize> {
    if column.ty().storage() == StorageKind::Null { 0..0 } else { column.cell(row) }
}
