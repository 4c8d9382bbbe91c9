//! How many distinct values every group has, told apart by fingerprints of 128 bits.
//!
//! A number is its own fingerprint. A string's is a hash: among a billion different strings two
//! have the same with a probability of one to 10^20, so counts are exact for all that matters, and
//! no string has to be kept.
//!
//! One hash table over (group, fingerprint) serves all groups. What comes of other rows is put aside
//! until it is as much as the table holds, and then goes into it in the order of the table's own
//! memory: a large table, gone through from front to end, costs a fraction of looking here and there.

use std::sync::Arc;

use esql_data::arrow::array::UInt64Array;
use esql_data::arrow::buffer::OffsetBuffer;
use esql_data::{Column, DataType, ULong};
use hashbrown::HashTable;
use hashbrown::hash_table::Entry;

use super::Keep;
use super::per_group::grow;
use super::read::each_value;

/// The fingerprint of a value.
pub(crate) type Fingerprint = [u64; 2];

/// The fingerprints of all groups.
#[derive(Default)]
pub(crate) struct Fingerprints {
    table: HashTable<Member>,
    /// How many each group has in the table.
    counts: Vec<u32>,
    /// Not in the table yet, and perhaps there already.
    aside: Vec<Member>,
}

/// How many are put aside at least; a table of so many is at hand in any cache.
const ASIDE: usize = 1 << 14;

/// Into how many parts those put aside are ordered.
const PARTS: usize = 1 << 10;

/// A fingerprint of a group.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
struct Member {
    group: u32,
    fingerprint: Fingerprint,
}

impl Member {
    /// A number is its own fingerprint, so the bits are mixed: by both halves of a product.
    fn table_hash(&self) -> u64 {
        const ODD: [u64; 2] = [0x9e37_79b9_7f4a_7c15, 0xd6e8_feb8_6659_fd93];
        let [first, second] = self.fingerprint;
        let group = u64::from(self.group).wrapping_mul(ODD[0]);
        let bits = first ^ group ^ second.rotate_left(32);
        let product = u128::from(bits) * u128::from(ODD[1]) + u128::from(second);
        (product >> 64) as u64 ^ product as u64
    }
}

impl Fingerprints {
    /// The type of [`Fingerprints::column`].
    pub(crate) const PARTIAL: DataType = DataType::UnsignedLong;

    /// Adds all values of a column.
    pub(crate) fn insert_all<S: Keep>(&mut self, groups: &[u32], column: &Column) {
        grow(&mut self.counts, groups);
        each_value::<S>(groups, column, |group, item| {
            let group = u32::try_from(group).unwrap_or(u32::MAX);
            self.insert(Member { group, fingerprint: S::fingerprint(item) });
        });
    }

    /// Adds what [`Fingerprints::column`] gave of other rows.
    pub(crate) fn absorb(&mut self, groups: &[u32], partial: &Column) {
        grow(&mut self.counts, groups);
        for (row, &group) in groups.iter().enumerate() {
            let mut halves = partial.items::<ULong>(row);
            while let (Some(first), Some(second)) = (halves.next(), halves.next()) {
                self.aside.push(Member { group, fingerprint: [first, second] });
            }
        }
        if self.aside.len() >= self.table.len().max(ASIDE) {
            self.settle();
        }
    }

    /// Puts into the table what was put aside.
    fn settle(&mut self) {
        let mut aside = std::mem::take(&mut self.aside);
        if self.table.len() >= ASIDE {
            aside = self.in_order_of_table(&aside);
        }
        aside.into_iter().for_each(|member| self.insert(member));
    }

    /// The members, ordered roughly by where the table has or would have them.
    fn in_order_of_table(&self, members: &[Member]) -> Vec<Member> {
        let buckets = self.table.num_buckets();
        let width = (buckets / PARTS).max(1);
        let part = |member: &Member| member.table_hash() as usize % buckets / width;
        let mut starts = vec![0; buckets / width + 1];
        members.iter().for_each(|member| starts[part(member) + 1] += 1);
        (1..starts.len()).for_each(|at| starts[at] += starts[at - 1]);
        let mut ordered = vec![Member::default(); members.len()];
        for member in members {
            let at = &mut starts[part(member)];
            ordered[*at] = *member;
            *at += 1;
        }
        ordered
    }

    /// Adds a member of a group that has a count.
    fn insert(&mut self, member: Member) {
        let slot =
            self.table.entry(member.table_hash(), |other| *other == member, Member::table_hash);
        if let Entry::Vacant(slot) = slot {
            slot.insert(member);
            self.counts[member.group as usize] += 1;
        }
    }

    /// How many distinct values each of the first `groups` groups has.
    pub(crate) fn counts(mut self, groups: usize) -> Vec<u32> {
        self.settle();
        self.counts.resize(groups, 0);
        self.counts
    }

    /// One cell a group with its fingerprints, two values each; in no order.
    pub(crate) fn column(mut self, groups: usize) -> Column {
        self.settle();
        self.counts.resize(groups, 0);
        let lengths = self.counts.iter().map(|&count| 2 * count as usize);
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
        self.table.allocation_size()
            + self.counts.capacity() * size_of::<u32>()
            + self.aside.capacity() * size_of::<Member>()
    }
}

#[cfg(test)]
mod tests {
    use esql_data::{Long, Value};

    use super::*;

    #[test]
    fn what_was_put_aside_counts_once() {
        const GROUPS: u32 = 100;
        let many = 3 * ASIDE as i64;
        let mut all = Fingerprints::default();
        // Each part has half the numbers of the one before.
        for part in 0..6 {
            let numbers: Vec<i64> = (part * many / 2..part * many / 2 + many).collect();
            let groups: Vec<u32> =
                numbers.iter().map(|number| (number % i64::from(GROUPS)) as u32).collect();
            let values: Vec<Value> = numbers.into_iter().map(Value::Long).collect();
            let mut later = Fingerprints::default();
            later.insert_all::<Long>(&groups, &Column::from_values(DataType::Long, &values));
            let number_of_each: Vec<u32> = (0..GROUPS).collect();
            all.absorb(&number_of_each, &later.column(GROUPS as usize));
        }
        let counts = all.counts(GROUPS as usize + 1);
        assert_eq!(counts.iter().map(|&count| i64::from(count)).sum::<i64>(), many / 2 * 7);
        assert_eq!(counts.last(), Some(&0));
    }
}
