//! The storages: which Arrow array holds the values of which types, for generic kernels.

use arrow_array::builder::{
    BinaryViewBuilder, BooleanBuilder, PrimitiveBuilder, StringViewBuilder,
};
use arrow_array::types::{Float64Type, Int32Type, Int64Type, UInt64Type};
use arrow_array::{
    Array, ArrayRef, BinaryViewArray, BooleanArray, PrimitiveArray, StringViewArray,
};

use crate::ValueRef;

/// A storage: an Arrow array type with its items and builder.
pub trait Storage: 'static {
    /// A value read from the array.
    type Item<'a>: Copy + PartialOrd;
    /// The Arrow array.
    type Array: Array + 'static;
    /// Its builder.
    type Builder: Default + Send;

    /// The array behind a reference; `None` if it is of another storage.
    fn downcast(array: &ArrayRef) -> Option<&Self::Array> {
        array.as_any().downcast_ref()
    }
    /// The value at `at`, which must be in range; what a null slot holds is arbitrary.
    fn value(array: &Self::Array, at: usize) -> Self::Item<'_>;
    /// The value in its dynamic form.
    fn value_ref(item: Self::Item<'_>) -> ValueRef<'_>;
    /// Appends a value.
    fn append(builder: &mut Self::Builder, item: Self::Item<'_>);
    /// Appends a null slot.
    fn append_null(builder: &mut Self::Builder);
    /// The array of what was appended.
    fn finish(builder: &mut Self::Builder) -> ArrayRef;
}

/// Bits: `boolean`.
pub struct Bool;
/// `i32`: `integer`.
pub struct Int;
/// `i64`: `long`, `date`, `date_nanos`.
pub struct Long;
/// `u64`: `unsigned_long`.
pub struct ULong;
/// `f64`: `double`.
pub struct Double;
/// UTF-8 views: `keyword`, `text`, `version`, geometries.
pub struct Str;
/// Byte views: `ip`.
pub struct Bytes;

macro_rules! storage {
    ($name:ident, $item:ty, $array:ty, $builder:ty, $variant:ident) => {
        impl Storage for $name {
            type Item<'a> = $item;
            type Array = $array;
            type Builder = $builder;

            fn value(array: &Self::Array, at: usize) -> Self::Item<'_> {
                array.value(at)
            }
            fn value_ref(item: Self::Item<'_>) -> ValueRef<'_> {
                ValueRef::$variant(item)
            }
            fn append(builder: &mut Self::Builder, item: Self::Item<'_>) {
                builder.append_value(item);
            }
            fn append_null(builder: &mut Self::Builder) {
                builder.append_null();
            }
            fn finish(builder: &mut Self::Builder) -> ArrayRef {
                std::sync::Arc::new(builder.finish())
            }
        }
    };
}

storage!(Bool, bool, BooleanArray, BooleanBuilder, Boolean);
storage!(Int, i32, PrimitiveArray<Int32Type>, PrimitiveBuilder<Int32Type>, Integer);
storage!(Long, i64, PrimitiveArray<Int64Type>, PrimitiveBuilder<Int64Type>, Long);
storage!(ULong, u64, PrimitiveArray<UInt64Type>, PrimitiveBuilder<UInt64Type>, UnsignedLong);
storage!(Double, f64, PrimitiveArray<Float64Type>, PrimitiveBuilder<Float64Type>, Double);
storage!(Str, &'a str, StringViewArray, StringViewBuilder, Text);
storage!(Bytes, &'a [u8], BinaryViewArray, BinaryViewBuilder, Bytes);

/// Runs `$body` with `$storage` naming the storage of `$kind`; `$other` for types without values.
#[macro_export]
macro_rules! with_storage {
    ($kind:expr, $storage:ident => $body:expr, none => $other:expr) => {
        match $kind {
            $crate::StorageKind::Bool => {
                type $storage = $crate::Bool;
                $body
            }
            $crate::StorageKind::Int => {
                type $storage = $crate::Int;
                $body
            }
            $crate::StorageKind::Long => {
                type $storage = $crate::Long;
                $body
            }
            $crate::StorageKind::ULong => {
                type $storage = $crate::ULong;
                $body
            }
            $crate::StorageKind::Double => {
                type $storage = $crate::Double;
                $body
            }
            $crate::StorageKind::Str => {
                type $storage = $crate::Str;
                $body
            }
            $crate::StorageKind::Bytes => {
                type $storage = $crate::Bytes;
                $body
            }
            $crate::StorageKind::Null | $crate::StorageKind::Literal => $other,
        }
    };
}
