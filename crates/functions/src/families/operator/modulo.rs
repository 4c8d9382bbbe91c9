//! `%`.

use esql_data::Problem;

use super::arithmetic::{Arithmetic, by_zero, numeric};
use crate::{Example, Family, FunctionDef, Impl, Param};

pub(super) const MODULO: FunctionDef = FunctionDef {
    name: "modulo",
    symbol: Some("%"),
    family: Family::Operator,
    summary: "Gives the remainder of a division.",
    detail: "The remainder has the sign of the dividend. Division by zero gives null and a \
             warning.",
    params: &[Param::new("left", "the dividend"), Param::new("right", "the divisor")],
    imp: Impl::Scalar(&[numeric::<Modulo>()]),
    examples: &[Example {
        query: "ROW a = -7 | EVAL b = a % 3, c = a % 2.5 | KEEP b, c",
        answer: "b:integer | c:double\n-1 | -2.0",
    }],
    ..FunctionDef::SCALAR
};

struct Modulo;

impl Arithmetic for Modulo {
    fn int(left: i32, right: i32) -> Result<i32, Problem> {
        if right == 0 { Err(by_zero()) } else { Ok(left.wrapping_rem(right)) }
    }
    fn long(left: i64, right: i64) -> Result<i64, Problem> {
        if right == 0 { Err(by_zero()) } else { Ok(left.wrapping_rem(right)) }
    }
    fn unsigned_long(left: u64, right: u64) -> Result<u64, Problem> {
        left.checked_rem(right).ok_or_else(by_zero)
    }
    fn double(left: f64, right: f64) -> Result<f64, Problem> {
        let value = left % right;
        if value.is_finite() { Ok(value) } else { Err(by_zero()) }
    }
}
