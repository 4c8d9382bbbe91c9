//! `-` between two operands.

use esql_data::Problem;

use crate::families::math::finite;

use super::arithmetic::{Arithmetic, numeric, overflow};
use super::date_shift::{self, Direction};
use crate::{
    Args, Example, Family, FunctionDef, Impl, Kernel, Lift, Overload, Param, Ret, TypeSet,
};

pub(super) const SUBTRACT: FunctionDef = FunctionDef {
    name: "subtract",
    symbol: Some("-"),
    family: Family::Operator,
    summary: "Subtracts a number from another, or a time span from a date.",
    detail: "Whole numbers that overflow, and an `unsigned_long` below zero, give null and a \
             warning. Two dates cannot be subtracted; `DATE_DIFF` does that.",
    params: &[
        Param::new("left", "a number or a date"),
        Param::new("right", "a number, or a time span"),
    ],
    imp: Impl::Scalar(&[
        numeric::<Subtract>(),
        Overload {
            args: Args::each(&[TypeSet::DATES, TypeSet::SPAN]),
            ret: Ret::Arg(0),
            lift: Lift::SingleValue,
            kernel: Kernel::Prepared(|site| date_shift::prepare(site, 0, 1, Direction::Earlier)),
        },
    ]),
    examples: &[
        Example { query: "ROW a = 1, b = 3 | EVAL c = a - b | KEEP c", answer: "c:integer\n-2" },
        Example {
            query: r#"ROW d = TO_DATETIME("2026-03-01T00:00:00Z") | EVAL e = d - 1 day | KEEP e"#,
            answer: "e:date\n2026-02-28T00:00:00.000Z",
        },
    ],
    ..FunctionDef::SCALAR
};

struct Subtract;

impl Arithmetic for Subtract {
    fn int(left: i32, right: i32) -> Result<i32, Problem> {
        left.checked_sub(right).ok_or_else(|| overflow("integer"))
    }
    fn long(left: i64, right: i64) -> Result<i64, Problem> {
        left.checked_sub(right).ok_or_else(|| overflow("long"))
    }
    fn unsigned_long(left: u64, right: u64) -> Result<u64, Problem> {
        left.checked_sub(right).ok_or_else(|| overflow("unsigned_long"))
    }
    fn double(left: f64, right: f64) -> Result<f64, Problem> {
        finite(left - right)
    }
}
