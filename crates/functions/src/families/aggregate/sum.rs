//! `SUM`.

use esql_data::{DataType, Double, Long};

use super::state::{DoubleTotal, Nothing, PerGroup, Total, WholeTotal, each_double, each_whole};
use crate::{AggregateOverload, Args, Example, FunctionDef, Impl, Param, Ret, TypeSet};

pub(super) const SUM: FunctionDef = FunctionDef {
    name: "sum",
    summary: "Adds numbers up.",
    detail: "Every value of a cell counts, nulls do not; without values the answer is null. Whole \
             numbers give a long: if the sum does not fit, null with a warning. (Elasticsearch \
             looks after every addition, so there a sum may also overflow on the way to a total \
             that fits.) Doubles are added with compensation for what rounding loses.",
    params: &[Param::new("number", "what is added")],
    imp: Impl::Aggregate(&[
        // What has the type `null` stays so.
        AggregateOverload {
            args: Args::each(&[TypeSet::NULL]),
            ret: Ret::Type(DataType::Null),
            new: |site| Ok(Box::new(Nothing { ret: site.ret })),
        },
        AggregateOverload {
            args: Args::each(&[TypeSet::DOUBLE]),
            ret: Ret::Type(DataType::Double),
            new: |site| {
                Ok(PerGroup::<DoubleTotal, Double>::boxed(
                    site,
                    |_, groups, args, totals| {
                        each_double(groups, &args[0], |group, number| totals[group].add(number));
                    },
                    |total| total.sum(),
                ))
            },
        },
        AggregateOverload {
            args: Args::each(&[TypeSet::WHOLE]),
            ret: Ret::Type(DataType::Long),
            new: |site| {
                Ok(PerGroup::<WholeTotal, Long>::boxed(
                    site,
                    |_, groups, args, totals| {
                        each_whole(groups, &args[0], |group, number| totals[group].add(number));
                    },
                    |total| total.sum(),
                ))
            },
        },
    ]),
    examples: &[Example {
        query: "ROW a = [1, 2, 3], b = 0.5 | STATS SUM(a), SUM(b)",
        answer: "SUM(a):long | SUM(b):double\n6 | 0.5",
    }],
    ..FunctionDef::AGGREGATE
};

#[cfg(test)]
mod tests {
    use super::super::check::{aggregate, column};
    use esql_data::{DataType, Value};

    #[test]
    fn overflow_is_null_with_a_warning() {
        let cells = [i64::MAX, 1, i64::MAX, 1, -5].map(|value| [Value::Long(value)]);
        let args = [column(DataType::Long, cells)];
        let (sums, warnings) = aggregate("sum", &[0, 0, 1, 1, 1], &args, 3);
        assert_eq!(sums, format!("[null, {}, null]", i64::MAX - 4));
        assert_eq!(warnings, ["java.lang.ArithmeticException: long overflow"]);
    }

    #[test]
    fn doubles_are_compensated() {
        let cells = std::iter::repeat_n([Value::Double(0.1)], 10);
        let args = [column(DataType::Double, cells)];
        assert_eq!(aggregate("sum", &[0; 10], &args, 1).0, "[1.0]");
    }
}
