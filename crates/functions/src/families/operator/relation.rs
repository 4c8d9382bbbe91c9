//! The six relations of comparison, over whole arrays.
//!
//! Doubles compare as in Java (`-0.0 == 0.0`, NaN equals nothing), versions by their own order, all
//! else as their stored values do.

use std::cmp::Ordering;

use esql_data::arrow::array::{Array, ArrayRef, BooleanArray};
use esql_data::arrow::buffer::{BooleanBuffer, NullBuffer};
use esql_data::{DataType, Storage, Str, ValueRef, compare, version, with_storage};

/// A relation between two values.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(in crate::families) enum Relation {
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

/// One side of a comparison.
#[derive(Clone, Copy)]
pub(in crate::families) struct Side<'a> {
    /// The values.
    pub(in crate::families) values: &'a ArrayRef,
    /// Whether the first value stands for all rows.
    pub(in crate::families) constant: bool,
}

impl Relation {
    /// Compares values of type `ty`, pair by pair; null with anything is null. Both sides must
    /// have the storage of `ty`, and at most one may be constant.
    pub(in crate::families) fn compare(
        self,
        ty: DataType,
        left: Side<'_>,
        right: Side<'_>,
    ) -> BooleanArray {
        // Equal versions are spelled equally.
        if ty == DataType::Version && !matches!(self, Relation::Equal | Relation::NotEqual) {
            return pairs::<Str>(left, right, |a, b| self.holds(version::compare(a, b)));
        }
        with_storage!(ty.storage(), S => self.relate::<S>(left, right), none => {
            unreachable!("columns of type {ty} have values")
        })
    }

    fn relate<'v, S: Storage>(self, left: Side<'v>, right: Side<'v>) -> BooleanArray {
        match self {
            Relation::Equal => pairs::<S>(left, right, |a, b| a == b),
            Relation::NotEqual => pairs::<S>(left, right, |a, b| a != b),
            Relation::Less => pairs::<S>(left, right, |a, b| a < b),
            Relation::LessOrEqual => pairs::<S>(left, right, |a, b| a <= b),
            Relation::Greater => pairs::<S>(left, right, |a, b| a > b),
            Relation::GreaterOrEqual => pairs::<S>(left, right, |a, b| a >= b),
        }
    }

    /// Whether it holds between two values of type `ty`.
    pub(in crate::families) fn test(
        self,
        ty: DataType,
        left: ValueRef<'_>,
        right: ValueRef<'_>,
    ) -> bool {
        match (left, right) {
            (ValueRef::Double(a), ValueRef::Double(b)) => match a.partial_cmp(&b) {
                Some(order) => self.holds(order),
                None => self == Relation::NotEqual,
            },
            (a, b) => self.holds(compare(ty, a, b)),
        }
    }

    fn holds(self, order: Ordering) -> bool {
        match self {
            Relation::Equal => order.is_eq(),
            Relation::NotEqual => order.is_ne(),
            Relation::Less => order.is_lt(),
            Relation::LessOrEqual => order.is_le(),
            Relation::Greater => order.is_gt(),
            Relation::GreaterOrEqual => order.is_ge(),
        }
    }
}

/// Compares item by item. Null slots are compared as well and masked afterwards.
fn pairs<'v, S: Storage>(
    left: Side<'v>,
    right: Side<'v>,
    test: impl Fn(S::Item<'v>, S::Item<'v>) -> bool,
) -> BooleanArray {
    let (Some(a), Some(b)) = (S::downcast(left.values), S::downcast(right.values)) else {
        unreachable!("both sides are of one storage");
    };
    let null_constant = |side: Side<'_>| side.constant && side.values.is_null(0);
    let rows = if left.constant { b.len() } else { a.len() };
    if null_constant(left) || null_constant(right) {
        return BooleanArray::new_null(rows);
    }
    let (bits, nulls) = if left.constant {
        let a = S::value(a, 0);
        (BooleanBuffer::collect_bool(rows, |at| test(a, S::value(b, at))), b.nulls().cloned())
    } else if right.constant {
        let b = S::value(b, 0);
        (BooleanBuffer::collect_bool(rows, |at| test(S::value(a, at), b)), a.nulls().cloned())
    } else {
        let bits = BooleanBuffer::collect_bool(rows, |at| test(S::value(a, at), S::value(b, at)));
        (bits, NullBuffer::union(a.nulls(), b.nulls()))
    };
    BooleanArray::new(bits, nulls)
}
