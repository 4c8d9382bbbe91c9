//! `MV_SUM`.

use esql_data::{Double, Int, Long, Problem, ULong};

use super::compensated_sum::CompensatedSum;
use super::reduce::reduce_kernel;
use crate::families::operator::overflow;
use crate::{
    Args, Example, Family, FunctionDef, Impl, Kernel, Lift, Overload, Param, Ret, TypeSet,
};

const fn overload(set: &'static [TypeSet], kernel: Kernel) -> Overload {
    Overload { args: Args::each(set), ret: Ret::Arg(0), lift: Lift::WholeCell, kernel }
}

pub(super) const MV_SUM: FunctionDef = FunctionDef {
    name: "mv_sum",
    family: Family::MultiValue,
    summary: "Gives the sum of the values of a cell.",
    detail: "The type stays; whole numbers that overflow give null and a warning.",
    params: &[Param::new("number", "the numbers")],
    imp: Impl::Scalar(&[
        overload(
            &[TypeSet::INTEGER],
            reduce_kernel!(|values| sum(values, i32::checked_add, "integer"); Int => Int),
        ),
        overload(
            &[TypeSet::LONG],
            reduce_kernel!(|values| sum(values, i64::checked_add, "long"); Long => Long),
        ),
        overload(
            &[TypeSet::UNSIGNED_LONG],
            reduce_kernel!(
                |values| sum(values, u64::checked_add, "unsigned_long");
                ULong => ULong
            ),
        ),
        overload(
            &[TypeSet::DOUBLE],
            reduce_kernel!(
                |values| values.iter().copied().collect::<CompensatedSum>().value();
                Double => Double
            ),
        ),
    ]),
    examples: &[Example {
        query: "ROW a = [3, 5, 6] | EVAL b = MV_SUM(a) | KEEP b",
        answer: "b:integer\n14",
    }],
    ..FunctionDef::SCALAR
};

fn sum<N: Copy + Default>(
    values: &[N],
    add: impl Fn(N, N) -> Option<N>,
    type_name: &str,
) -> Result<N, Problem> {
    values
        .iter()
        .try_fold(N::default(), |sum, &value| add(sum, value))
        .ok_or_else(|| overflow(type_name))
}

#[cfg(test)]
mod tests {
    use esql_data::{DataType, Value};

    use crate::check::{check, constant};

    #[test]
    fn overflow_is_null_with_a_warning() {
        let values =
            Value::List(vec![Value::Integer(0), Value::Integer(1), Value::Integer(i32::MAX)]);
        let (column, warnings) = check("mv_sum", &[constant(DataType::Integer, values)]);
        assert!(column.is_null(0));
        assert_eq!(warnings, ["java.lang.ArithmeticException: integer overflow"]);
    }
}
