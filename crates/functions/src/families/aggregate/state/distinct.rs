//! The distinct values of every group, in first-seen order.
//!
//! One hash table over (group, value) serves all groups, so that many groups with few values
//! each cost no more than one group with many.

use esql_data::{CellsBuilder, Column, DataType};
use hashbrown::HashTable;

use super::per_group::grow;
use super::read::each_value;
use super::{Keep, Pool};

/// The distinct values of all groups.
pub(crate) struct Distinct<S: Keep> {
    /// The numbers of the entries, by hash.
    index: HashTable<u32>,
    entries: Vec<Entry>,
    /// The value of each entry.
    values: S::Pool,
    chains: Vec<Chain>,
}

/// A value of a group.
struct Entry {
    hash: u64,
    group: u32,
    /// The next entry of the group; itself at the end.
    next: u32,
}

/// The entries of a group.
#[derive(Default, Clone, Copy)]
struct Chain {
    first: u32,
    last: u32,
    len: u32,
}

impl<S: Keep> Default for Distinct<S> {
    fn default() -> Self {
        Distinct {
            index: HashTable::new(),
            entries: Vec::new(),
            values: S::Pool::default(),
            chains: Vec::new(),
        }
    }
}

impl<S: Keep> Distinct<S> {
    /// Adds all values of a column.
    pub(crate) fn insert_all(&mut self, groups: &[u32], column: &Column) {
        grow(&mut self.chains, groups);
        each_value::<S>(groups, column, |group, item| self.insert(group, item));
    }

    /// Adds a value to a group that has a chain.
    fn insert(&mut self, group: usize, item: S::Item<'_>) {
        let Distinct { index, entries, values, chains } = self;
        // The value that came last is often the only one.
        let last = chains.get(group).filter(|chain| chain.len > 0).map(|chain| chain.last as usize);
        if last.is_some_and(|last| S::same(values.get(last), item)) {
            return;
        }
        let number = u32::try_from(group).unwrap_or(u32::MAX);
        let hash = S::hash(number, item);
        let slot = index.entry(
            hash,
            |&at| {
                let entry = &entries[at as usize];
                entry.hash == hash
                    && entry.group == number
                    && S::same(values.get(at as usize), item)
            },
            |&at| entries[at as usize].hash,
        );
        let hashbrown::hash_table::Entry::Vacant(slot) = slot else { return };
        let at = u32::try_from(entries.len()).unwrap_or(u32::MAX);
        slot.insert(at);
        let chain = &mut chains[group];
        if chain.len == 0 {
            chain.first = at;
        } else {
            entries[chain.last as usize].next = at;
        }
        chain.last = at;
        chain.len += 1;
        entries.push(Entry { hash, group: number, next: at });
        values.push(item);
    }

    /// The values of group `group`, in first-seen order.
    fn values(&self, group: usize) -> impl Iterator<Item = S::Item<'_>> {
        let chain = self.chains.get(group).filter(|chain| chain.len > 0);
        std::iter::successors(chain.map(|chain| chain.first), |&at| {
            let next = self.entries[at as usize].next;
            (next != at).then_some(next)
        })
        .map(|at| self.values.get(at as usize))
    }

    /// One cell a group with its values.
    pub(crate) fn column(&self, ty: DataType, count: usize) -> Column {
        let mut cells = CellsBuilder::<S>::new();
        for group in 0..count {
            cells.many(self.values(group));
        }
        cells.finish(ty)
    }

    /// Bytes of memory.
    pub(crate) fn bytes(&self) -> usize {
        self.index.allocation_size()
            + self.entries.capacity() * size_of::<Entry>()
            + self.chains.capacity() * size_of::<Chain>()
            + self.values.bytes()
    }
}
