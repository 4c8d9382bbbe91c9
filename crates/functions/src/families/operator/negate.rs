//! `-` before an operand.

use esql_data::{Double, Int, Long};

use super::arithmetic::overflow;
use crate::{
    Args, Example, Family, FunctionDef, Impl, Kernel, Lift, Overload, Param, Ret, TypeSet, kernel,
};

const fn overload(set: &'static [TypeSet], kernel: Kernel) -> Overload {
    Overload { args: Args::each(set), ret: Ret::Arg(0), lift: Lift::SingleValue, kernel }
}

pub(super) const NEGATE: FunctionDef = FunctionDef {
    name: "negate",
    symbol: Some("-"),
    family: Family::Operator,
    summary: "Changes the sign of a number.",
    detail: "The smallest integer and the smallest long have no counterpart and give null and a \
             warning. An `unsigned_long` cannot be negated.",
    params: &[Param::new("field", "a number")],
    imp: Impl::Scalar(&[
        overload(
            &[TypeSet::INTEGER],
            kernel!(|a| a.checked_neg().ok_or_else(|| overflow("integer")); Int => Int),
        ),
        overload(
            &[TypeSet::LONG],
            kernel!(|a| a.checked_neg().ok_or_else(|| overflow("long")); Long => Long),
        ),
        overload(&[TypeSet::DOUBLE], kernel!(|a| -a; Double => Double)),
    ]),
    examples: &[Example { query: "ROW a = 5 | EVAL b = -a | KEEP b", answer: "b:integer\n-5" }],
    ..FunctionDef::SCALAR
};
