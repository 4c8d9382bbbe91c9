//! `*`.

use esql_data::Problem;

use crate::families::math::finite;

use super::arithmetic::{Arithmetic, numeric, overflow};
use crate::{Example, Family, FunctionDef, Impl, Param};

pub(super) const MULTIPLY: FunctionDef = FunctionDef {
    name: "multiply",
    symbol: Some("*"),
    family: Family::Operator,
    summary: "Multiplies two numbers.",
    detail: "Whole numbers that overflow give null and a warning.",
    params: &[Param::new("left", "a number"), Param::new("right", "a number")],
    imp: Impl::Scalar(&[numeric::<Multiply>()]),
    examples: &[Example {
        query: "ROW a = 3, b = 0.5 | EVAL c = a * b | KEEP c",
        answer: "c:double\n1.5",
    }],
    ..FunctionDef::SCALAR
};

struct Multiply;

impl Arithmetic for Multiply {
    fn int(left: i32, right: i32) -> Result<i32, Problem> {
        left.checked_mul(right).ok_or_else(|| overflow("integer"))
    }
    fn long(left: i64, right: i64) -> Result<i64, Problem> {
        left.checked_mul(right).ok_or_else(|| overflow("long"))
    }
    fn unsigned_long(left: u64, right: u64) -> Result<u64, Problem> {
        left.checked_mul(right).ok_or_else(|| overflow("unsigned_long"))
    }
    fn double(left: f64, right: f64) -> Result<f64, Problem> {
        finite(left * right)
    }
}
