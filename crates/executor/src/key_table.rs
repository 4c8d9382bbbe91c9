//! Tables that number the distinct keys of groups in the order in which they are first seen.

use std::hash::BuildHasher;

use hashbrown::hash_table::Entry;
use hashbrown::{DefaultHashBuilder, HashTable};

use crate::evaluator::index;

/// Numbers keys of 64 bits; null is a key too.
#[derive(Default)]
pub(crate) struct NumberTable {
    hasher: DefaultHashBuilder,
    slots: HashTable<(u64, u32)>,
    /// The keys by number, zero for null.
    keys: Vec<u64>,
    null: Option<u32>,
    /// The key looked up last: equal keys often come together.
    last: Option<(u64, u32)>,
}

impl NumberTable {
    /// The number of `key`, a new one if it is not there yet.
    #[inline]
    pub(crate) fn number(&mut self, key: Option<u64>) -> u32 {
        let Some(key) = key else { return self.null() };
        match self.last {
            Some((last, number)) if last == key => number,
            _ => self.look_up(key),
        }
    }

    fn look_up(&mut self, key: u64) -> u32 {
        let NumberTable { hasher, slots, keys, .. } = self;
        let hash = hasher.hash_one(key);
        let equal = |slot: &(u64, u32)| slot.0 == key;
        let number = match slots.entry(hash, equal, |slot| hasher.hash_one(slot.0)) {
            Entry::Occupied(slot) => slot.get().1,
            Entry::Vacant(slot) => {
                let number = index(keys.len());
                slot.insert((key, number));
                keys.push(key);
                number
            }
        };
        self.last = Some((key, number));
        number
    }

    fn null(&mut self) -> u32 {
        *self.null.get_or_insert_with(|| {
            self.keys.push(0);
            index(self.keys.len() - 1)
        })
    }

    /// The keys, by number.
    pub(crate) fn keys(&self) -> impl Iterator<Item = Option<u64>> {
        let null = self.null.map(|null| null as usize);
        self.keys.iter().enumerate().map(move |(at, &key)| (Some(at) != null).then_some(key))
    }

    /// How many keys there are.
    pub(crate) fn len(&self) -> usize {
        self.keys.len()
    }

    /// Bytes of memory that the table takes.
    pub(crate) fn bytes(&self) -> usize {
        self.slots.allocation_size() + self.keys.capacity() * size_of::<u64>()
    }
}

/// Numbers keys that are strings of bytes; null is a key too.
#[derive(Default)]
pub(crate) struct BytesTable {
    hasher: DefaultHashBuilder,
    slots: HashTable<Slot>,
    /// The keys by number, one behind another, nothing for null.
    bytes: Vec<u8>,
    ends: Vec<usize>,
    null: Option<u32>,
    /// The key looked up last: equal keys often come together.
    last: Option<u32>,
}

/// The hash is kept: comparing it spares most comparisons of keys, and growing needs no keys.
struct Slot {
    hash: u64,
    number: u32,
}

impl BytesTable {
    /// The number of `key`, a new one if it is not there yet.
    #[inline]
    pub(crate) fn number(&mut self, key: Option<&[u8]>) -> u32 {
        let Some(key) = key else { return self.null() };
        match self.last {
            Some(last) if get(&self.bytes, &self.ends, last) == key => last,
            _ => self.look_up(key, self.hasher.hash_one(key)),
        }
    }

    /// The numbers of many keys, which differ from one another. Each step is taken for all of them
    /// before the next, so that a large table's memory is waited for but once for several keys.
    pub(crate) fn numbers<'k>(
        &mut self,
        keys: impl Iterator<Item = Option<&'k [u8]>> + Clone,
    ) -> Vec<u32> {
        let hash = |key: Option<&[u8]>| key.map_or(0, |key| self.hasher.hash_one(key));
        let hashes: Vec<u64> = keys.clone().map(hash).collect();
        let likely = hashes
            .iter()
            .map(|&hash| self.slots.find(hash, |slot| slot.hash == hash).map(|slot| slot.number));
        let likely: Vec<Option<u32>> = likely.collect();
        let keys = keys.zip(hashes.into_iter().zip(likely));
        let numbers = keys.map(|(key, (hash, likely))| match (key, likely) {
            (None, _) => self.null(),
            (Some(key), Some(likely)) if get(&self.bytes, &self.ends, likely) == key => likely,
            (Some(key), _) => self.look_up(key, hash),
        });
        numbers.collect()
    }

    fn look_up(&mut self, key: &[u8], hash: u64) -> u32 {
        let BytesTable { slots, bytes, ends, .. } = self;
        let equal = |slot: &Slot| slot.hash == hash && get(bytes, ends, slot.number) == key;
        let number = match slots.entry(hash, equal, |slot| slot.hash) {
            Entry::Occupied(slot) => slot.get().number,
            Entry::Vacant(slot) => {
                let number = index(ends.len());
                slot.insert(Slot { hash, number });
                bytes.extend_from_slice(key);
                ends.push(bytes.len());
                number
            }
        };
        self.last = Some(number);
        number
    }

    fn null(&mut self) -> u32 {
        *self.null.get_or_insert_with(|| {
            self.ends.push(self.bytes.len());
            index(self.ends.len() - 1)
        })
    }

    /// The keys, by number.
    pub(crate) fn keys(&self) -> impl Iterator<Item = Option<&[u8]>> + Clone {
        let numbers = (0..self.ends.len()).map(index);
        let key = |number| get(&self.bytes, &self.ends, number);
        numbers.map(move |number| (Some(number) != self.null).then(|| key(number)))
    }

    /// How many keys there are.
    pub(crate) fn len(&self) -> usize {
        self.ends.len()
    }

    /// Bytes of memory that the table takes.
    pub(crate) fn bytes(&self) -> usize {
        self.slots.allocation_size()
            + self.bytes.capacity()
            + self.ends.capacity() * size_of::<usize>()
    }
}

fn get<'a>(bytes: &'a [u8], ends: &[usize], number: u32) -> &'a [u8] {
    let at = number as usize;
    let start = if at == 0 { 0 } else { ends[at - 1] };
    &bytes[start..ends[at]]
}
