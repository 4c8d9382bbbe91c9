//! Arithmetic over the number types: what `+ - * / %` have in common.
//!
//! Whole numbers that overflow, division by zero and doubles that are not finite give null and a
//! warning, in the words of Java's exact arithmetic.

use esql_data::{Column, Double, Int, Long, Problem, StorageKind, ULong};

use crate::{Args, EvalCx, Kernel, Lift, Overload, Ret, TypeSet, typed};

/// An operation on two numbers of one type.
pub(super) trait Arithmetic {
    fn int(left: i32, right: i32) -> Result<i32, Problem>;
    fn long(left: i64, right: i64) -> Result<i64, Problem>;
    fn unsigned_long(left: u64, right: u64) -> Result<u64, Problem>;
    fn double(left: f64, right: f64) -> Result<f64, Problem>;
}

/// The overload of an operation on numbers.
pub(super) const fn numeric<O: Arithmetic>() -> Overload {
    Overload {
        args: Args::Unified { set: TypeSet::NUMERIC, min: 2, max: 2 },
        ret: Ret::Unified,
        lift: Lift::SingleValue,
        kernel: Kernel::Plain(apply::<O>),
    }
}

fn apply<O: Arithmetic>(cx: &mut EvalCx<'_>, args: &[Column]) -> Column {
    match cx.ret.storage() {
        StorageKind::Int => typed::binary::<Int, Int, Int, _>(cx, args, O::int),
        StorageKind::Long => typed::binary::<Long, Long, Long, _>(cx, args, O::long),
        StorageKind::ULong => typed::binary::<ULong, ULong, ULong, _>(cx, args, O::unsigned_long),
        StorageKind::Double => typed::binary::<Double, Double, Double, _>(cx, args, O::double),
        _ => Column::null(cx.ret, cx.rows),
    }
}

/// `integer overflow` and its kin.
pub(in crate::families) fn overflow(type_name: &str) -> Problem {
    Problem::arithmetic(format!("{type_name} overflow"))
}

/// Division by zero.
pub(super) fn by_zero() -> Problem {
    Problem::arithmetic("/ by zero")
}
