//! `/`.

use esql_data::Problem;

use super::arithmetic::{Arithmetic, by_zero, numeric};
use crate::{Example, Family, FunctionDef, Impl, Param};

pub(super) const DIVIDE: FunctionDef = FunctionDef {
    name: "divide",
    symbol: Some("/"),
    family: Family::Operator,
    summary: "Divides a number by another.",
    detail: "Two whole numbers give a whole number, rounded towards zero: make one of them a \
             double to keep the fraction. Division by zero gives null and a warning.",
    params: &[Param::new("left", "the dividend"), Param::new("right", "the divisor")],
    imp: Impl::Scalar(&[numeric::<Divide>()]),
    examples: &[Example {
        query: "ROW a = 7 | EVAL b = a / 2, c = a / 2.0 | KEEP b, c",
        answer: "b:integer | c:double\n3 | 3.5",
    }],
    ..FunctionDef::SCALAR
};

struct Divide;

/// The smallest number divided by -1 stays as it is, as in Java.
impl Arithmetic for Divide {
    fn int(left: i32, right: i32) -> Result<i32, Problem> {
        if right == 0 { Err(by_zero()) } else { Ok(left.wrapping_div(right)) }
    }
    fn long(left: i64, right: i64) -> Result<i64, Problem> {
        if right == 0 { Err(by_zero()) } else { Ok(left.wrapping_div(right)) }
    }
    fn unsigned_long(left: u64, right: u64) -> Result<u64, Problem> {
        left.checked_div(right).ok_or_else(by_zero)
    }
    fn double(left: f64, right: f64) -> Result<f64, Problem> {
        let value = left / right;
        if value.is_finite() { Ok(value) } else { Err(by_zero()) }
    }
}

#[cfg(test)]
mod tests {
    use esql_data::{DataType, Value};

    use crate::check::{check, constant};

    #[test]
    fn by_zero() {
        let cases = [
            (DataType::Long, Value::Long(7), Value::Long(0), "/ by zero"),
            (DataType::Double, Value::Double(-7.0), Value::Double(0.0), "/ by zero"),
        ];
        for (ty, left, right, message) in cases {
            let (column, warnings) = check("divide", &[constant(ty, left), constant(ty, right)]);
            assert!(column.is_null(0));
            assert_eq!(warnings, [format!("java.lang.ArithmeticException: {message}")]);
        }
    }
}
