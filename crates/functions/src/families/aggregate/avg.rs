//! `AVG`.

use esql_data::{DataType, Double};

use super::state::{DoubleTotal, PerGroup, Ratio, Total, WholeTotal, each_double};
use crate::{AggregateOverload, Args, Example, FunctionDef, Impl, Param, Ret, TypeSet};

pub(super) const AVG: FunctionDef = FunctionDef {
    name: "avg",
    summary: "The average of numbers.",
    detail: "Every value of a cell counts, nulls do not; without values the answer is null. To \
             let each row count once, average the cells first: `AVG(MV_AVG(field))`.",
    params: &[Param::new("number", "what is averaged")],
    imp: Impl::Aggregate(&[AggregateOverload {
        args: Args::each(&[TypeSet::SIGNED]),
        ret: Ret::Type(DataType::Double),
        new: |site| {
            Ok(PerGroup::<Ratio<DoubleTotal, WholeTotal>, Double>::boxed(
                site,
                |_, groups, args, ratios| {
                    each_double(groups, &args[0], |group, number| {
                        ratios[group].numerator.add(number);
                        ratios[group].denominator.add(1);
                    });
                },
                |ratio| ratio.quotient(),
            ))
        },
    }]),
    examples: &[Example {
        query: "ROW a = [1, 2, 6], b = 0.5 | STATS AVG(a), AVG(b)",
        answer: "AVG(a):double | AVG(b):double\n3.0 | 0.5",
    }],
    ..FunctionDef::AGGREGATE
};

#[cfg(test)]
mod tests {
    use super::super::check::{aggregate, column};
    use esql_data::{DataType, Value};

    #[test]
    fn long_sums_do_not_overflow() {
        let args = [column(DataType::Long, [[Value::Long(i64::MAX)], [Value::Long(i64::MAX)]])];
        let (averages, warnings) = aggregate("avg", &[0, 0], &args, 2);
        assert_eq!((averages.as_str(), warnings.len()), ("[9.223372036854776E18, null]", 0));
    }
}
