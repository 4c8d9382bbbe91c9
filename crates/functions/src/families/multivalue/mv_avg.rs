//! `MV_AVG`.

use esql_data::{DataType, Double};

use super::compensated_sum::CompensatedSum;
use super::reduce::reduce_kernel;
use crate::{Args, Example, Family, FunctionDef, Impl, Lift, Overload, Param, Ret, TypeSet};

pub(super) const MV_AVG: FunctionDef = FunctionDef {
    name: "mv_avg",
    family: Family::MultiValue,
    summary: "Gives the average of the values of a cell.",
    detail: "The result is a double. Null gives null.",
    params: &[Param::new("number", "the numbers")],
    imp: Impl::Scalar(&[Overload {
        args: Args::each(&[TypeSet::DOUBLE]),
        ret: Ret::Type(DataType::Double),
        lift: Lift::WholeCell,
        kernel: reduce_kernel!(average; Double => Double),
    }]),
    examples: &[Example {
        query: "ROW a = [3, 5, 1, 6] | EVAL b = MV_AVG(a) | KEEP b",
        answer: "b:double\n3.75",
    }],
    ..FunctionDef::SCALAR
};

#[allow(clippy::cast_precision_loss)]
fn average(values: &mut [f64]) -> f64 {
    let sum: CompensatedSum = values.iter().copied().collect();
    sum.value() / values.len() as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn as_recorded() {
        assert_eq!(average(&mut [-6.77, 4.69, 5.05, 12.15]), 3.780_000_000_000_000_2);
        assert_eq!(average(&mut [0.0, 1.0, i64::MAX as f64]), 3.074_457_345_618_258_4e18);
        assert_eq!(average(&mut [0.0, 1.0, u64::MAX as f64]), 6.148_914_691_236_517e18);
    }
}
