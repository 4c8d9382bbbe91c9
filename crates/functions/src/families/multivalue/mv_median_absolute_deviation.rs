//! `MV_MEDIAN_ABSOLUTE_DEVIATION`.

use esql_data::{Double, Int, Long, Problem, ULong};

use super::mv_median::median;
use super::reduce::reduce_kernel;
use crate::families::math::finite;
use crate::families::operator::overflow;
use crate::{
    Args, Example, Family, FunctionDef, Impl, Kernel, Lift, Overload, Param, Ret, TypeSet, since,
};

const fn overload(set: &'static [TypeSet], kernel: Kernel) -> Overload {
    Overload { args: Args::each(set), ret: Ret::Arg(0), lift: Lift::WholeCell, kernel }
}

pub(super) const MV_MEDIAN_ABSOLUTE_DEVIATION: FunctionDef = FunctionDef {
    name: "mv_median_absolute_deviation",
    family: Family::MultiValue,
    summary: "Gives the median of the distances of a cell's values from their median.",
    detail: "The type stays. Medians of an even number of values are the average of the middle \
             two, rounded towards zero for whole numbers.",
    params: &[Param::new("number", "the numbers")],
    imp: Impl::Scalar(&[
        overload(&[TypeSet::INTEGER], reduce_kernel!(|values: &mut [i32]| int(values); Int => Int)),
        overload(&[TypeSet::LONG], reduce_kernel!(|values: &mut [i64]| long(values); Long => Long)),
        overload(
            &[TypeSet::UNSIGNED_LONG],
            reduce_kernel!(|values: &mut [u64]| unsigned_long(values); ULong => ULong),
        ),
        overload(
            &[TypeSet::DOUBLE],
            reduce_kernel!(|values: &mut [f64]| double(values); Double => Double),
        ),
    ]),
    examples: &[Example {
        query: "ROW a = [0, 2, 5, 6] | EVAL b = MV_MEDIAN_ABSOLUTE_DEVIATION(a) | KEEP b",
        answer: "b:integer\n2",
    }],
    since: since!(8.17),
    ..FunctionDef::SCALAR
};

/// Of whole numbers, in a type in which nothing overflows.
fn whole(values: impl Iterator<Item = i128>) -> i128 {
    // `/` rounds towards zero.
    let middle = |sorted: &[i128]| median(sorted, |a, b| (a + b) / 2).unwrap_or(0);
    let mut values: Vec<i128> = values.collect();
    values.sort_unstable();
    let center = middle(&values);
    for value in &mut values {
        *value = (*value - center).abs();
    }
    values.sort_unstable();
    middle(&values)
}

fn int(values: &[i32]) -> Result<i32, Problem> {
    i32::try_from(whole(values.iter().copied().map(i128::from))).map_err(|_| overflow("integer"))
}

fn long(values: &[i64]) -> Result<i64, Problem> {
    i64::try_from(whole(values.iter().copied().map(i128::from))).map_err(|_| overflow("long"))
}

fn unsigned_long(values: &[u64]) -> Result<u64, Problem> {
    u64::try_from(whole(values.iter().copied().map(i128::from)))
        .map_err(|_| overflow("unsigned_long"))
}

fn double(values: &mut [f64]) -> Result<f64, Problem> {
    if values.len() == 1 {
        return Ok(0.0);
    }
    // Halved first, so that the sum of two large values does not overflow.
    let middle = |sorted: &[f64]| median(sorted, |a, b| a / 2.0 + b / 2.0).unwrap_or(0.0);
    values.sort_unstable_by(f64::total_cmp);
    let center = finite(middle(values))?;
    for value in values.iter_mut() {
        *value = if *value > center { *value - center } else { center - *value };
    }
    values.sort_unstable_by(f64::total_cmp);
    finite(middle(values))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types() {
        assert_eq!(int(&[0, 2, 5, 6]), Ok(2));
        assert_eq!(int(&[i32::MIN, i32::MAX, i32::MAX]), Ok(0));
        assert_eq!(int(&[7]), Ok(0));
        assert_eq!(long(&[i64::MIN, i64::MAX]), Ok(i64::MAX));
        assert_eq!(unsigned_long(&[0, u64::MAX]), Ok(9_223_372_036_854_775_807));
        assert_eq!(double(&mut [0.0, 2.0, 5.0, 6.0]), Ok(2.0));
        assert_eq!(double(&mut [7.5]), Ok(0.0));
    }
}
