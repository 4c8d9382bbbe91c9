//! Values as bytes that compare as the values do, one behind another: keys of groups and sorts.
//!
//! | storage | bytes |
//! |---|---|
//! | boolean | one: 0 or 1 |
//! | signed numbers | big-endian, the sign bit turned over |
//! | unsigned numbers | big-endian |
//! | doubles | big-endian; all bits turned over if negative, else the sign bit; one NaN |
//! | strings, bytes | each 0 as `00 FF`, then `00 00` |

use esql_data::arrow::array::{Array, ArrayRef};
use esql_data::{Column, ColumnBuilder, Storage, StorageKind, ValueRef, with_storage};

/// Appends the bytes of the value at a value index of a column.
pub(crate) type Writer<'a> = Box<dyn Fn(usize, &mut Vec<u8>) + 'a>;

/// The writer of a column's values.
pub(crate) fn writer(column: &Column) -> Writer<'_> {
    with_storage!(column.ty().storage(), S => typed_writer::<S>(column.values()),
        none => Box::new(|_, _| {}))
}

fn typed_writer<S: Storage>(values: &ArrayRef) -> Writer<'_> {
    match S::downcast(values) {
        Some(array) => Box::new(|at, key| write(S::value_ref(S::value(array, at)), key)),
        None => unreachable!("a column of another storage: {}", values.data_type()),
    }
}

#[inline]
fn write(value: ValueRef<'_>, key: &mut Vec<u8>) {
    match value {
        ValueRef::Boolean(value) => key.push(u8::from(value)),
        ValueRef::Integer(value) => {
            key.extend_from_slice(&(value.cast_unsigned() ^ INT_SIGN).to_be_bytes());
        }
        ValueRef::Long(value) => {
            key.extend_from_slice(&(value.cast_unsigned() ^ LONG_SIGN).to_be_bytes());
        }
        ValueRef::UnsignedLong(value) => key.extend_from_slice(&value.to_be_bytes()),
        ValueRef::Double(value) => key.extend_from_slice(&double_bits(value).to_be_bytes()),
        ValueRef::Text(text) => write_bytes(text.as_bytes(), key),
        ValueRef::Bytes(bytes) => write_bytes(bytes, key),
    }
}

const INT_SIGN: u32 = 1 << 31;
const LONG_SIGN: u64 = 1 << 63;

/// Bits that order as doubles do; all NaN are one, above infinity.
fn double_bits(value: f64) -> u64 {
    let bits = if value.is_nan() { f64::NAN.to_bits() & !LONG_SIGN } else { value.to_bits() };
    if bits & LONG_SIGN == 0 { bits | LONG_SIGN } else { !bits }
}

/// The double of [`double_bits`].
fn double_from_bits(bits: u64) -> f64 {
    f64::from_bits(if bits & LONG_SIGN == 0 { !bits } else { bits & !LONG_SIGN })
}

/// Appends bytes with an end that no continuation sorts before.
pub(crate) fn write_bytes(bytes: &[u8], key: &mut Vec<u8>) {
    if bytes.contains(&0) {
        for (at, part) in bytes.split(|&byte| byte == 0).enumerate() {
            if at > 0 {
                key.extend_from_slice(&[0, 0xFF]);
            }
            key.extend_from_slice(part);
        }
    } else {
        key.extend_from_slice(bytes);
    }
    key.extend_from_slice(&[0, 0]);
}

/// Takes a value of the builder's type off the front of `key` and pushes it.
pub(crate) fn read(key: &mut &[u8], builder: &mut ColumnBuilder) {
    let mut bytes = Vec::new();
    let value = match builder.ty().storage() {
        StorageKind::Bool => split(key).map(|[byte]| ValueRef::Boolean(byte != 0)),
        StorageKind::Int => split(key)
            .map(|bytes| ValueRef::Integer((u32::from_be_bytes(bytes) ^ INT_SIGN).cast_signed())),
        StorageKind::Long => split(key)
            .map(|bytes| ValueRef::Long((u64::from_be_bytes(bytes) ^ LONG_SIGN).cast_signed())),
        StorageKind::ULong => {
            split(key).map(|bytes| ValueRef::UnsignedLong(u64::from_be_bytes(bytes)))
        }
        StorageKind::Double => {
            split(key).map(|bytes| ValueRef::Double(double_from_bits(u64::from_be_bytes(bytes))))
        }
        StorageKind::Str => {
            read_bytes(key, &mut bytes);
            str::from_utf8(&bytes).ok().map(ValueRef::Text)
        }
        StorageKind::Bytes => {
            read_bytes(key, &mut bytes);
            Some(ValueRef::Bytes(&bytes))
        }
        StorageKind::Null | StorageKind::Literal => None,
    };
    builder.push_many(value.into_iter());
}

fn split<const N: usize>(key: &mut &[u8]) -> Option<[u8; N]> {
    let (bytes, rest) = key.split_first_chunk()?;
    *key = rest;
    Some(*bytes)
}

fn read_bytes(key: &mut &[u8], bytes: &mut Vec<u8>) {
    while let Some(zero) = key.iter().position(|&byte| byte == 0) {
        bytes.extend_from_slice(&key[..zero]);
        let escaped = key.get(zero + 1) == Some(&0xFF);
        *key = key.get(zero + 2..).unwrap_or_default();
        if !escaped {
            return;
        }
        bytes.push(0);
    }
}

#[cfg(test)]
mod tests {
    use esql_data::{DataType, Value, compare};
    use proptest::prelude::*;

    use super::*;

    fn values() -> impl Strategy<Value = (DataType, Vec<Value>)> {
        fn of(
            ty: DataType,
            value: impl Strategy<Value = Value> + 'static,
        ) -> BoxedStrategy<(DataType, Vec<Value>)> {
            prop::collection::vec(value, 2..5).prop_map(move |values| (ty, values)).boxed()
        }
        prop_oneof![
            of(DataType::Boolean, any::<bool>().prop_map(Value::Boolean)),
            of(DataType::Integer, any::<i32>().prop_map(Value::Integer)),
            of(DataType::Long, any::<i64>().prop_map(Value::Long)),
            of(DataType::UnsignedLong, any::<u64>().prop_map(Value::UnsignedLong)),
            of(DataType::Double, any::<f64>().prop_map(Value::Double)),
            of(DataType::Keyword, "[a\0b\u{1}]{0,4}".prop_map(|text| Value::Text(text.into()))),
            of(
                DataType::Ip,
                prop::collection::vec(0u8..3, 0..4).prop_map(|bytes| Value::Bytes(bytes.into())),
            ),
        ]
    }

    proptest! {
        #[test]
        fn keys_order_as_values_and_read_back((ty, values) in values()) {
            let column = Column::from_values(ty, &values);
            let write = writer(&column);
            let keys: Vec<Vec<u8>> = (0..values.len()).map(|at| {
                let mut key = Vec::new();
                write(at, &mut key);
                key
            }).collect();
            for left in 0..values.len() {
                for right in 0..values.len() {
                    let order = compare(ty, column.value(left), column.value(right));
                    prop_assert_eq!(keys[left].cmp(&keys[right]), order);
                }
            }
            let mut builder = ColumnBuilder::new(ty);
            let joined = keys.concat();
            let mut rest = joined.as_slice();
            values.iter().for_each(|_| read(&mut rest, &mut builder));
            prop_assert!(rest.is_empty());
            prop_assert_eq!(&builder.finish(), &column);
        }
    }
}
