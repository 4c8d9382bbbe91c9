//! `PERCENTILE`, `MEDIAN` and `MEDIAN_ABSOLUTE_DEVIATION`.

use esql_data::{Column, DataType, Double, Value};

use super::state::{PerGroup, Quantiles, double_of, each_double};
use crate::{
    Accumulator, AggregateOverload, ArgError, Args, CallSite, EvalCx, Example, FunctionDef, Impl,
    Param, Ret, TypeSet,
};

pub(super) const PERCENTILE: FunctionDef = FunctionDef {
    name: "percentile",
    summary: "The value that so many percent of the values do not exceed.",
    detail: "Between two neighboring values it is interpolated. Every value of a cell counts, \
             nulls do not. It is exact below 20,000 values in a group; from there on a t-digest \
             estimates it, as in Elasticsearch, where the estimate also depends on the order of \
             the documents. A percentile outside 0 to 100 gives null.",
    params: &[
        Param::new("number", "the numbers"),
        Param::new("percentile", "how many percent, 0 to 100").constant(),
    ],
    imp: Impl::Aggregate(&[AggregateOverload {
        args: Args::each(&[TypeSet::SIGNED, TypeSet::SIGNED]),
        ret: Ret::Type(DataType::Double),
        new: percentile,
    }]),
    examples: &[Example {
        query: "ROW a = [1, 2, 3, 5, 9] | STATS p0 = PERCENTILE(a, 0), p50 = PERCENTILE(a, 50), \
                p87 = PERCENTILE(a, 87.5)",
        answer: "p0:double | p50:double | p87:double\n1.0 | 3.0 | 7.0",
    }],
    ..FunctionDef::AGGREGATE
};

pub(super) const MEDIAN: FunctionDef = FunctionDef {
    name: "median",
    summary: "The value in the middle: the 50th percentile.",
    detail: "Between two values it is their mean. As exact as `PERCENTILE`.",
    params: &[Param::new("number", "the numbers")],
    imp: Impl::Aggregate(&[AggregateOverload {
        args: Args::each(&[TypeSet::SIGNED]),
        ret: Ret::Type(DataType::Double),
        new: |site| {
            Ok(PerGroup::<_, Double>::boxed(site, feed, |mut quantiles: Quantiles| {
                quantiles.quantile(0.5)
            }))
        },
    }]),
    examples: &[Example {
        query: "ROW a = [-1, 0, 1, 3] | STATS m = MEDIAN(a)",
        answer: "m:double\n0.5",
    }],
    ..FunctionDef::AGGREGATE
};

pub(super) const MEDIAN_ABSOLUTE_DEVIATION: FunctionDef = FunctionDef {
    name: "median_absolute_deviation",
    summary: "How far values lie from the middle: the median of the distances from the median.",
    detail: "Unlike `STD_DEV` it is hardly moved by a few extreme values. As exact as \
             `PERCENTILE`.",
    params: &[Param::new("number", "the numbers")],
    imp: Impl::Aggregate(&[AggregateOverload {
        args: Args::each(&[TypeSet::SIGNED]),
        ret: Ret::Type(DataType::Double),
        new: |site| {
            Ok(PerGroup::<_, Double>::boxed(site, feed, Quantiles::median_absolute_deviation))
        },
    }]),
    examples: &[Example {
        query: "ROW a = [3, 11, 14, 25] | STATS m = MEDIAN_ABSOLUTE_DEVIATION(a)",
        answer: "m:double\n5.5",
    }],
    ..FunctionDef::AGGREGATE
};

fn percentile(site: &CallSite<'_>) -> Result<Box<dyn Accumulator>, ArgError> {
    let quantile = match site.constant(1)? {
        Value::Null => None,
        percentile => match percentile.as_ref().and_then(double_of) {
            Some(percentile) if (0.0..=100.0).contains(&percentile) => Some(percentile / 100.0),
            Some(_) => None,
            None => {
                let message = "percentile must be a single number".to_owned();
                return Err(ArgError { at: 1, message });
            }
        },
    };
    Ok(PerGroup::<_, Double>::boxed(site, feed, move |mut quantiles: Quantiles| {
        quantiles.quantile(quantile?)
    }))
}

fn feed(_: &mut EvalCx<'_>, groups: &[u32], args: &[Column], quantiles: &mut [Quantiles]) {
    each_double(groups, &args[0], |group, number| quantiles[group].add(number));
}

#[cfg(test)]
mod tests {
    use super::super::check::{aggregate, column, constant};
    use esql_data::{DataType, Value};

    #[test]
    fn sketches_from_20_000_values_on() {
        let cells = (0..30_000).map(|at| [Value::Integer((at * 7919) % 30_000)]);
        let args =
            [column(DataType::Integer, cells), constant(DataType::Integer, Value::Integer(50))];
        let (median, _) = aggregate("percentile", &[0; 30_000], &args, 1);
        let median: f64 = median.trim_matches(['[', ']']).parse().unwrap();
        assert!((median - 14_999.5).abs() < 30.0, "{median}");
    }

    #[test]
    fn no_such_percentile() {
        let args = [
            column(DataType::Integer, [[Value::Integer(1)]]),
            constant(DataType::Integer, Value::Integer(101)),
        ];
        assert_eq!(aggregate("percentile", &[0], &args, 1).0, "[null]");
    }
}
