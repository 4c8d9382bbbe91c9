//! How many distinct values every group has, told apart by fingerprints of 128 bits.
//!
//! A number is its own fingerprint. A string's is a hash: among a billion different strings two
//! have the same with a probability of one to 10^20, so counts are exact for all that matters, and
//! no string has to be kept.
//!
//! One hash table over (group, fingerprint) serves all groups.

use std::hash::BuildHasher;
use std::sync::Arc;

use esql_data::arrow::array::UInt64Array;
use esql_data::arrow::buffer::OffsetBuffer;
use esql_data::{Column, DataType, ULong};
use hashbrown::HashTable;
use hashbrown::hash_table::Entry;
use rustc_hash::FxBuildHasher;

use super::Keep;
use super::per_group::grow;
use super::read::each_value;

/// The fingerprint of a value.
pub(crate) type Fingerprint = [u64; 2];

/// The fingerprints of all groups.
#[derive(Default)]
pub(crate) struct Fingerprints {
    table: HashTable<Member>,
    /// How many each group has.
    counts: Vec<u32>,
}

/// A fingerprint of a group.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
struct Member {
    group: u32,
    fingerprint: Fingerprint,
}

impl Member {
    fn table_hash(&self) -> u64 {
        FxBuildHasher.hash_one(self)
    }
}

impl Fingerprints {
    /// The type of [`Fingerprints::column`].
    pub(crate) const PARTIAL: DataType = DataType::UnsignedLong;

    /// Adds all values of a column.
    pub(crate) fn insert_all<S: Keep>(&mut self, groups: &[u32], column: &Column) {
        grow(&mut self.counts, groups);
        each_value::<S>(groups, column, |group, item| self.insert(group, S::fingerprint(item)));
    }

    /// Adds what [`Fingerprints::column`] gave of other rows.
    pub(crate) fn absorb(&mut self, groups: &[u32], partial: &Column) {
        grow(&mut self.counts, groups);
        for (row, &group) in groups.iter().enumerate() {
            let mut halves = partial.items::<ULong>(row);
            while let (Some(first), Some(second)) = (halves.next(), halves.next()) {
                self.insert(group as usize, [first, second]);
            }
        }
    }

    /// Adds a fingerprint to a group that has a count.
    fn insert(&mut self, group: usize, fingerprint: Fingerprint) {
        let member = Member { group: u32::try_from(group).unwrap_or(u32::MAX), fingerprint };
        let slot =
            self.table.entry(member.table_hash(), |other| *other == member, Member::table_hash);
        if let Entry::Vacant(slot) = slot {
            slot.insert(member);
            self.counts[group] += 1;
        }
    }

    /// How many distinct values group `group` has.
    pub(crate) fn count(&self, group: usize) -> u32 {
        self.counts.get(group).copied().unwrap_or(0)
    }

    /// One cell a group with its fingerprints, two values each; in no order.
    pub(crate) fn column(&self, groups: usize) -> Column {
        let lengths = (0..groups).map(|group| 2 * self.count(group) as usize);
        let offsets = OffsetBuffer::<i32>::from_lengths(lengths);
        let mut next: Vec<usize> =
            offsets.iter().map(|&start| usize::try_from(start).unwrap_or(0)).collect();
        let mut halves = vec![0; next.last().copied().unwrap_or(0)];
        for Member { group, fingerprint } in &self.table {
            let at = &mut next[*group as usize];
            halves[*at..*at + 2].copy_from_slice(fingerprint);
            *at += 2;
        }
        Column::multi(Self::PARTIAL, Arc::new(UInt64Array::from(halves)), offsets)
    }

    /// Bytes of memory.
    pub(crate) fn bytes(&self) -> usize {
        self.table.allocation_size() + self.counts.capacity() * size_of::<u32>()
    }
}
