//! Values kept beyond their batch: one at a time, or many in one allocation.

use std::hash::BuildHasher;

use esql_data::{Bool, Bytes, Double, Int, Long, Storage, Str, ULong};
use rustc_hash::FxBuildHasher;
use xxhash_rust::xxh3::xxh3_128;

use super::fingerprints::Fingerprint;

/// A storage whose values an accumulator can keep and look up.
pub(crate) trait Keep: Storage {
    /// A value that was kept.
    type Kept: Send;
    /// Many values that were kept.
    type Pool: Pool<Self>;

    /// Keeps a value.
    fn keep(item: Self::Item<'_>) -> Self::Kept;
    /// A kept value.
    fn item(kept: &Self::Kept) -> Self::Item<'_>;
    /// What tells the value from others where it is not kept.
    fn fingerprint(item: Self::Item<'_>) -> Fingerprint;
    /// A hash of the value in the group.
    fn hash(group: u32, item: Self::Item<'_>) -> u64;
    /// Whether two values are not distinct.
    fn same(left: Self::Item<'_>, right: Self::Item<'_>) -> bool;
    /// Bytes of memory of a kept value besides the value itself.
    fn heap_bytes(_: &Self::Kept) -> usize {
        0
    }
}

/// Values in the order in which they came.
pub(crate) trait Pool<S: Storage + ?Sized>: Default + Send {
    /// Adds a value.
    fn push(&mut self, item: S::Item<'_>);
    /// The value at `at`.
    fn get(&self, at: usize) -> S::Item<'_>;
    /// Bytes of memory.
    fn bytes(&self) -> usize;
}

macro_rules! keep_copied {
    ($($storage:ty: $item:ty, $bits:expr;)*) => {$(
        impl Keep for $storage {
            type Kept = $item;
            type Pool = Vec<$item>;

            fn keep(item: $item) -> $item {
                item
            }
            fn item(kept: &$item) -> $item {
                *kept
            }
            fn fingerprint(item: $item) -> Fingerprint {
                [$bits(item), 0]
            }
            fn hash(group: u32, item: $item) -> u64 {
                FxBuildHasher.hash_one((group, $bits(item)))
            }
            fn same(left: $item, right: $item) -> bool {
                $bits(left) == $bits(right)
            }
        }

        impl Pool<$storage> for Vec<$item> {
            fn push(&mut self, item: $item) {
                self.push(item);
            }
            fn get(&self, at: usize) -> $item {
                self[at]
            }
            fn bytes(&self) -> usize {
                self.capacity() * size_of::<$item>()
            }
        }
    )*};
}
keep_copied! {
    Bool: bool, u64::from;
    Int: i32, |value: i32| u64::from(value.cast_unsigned());
    Long: i64, i64::cast_unsigned;
    ULong: u64, u64::from;
    Double: f64, double_bits;
}

/// The bits that tell doubles apart: all NaN are one, the zeros are two, as in Java.
fn double_bits(value: f64) -> u64 {
    if value.is_nan() { f64::NAN.to_bits() } else { value.to_bits() }
}

/// Strings or byte strings, end to end.
#[derive(Default)]
pub(crate) struct Concatenated<T> {
    joined: T,
    ends: Vec<usize>,
}

impl<T> Concatenated<T> {
    /// Where the value at `at` stands.
    fn range(&self, at: usize) -> std::ops::Range<usize> {
        let start = if at == 0 { 0 } else { self.ends[at - 1] };
        start..self.ends[at]
    }
}

macro_rules! keep_borrowed {
    ($($storage:ty: $item:ty, $owned:ty, $append:ident;)*) => {$(
        impl Keep for $storage {
            type Kept = Box<$item>;
            type Pool = Concatenated<$owned>;

            fn keep(item: &$item) -> Box<$item> {
                item.into()
            }
            fn item(kept: &Box<$item>) -> &$item {
                kept
            }
            fn fingerprint(item: &$item) -> Fingerprint {
                let hash = xxh3_128(item.as_ref());
                [(hash >> 64) as u64, hash as u64]
            }
            fn hash(group: u32, item: &$item) -> u64 {
                FxBuildHasher.hash_one((group, item))
            }
            fn same(left: &$item, right: &$item) -> bool {
                left == right
            }
            fn heap_bytes(kept: &Box<$item>) -> usize {
                kept.len()
            }
        }

        impl Pool<$storage> for Concatenated<$owned> {
            fn push(&mut self, item: &$item) {
                self.joined.$append(item);
                self.ends.push(self.joined.len());
            }
            fn get(&self, at: usize) -> &$item {
                &self.joined[self.range(at)]
            }
            fn bytes(&self) -> usize {
                self.joined.capacity() + self.ends.capacity() * size_of::<usize>()
            }
        }
    )*};
}
keep_borrowed! {
    Str: str, String, push_str;
    Bytes: [u8], Vec<u8>, extend_from_slice;
}
