//! A set of constants to look values up in.

use std::borrow::Borrow;
use std::hash::Hash;

use esql_data::{Value, ValueRef};
use rustc_hash::FxHashSet;

/// Up to so many constants are compared one by one.
const FEW: usize = 8;

/// Constants of one type. Values of another storage are in no set.
#[derive(Debug, Default)]
pub(in crate::families) struct Members {
    /// Booleans, whole numbers and doubles by their bits.
    bits: Lookup<u64>,
    /// Strings and addresses.
    bytes: Lookup<Box<[u8]>>,
}

impl Members {
    /// A set of single values; nulls and lists are passed over.
    pub(in crate::families) fn new<'a>(values: impl IntoIterator<Item = &'a Value>) -> Self {
        let (mut bits, mut bytes) = (Vec::new(), Vec::new());
        for value in values.into_iter().filter_map(Value::as_ref) {
            match key(value) {
                Key::Bits(key) => bits.push(key),
                Key::Bytes(key) => bytes.push(key.into()),
            }
        }
        Members { bits: Lookup::new(bits), bytes: Lookup::new(bytes) }
    }

    /// Whether the value equals one of the constants.
    pub(in crate::families) fn contains(&self, value: ValueRef<'_>) -> bool {
        match key(value) {
            Key::Bits(key) => self.bits.contains(&key),
            Key::Bytes(key) => self.bytes.contains(key),
        }
    }
}

/// What two equal values of one type have in common, and no others of that type.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(in crate::families) enum Key<'a> {
    Bits(u64),
    Bytes(&'a [u8]),
}

/// The key of a value.
pub(in crate::families) fn key(value: ValueRef<'_>) -> Key<'_> {
    match value {
        ValueRef::Boolean(value) => Key::Bits(u64::from(value)),
        ValueRef::Integer(value) => Key::Bits(i64::from(value).cast_unsigned()),
        ValueRef::Long(value) => Key::Bits(value.cast_unsigned()),
        ValueRef::UnsignedLong(value) => Key::Bits(value),
        // The two zeros are equal.
        ValueRef::Double(value) => Key::Bits((value + 0.0).to_bits()),
        ValueRef::Text(value) => Key::Bytes(value.as_bytes()),
        ValueRef::Bytes(value) => Key::Bytes(value),
    }
}

#[derive(Debug)]
enum Lookup<K> {
    Few(Vec<K>),
    Many(FxHashSet<K>),
}

impl<K> Default for Lookup<K> {
    fn default() -> Self {
        Lookup::Few(Vec::new())
    }
}

impl<K: Eq + Hash> Lookup<K> {
    fn new(keys: Vec<K>) -> Self {
        if keys.len() > FEW { Lookup::Many(keys.into_iter().collect()) } else { Lookup::Few(keys) }
    }

    fn contains<Q>(&self, key: &Q) -> bool
    where
        K: Borrow<Q>,
        Q: Eq + Hash + ?Sized,
    {
        match self {
            Lookup::Few(keys) => keys.iter().any(|one| one.borrow() == key),
            Lookup::Many(keys) => keys.contains(key),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn few_and_many() {
        for count in [3, 20] {
            let numbers: Vec<Value> = (0..count).map(Value::Integer).collect();
            let members = Members::new(&numbers);
            assert!(members.contains(ValueRef::Integer(2)));
            assert!(!members.contains(ValueRef::Integer(-1)));
            let texts: Vec<Value> = (0..count).map(|n| n.to_string().as_str().into()).collect();
            let members = Members::new(&texts);
            assert!(members.contains(ValueRef::Text("2")));
            assert!(!members.contains(ValueRef::Text("x")));
        }
        let zero = [Value::Double(-0.0)];
        assert!(Members::new(&zero).contains(ValueRef::Double(0.0)));
    }
}
