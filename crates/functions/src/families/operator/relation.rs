//! The six relations of comparison, over whole arrays.
//!
//! Numbers, booleans, strings and addresses compare in Arrow's kernels. Doubles compare as in
//! Java (`-0.0 == 0.0`, NaN equals nothing), versions by their own order.

use std::cmp::Ordering;

use arrow_ord::cmp;
use esql_data::arrow::array::{Array, ArrayRef, BooleanArray, Datum, Scalar};
use esql_data::arrow::buffer::{BooleanBuffer, NullBuffer};
use esql_data::{DataType, Double, Storage, Str, ValueRef, compare, version};

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
        if ty == DataType::Double {
            return match self {
                Relation::Equal => pairs::<Double>(left, right, |a, b| a == b),
                Relation::NotEqual => pairs::<Double>(left, right, |a, b| a != b),
                Relation::Less => pairs::<Double>(left, right, |a, b| a < b),
                Relation::LessOrEqual => pairs::<Double>(left, right, |a, b| a <= b),
                Relation::Greater => pairs::<Double>(left, right, |a, b| a > b),
                Relation::GreaterOrEqual => pairs::<Double>(left, right, |a, b| a >= b),
            };
        }
        // Equal versions are spelled equally.
        if ty == DataType::Version && !matches!(self, Relation::Equal | Relation::NotEqual) {
            return pairs::<Str>(left, right, |a, b| self.holds(version::compare(a, b)));
        }
        let kernel = match self {
            Relation::Equal => cmp::eq,
            Relation::NotEqual => cmp::neq,
            Relation::Less => cmp::lt,
            Relation::LessOrEqual => cmp::lt_eq,
            Relation::Greater => cmp::gt,
            Relation::GreaterOrEqual => cmp::gt_eq,
        };
        match kernel(left.datum().as_ref(), right.datum().as_ref()) {
            Ok(result) => result,
            Err(error) => unreachable!("both sides are of type {ty}: {error}"),
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

impl Side<'_> {
    fn datum(self) -> Box<dyn Datum> {
        if self.constant {
            Box::new(Scalar::new(self.values.clone()))
        } else {
            Box::new(self.values.clone())
        }
    }
}

/// Compares item by item. Null slots are compared as well and masked afterwards.
fn pairs<S: Storage>(
    left: Side<'_>,
    right: Side<'_>,
    test: impl Fn(S::Item<'_>, S::Item<'_>) -> bool,
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
