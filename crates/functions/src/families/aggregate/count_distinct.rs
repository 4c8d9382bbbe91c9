//! `COUNT_DISTINCT`.

use esql_data::{CellsBuilder, Column, DataType, Long, with_storage};

use super::count::{Tally, tally};
use super::state::{Distinct, Keep, PerGroup};
use crate::{
    Accumulator, AggregateOverload, Args, EvalCx, Example, FunctionDef, Impl, Param, Phase, Ret,
    TypeSet,
};

/// Everything with an order but `unsigned_long`, and `boolean`.
const COUNTED: TypeSet = TypeSet::SIGNED
    .or(TypeSet::STRING)
    .or(TypeSet::IP)
    .or(TypeSet::VERSION)
    .or(TypeSet::DATES)
    .or(TypeSet::BOOLEAN);

pub(super) const COUNT_DISTINCT: FunctionDef = FunctionDef {
    name: "count_distinct",
    summary: "Counts the distinct values.",
    detail: "Every value of a cell counts, nulls do not; without values the answer is 0. The \
             count is exact, whatever the precision. Elasticsearch estimates by HyperLogLog++: \
             up to the precision threshold (3000 if left out) it is nearly exact, above it may \
             be a few percent off, so a threshold near such counts may fire differently there.",
    params: &[
        Param::new("field", "whose values"),
        Param::new("precision", "the precision threshold; it changes nothing here")
            .optional()
            .constant(),
    ],
    imp: Impl::Aggregate(&[AggregateOverload {
        args: Args::Each {
            sets: &[COUNTED, TypeSet::WHOLE.or(TypeSet::UNSIGNED_LONG)],
            required: 1,
        },
        ret: Ret::Type(DataType::Long),
        new: |site| {
            site.constant(1)?;
            let ty = site.args.first().map_or(DataType::Null, |arg| arg.ty);
            Ok(with_storage!(ty.storage(),
                S => Box::new(CountDistinct { distinct: Distinct::<S>::default(), ty }),
                // Nothing to tell apart: all that remains is to count no values.
                none => PerGroup::<_, Long>::boxed(site, tally, |Tally(count)| count)))
        },
    }]),
    examples: &[Example {
        query: r#"ROW a = ["b", "a", "b"] | STATS c = COUNT_DISTINCT(a)"#,
        answer: "c:long\n2",
    }],
    ..FunctionDef::AGGREGATE
};

struct CountDistinct<S: Keep> {
    distinct: Distinct<S>,
    ty: DataType,
}

impl<S: Keep> Accumulator for CountDistinct<S> {
    fn state(&self) -> Vec<DataType> {
        vec![self.ty]
    }

    fn accumulate(&mut self, _: &mut EvalCx<'_>, groups: &[u32], args: &[Column]) {
        self.distinct.insert_all(groups, &args[0]);
    }

    fn absorb(&mut self, cx: &mut EvalCx<'_>, groups: &[u32], partial: &[Column]) {
        self.accumulate(cx, groups, partial);
    }

    fn emit(&mut self, _: &mut EvalCx<'_>, phase: Phase, count: usize) -> Vec<Column> {
        let distinct = std::mem::take(&mut self.distinct);
        match phase {
            Phase::Partial => vec![distinct.column(self.ty, count)],
            Phase::Final => {
                let mut counts = CellsBuilder::<Long>::new();
                for group in 0..count {
                    counts.single(i64::try_from(distinct.count(group)).unwrap_or(i64::MAX));
                }
                vec![counts.finish(DataType::Long)]
            }
        }
    }

    fn bytes(&self) -> usize {
        self.distinct.bytes()
    }
}

#[cfg(test)]
mod tests {
    use super::super::check::{aggregate, column};
    use esql_data::{Column, DataType, Value};

    #[test]
    fn counts_per_group() {
        let cells = [vec![1, 2], vec![2], vec![], vec![2]];
        let args = [column(DataType::Long, cells.map(|cell| cell.into_iter().map(Value::Long)))];
        assert_eq!(aggregate("count_distinct", &[0, 0, 1, 2], &args, 4).0, "[2, 0, 1, 0]");
        let nulls = [Column::null(DataType::Null, 1)];
        assert_eq!(aggregate("count_distinct", &[0], &nulls, 2).0, "[0, 0]");
    }
}
