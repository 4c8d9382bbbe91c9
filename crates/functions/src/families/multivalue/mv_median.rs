//! `MV_MEDIAN`.

use esql_data::{Double, Int, Long, ULong};

use super::reduce::reduce_kernel;
use crate::{
    Args, Example, Family, FunctionDef, Impl, Kernel, Lift, Overload, Param, Ret, TypeSet,
};

const fn overload(set: &'static [TypeSet], kernel: Kernel) -> Overload {
    Overload { args: Args::each(set), ret: Ret::Arg(0), lift: Lift::WholeCell, kernel }
}

pub(super) const MV_MEDIAN: FunctionDef = FunctionDef {
    name: "mv_median",
    family: Family::MultiValue,
    summary: "Gives the median of the values of a cell.",
    detail: "The type stays. Of an even number of values it is the average of the middle two, \
             rounded down for whole numbers.",
    params: &[Param::new("number", "the numbers")],
    imp: Impl::Scalar(&[
        overload(
            &[TypeSet::INTEGER],
            reduce_kernel!(|values: &mut [i32]| {
                values.sort_unstable();
                median(values, |a, b| (a & b) + ((a ^ b) >> 1))
            }; Int => Int),
        ),
        overload(
            &[TypeSet::LONG],
            reduce_kernel!(|values: &mut [i64]| {
                values.sort_unstable();
                median(values, |a, b| (a & b) + ((a ^ b) >> 1))
            }; Long => Long),
        ),
        overload(
            &[TypeSet::UNSIGNED_LONG],
            reduce_kernel!(|values: &mut [u64]| {
                values.sort_unstable();
                median(values, |a, b| (a & b) + ((a ^ b) >> 1))
            }; ULong => ULong),
        ),
        overload(
            &[TypeSet::DOUBLE],
            reduce_kernel!(|values: &mut [f64]| {
                values.sort_unstable_by(f64::total_cmp);
                median(values, |a, b| (a + b) / 2.0)
            }; Double => Double),
        ),
    ]),
    examples: &[Example {
        query: "ROW a = [3, 7, 1, 6] | EVAL b = MV_MEDIAN(a) | KEEP b",
        answer: "b:integer\n4",
    }],
    ..FunctionDef::SCALAR
};

/// The middle of sorted values, or what `average` makes of the middle two.
pub(super) fn median<N: Copy>(sorted: &[N], average: impl Fn(N, N) -> N) -> Option<N> {
    let middle = sorted.len() / 2;
    let upper = *sorted.get(middle)?;
    if sorted.len() % 2 == 1 {
        return Some(upper);
    }
    Some(average(*sorted.get(middle - 1)?, upper))
}

#[cfg(test)]
mod tests {
    use esql_data::{DataType, Value};

    use crate::check::{check, constant};

    #[test]
    fn as_recorded() {
        let list =
            |values: &[u64]| Value::List(values.iter().copied().map(Value::UnsignedLong).collect());
        let values = [u64::MAX, 0, 1, 9_223_372_036_854_775_807, 9_223_372_036_854_775_808, 2];
        let column = constant(DataType::UnsignedLong, list(&values));
        let (median, _) = check("mv_median", &[column]);
        assert_eq!(median.cell_value(0), Value::UnsignedLong(4_611_686_018_427_387_904));
        let negative = Value::List(vec![Value::Integer(-3), Value::Integer(-2)]);
        let (median, _) = check("mv_median", &[constant(DataType::Integer, negative)]);
        assert_eq!(median.cell_value(0), Value::Integer(-3));
    }
}
