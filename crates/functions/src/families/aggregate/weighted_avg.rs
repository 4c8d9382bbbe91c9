//! `WEIGHTED_AVG`.

use esql_data::{Column, DataType, Double, Problem, Value, ValueRef};

use super::state::{
    DoubleTotal, PerGroup, Ratio, Total, WholeTotal, double_of, each_double, each_whole, whole_of,
};
use crate::families::math::finite;
use crate::families::operator::overflow;
use crate::{
    Accumulator, AggregateOverload, Args, CallSite, EvalCx, Example, FunctionDef, Impl, Param, Ret,
    TypeSet, since,
};

pub(super) const WEIGHTED_AVG: FunctionDef = FunctionDef {
    name: "weighted_avg",
    summary: "The average of numbers that count more or less.",
    detail: "The sum of the numbers times their weights, by the sum of the weights. A row whose \
             number or weight has several values is left out of the first sum, with a warning; \
             all weights count in the second. If the weights add up to 0, null with a warning. A \
             constant weight makes it `AVG`.",
    params: &[
        Param::new("number", "what is averaged"),
        Param::new("weight", "how much the number counts"),
    ],
    imp: Impl::Aggregate(&[AggregateOverload {
        args: Args::each(&[TypeSet::SIGNED, TypeSet::SIGNED]),
        ret: Ret::Type(DataType::Double),
        new: |site| Ok(accumulator(site)),
    }]),
    examples: &[Example {
        query: "ROW a = 3, b = 2 | STATS w = WEIGHTED_AVG(a, b)",
        answer: "w:double\n3.0",
    }],
    since: since!(8.16),
    ..FunctionDef::AGGREGATE
};

fn accumulator(site: &CallSite<'_>) -> Box<dyn Accumulator> {
    let is_double = |at: usize| site.args.get(at).is_some_and(|arg| arg.ty == DataType::Double);
    let weight = site.args.get(1).and_then(|arg| arg.constant.as_ref());
    if weight.and_then(Value::as_ref).and_then(double_of).is_some_and(|weight| weight != 0.0) {
        return if is_double(0) {
            PerGroup::<Ratio<DoubleTotal, WholeTotal>, Double>::boxed(
                site,
                |_, groups, args, ratios| {
                    each_double(groups, &args[0], |group, number| {
                        ratios[group].numerator.add(number);
                        ratios[group].denominator.add(1);
                    });
                },
                |ratio| ratio.quotient(),
            )
        } else {
            PerGroup::<Ratio<WholeTotal, WholeTotal>, Double>::boxed(
                site,
                |_, groups, args, ratios| {
                    each_whole(groups, &args[0], |group, number| {
                        ratios[group].numerator.add(number);
                        ratios[group].denominator.add(1);
                    });
                },
                |ratio| ratio.quotient(),
            )
        };
    }
    match (is_double(0), is_double(1)) {
        (false, false) => PerGroup::<Ratio<WholeTotal, WholeTotal>, Double>::boxed(
            site,
            |cx, groups, args, ratios| feed(cx, groups, args, ratios, whole_product, whole_of),
            |ratio| ratio.quotient(),
        ),
        (true, false) => PerGroup::<Ratio<DoubleTotal, WholeTotal>, Double>::boxed(
            site,
            |cx, groups, args, ratios| feed(cx, groups, args, ratios, double_product, whole_of),
            |ratio| ratio.quotient(),
        ),
        (_, true) => PerGroup::<Ratio<DoubleTotal, DoubleTotal>, Double>::boxed(
            site,
            |cx, groups, args, ratios| feed(cx, groups, args, ratios, double_product, double_of),
            |ratio| ratio.quotient(),
        ),
    }
}

/// Adds the products above and the weights below.
fn feed<N: Total, D: Total>(
    cx: &mut EvalCx<'_>,
    groups: &[u32],
    args: &[Column],
    ratios: &mut [Ratio<N, D>],
    product: impl Fn(ValueRef<'_>, ValueRef<'_>) -> Result<Option<N::Number>, Problem>,
    number: impl Fn(ValueRef<'_>) -> Option<D::Number>,
) {
    let [numbers, weights] = args else { return };
    for (row, &group) in groups.iter().enumerate() {
        let ratio = &mut ratios[group as usize];
        let (value, weight) = (numbers.cell(row), weights.cell(row));
        for weight in weight.clone().filter_map(|at| number(weights.value(at))) {
            ratio.denominator.add(weight);
        }
        // As in a multiplication, the first argument that is null or has several values decides.
        match (value.len(), weight.len()) {
            (0, _) | (1, 0) => {}
            (1, 1) => match product(numbers.value(value.start), weights.value(weight.start)) {
                Ok(Some(product)) => ratio.numerator.add(product),
                Ok(None) => {}
                Err(problem) => cx.warn(|| problem),
            },
            _ => cx.warn(Problem::multi_value),
        }
    }
}

/// The product of whole numbers in the wider of their types.
fn whole_product(left: ValueRef<'_>, right: ValueRef<'_>) -> Result<Option<i64>, Problem> {
    if let (ValueRef::Integer(left), ValueRef::Integer(right)) = (left, right) {
        return match left.checked_mul(right) {
            Some(product) => Ok(Some(i64::from(product))),
            None => Err(overflow("integer")),
        };
    }
    let (Some(left), Some(right)) = (whole_of(left), whole_of(right)) else { return Ok(None) };
    match left.checked_mul(right) {
        Some(product) => Ok(Some(product)),
        None => Err(overflow("long")),
    }
}

fn double_product(left: ValueRef<'_>, right: ValueRef<'_>) -> Result<Option<f64>, Problem> {
    let (Some(left), Some(right)) = (double_of(left), double_of(right)) else { return Ok(None) };
    finite(left * right).map(Some)
}

#[cfg(test)]
mod tests {
    use super::super::check::{aggregate, column, constant};
    use esql_data::{Column, DataType, Value};

    fn longs<const N: usize>(values: [&[i64]; N]) -> Column {
        column(DataType::Long, values.map(|cell| cell.iter().copied().map(Value::Long)))
    }

    #[test]
    fn weights() {
        let numbers = longs([&[1], &[3], &[100], &[]]);
        for (weights, answer, warning) in [
            (longs([&[1], &[3], &[], &[4]]), "[1.25]", None),
            (longs([&[0], &[0], &[0], &[0]]), "[null]", Some("ArithmeticException: / by zero")),
            (
                longs([&[1, 2], &[3], &[], &[]]),
                "[1.5]",
                Some("IllegalArgumentException: single-value function encountered multi-value"),
            ),
            (constant(DataType::Double, Value::Double(7.5)), "[34.666666666666664]", None),
        ] {
            let args = [numbers.clone(), weights];
            let (answers, warnings) = aggregate("weighted_avg", &[0; 4], &args, 1);
            assert_eq!(answers, answer);
            let warning: Vec<String> =
                warning.iter().map(|text| format!("java.lang.{text}")).collect();
            assert_eq!(warnings, warning);
        }
    }
}
