//! `+`.

use esql_data::Problem;

use crate::families::math::finite;

use super::arithmetic::{Arithmetic, numeric, overflow};
use super::date_shift::{self, Direction};
use crate::{
    Args, Example, Family, FunctionDef, Impl, Kernel, Lift, Overload, Param, Ret, TypeSet,
};

pub(super) const ADD: FunctionDef = FunctionDef {
    name: "add",
    symbol: Some("+"),
    family: Family::Operator,
    summary: "Adds two numbers, or a time span to a date.",
    detail: "Whole numbers that overflow give null and a warning. Years, months and days are \
             added in the calendar of the session's time zone: a month after 31 January is the \
             last of February. Hours and less are added on the time line.",
    params: &[
        Param::new("left", "a number, a date or a time span"),
        Param::new("right", "a number, a date or a time span"),
    ],
    imp: Impl::Scalar(&[
        numeric::<Add>(),
        Overload {
            args: Args::each(&[TypeSet::DATES, TypeSet::SPAN]),
            ret: Ret::Arg(0),
            lift: Lift::SingleValue,
            kernel: Kernel::Prepared(|site| date_shift::prepare(site, 0, 1, Direction::Later)),
        },
        Overload {
            args: Args::each(&[TypeSet::SPAN, TypeSet::DATES]),
            ret: Ret::Arg(1),
            lift: Lift::SingleValue,
            kernel: Kernel::Prepared(|site| date_shift::prepare(site, 1, 0, Direction::Later)),
        },
    ]),
    examples: &[
        Example { query: "ROW a = 1, b = 2.5 | EVAL c = a + b | KEEP c", answer: "c:double\n3.5" },
        Example {
            query: r#"ROW d = TO_DATETIME("2026-01-31T10:00:00Z") | EVAL e = d + 1 month | KEEP e"#,
            answer: "e:date\n2026-02-28T10:00:00.000Z",
        },
    ],
    ..FunctionDef::SCALAR
};

struct Add;

impl Arithmetic for Add {
    fn int(left: i32, right: i32) -> Result<i32, Problem> {
        left.checked_add(right).ok_or_else(|| overflow("integer"))
    }
    fn long(left: i64, right: i64) -> Result<i64, Problem> {
        left.checked_add(right).ok_or_else(|| overflow("long"))
    }
    fn unsigned_long(left: u64, right: u64) -> Result<u64, Problem> {
        left.checked_add(right).ok_or_else(|| overflow("unsigned_long"))
    }
    fn double(left: f64, right: f64) -> Result<f64, Problem> {
        finite(left + right)
    }
}

#[cfg(test)]
mod tests {
    use esql_data::{DataType, Value};

    use crate::check::{check, constant};

    #[test]
    fn overflow_is_null_with_a_warning() {
        let cases = [
            (DataType::Integer, Value::Integer(i32::MAX), Value::Integer(1), "integer overflow"),
            (DataType::Long, Value::Long(i64::MAX), Value::Long(1), "long overflow"),
            (
                DataType::UnsignedLong,
                Value::UnsignedLong(u64::MAX),
                Value::UnsignedLong(1),
                "unsigned_long overflow",
            ),
            (
                DataType::Double,
                Value::Double(f64::MAX),
                Value::Double(f64::MAX),
                "not a finite double number: Infinity",
            ),
        ];
        for (ty, left, right, message) in cases {
            let (column, warnings) = check("add", &[constant(ty, left), constant(ty, right)]);
            assert!(column.is_null(0));
            assert_eq!(warnings, [format!("java.lang.ArithmeticException: {message}")]);
        }
    }

    #[test]
    fn null_wins_without_a_warning() {
        let null = constant(DataType::Null, Value::Null);
        let one = constant(DataType::Integer, Value::Integer(1));
        let (column, warnings) = check("add", &[one, null.clone()]);
        assert_eq!((column.ty(), column.is_null(0)), (DataType::Integer, true));
        assert!(warnings.is_empty());
        let date = constant(DataType::Date, Value::Long(0));
        let (column, _) = check("add", &[null, date]);
        assert_eq!((column.ty(), column.is_null(0)), (DataType::Date, true));
    }
}
