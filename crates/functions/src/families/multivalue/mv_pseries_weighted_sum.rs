//! `MV_PSERIES_WEIGHTED_SUM`.

use esql_data::{Column, DataType, Double, Value};

use super::compensated_sum::CompensatedSum;
use super::reduce::reduce;
use crate::{
    ArgError, Args, CallSite, EvalCx, Evaluate, Example, Family, FunctionDef, Impl, Kernel, Lift,
    Overload, Param, Ret, TypeSet, since,
};

pub(super) const MV_PSERIES_WEIGHTED_SUM: FunctionDef = FunctionDef {
    name: "mv_pseries_weighted_sum",
    family: Family::MultiValue,
    summary: "Gives the sum of a cell's values, each divided by a power of its position.",
    detail: "The first value counts fully, the n-th is divided by n to the power of p; the order \
             of the values matters.",
    params: &[
        Param::new("number", "the numbers"),
        Param::new("p", "the power, a constant").constant(),
    ],
    imp: Impl::Scalar(&[Overload {
        args: Args::each(&[TypeSet::DOUBLE, TypeSet::DOUBLE]),
        ret: Ret::Type(DataType::Double),
        lift: Lift::WholeCell,
        kernel: Kernel::Prepared(prepare),
    }]),
    examples: &[Example {
        query: "ROW a = [70.0, 45.0, 21.0] | EVAL b = MV_PSERIES_WEIGHTED_SUM(a, 1.0) | KEEP b",
        answer: "b:double\n99.5",
    }],
    since: since!(8.16),
    ..FunctionDef::SCALAR
};

fn prepare(site: &CallSite<'_>) -> Result<Box<dyn Evaluate>, ArgError> {
    let power = match site.constant(1)? {
        Value::Double(power) => Some(*power),
        _ => None,
    };
    Ok(Box::new(move |cx: &mut EvalCx<'_>, args: &[Column]| match power {
        Some(power) => {
            reduce::<Double, _, Double, _>(cx, &args[0], |values| weighted_sum(values, power))
        }
        None => Column::null(cx.ret, cx.rows),
    }))
}

#[allow(clippy::cast_precision_loss)]
fn weighted_sum(values: &[f64], power: f64) -> f64 {
    let weighted = |(at, value): (usize, &f64)| value / ((at + 1) as f64).powf(power);
    values.iter().enumerate().map(weighted).collect::<CompensatedSum>().value()
}
