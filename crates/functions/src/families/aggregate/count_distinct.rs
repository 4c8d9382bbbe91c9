//! `COUNT_DISTINCT`.

use std::marker::PhantomData;

use esql_data::{CellsBuilder, Column, DataType, Long, with_storage};

use super::count::{Tally, tally};
use super::state::{Fingerprints, Keep, PerGroup};
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
                S => Box::new(CountDistinct::<S> {
                    fingerprints: Fingerprints::default(),
                    values: PhantomData,
                }),
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

struct CountDistinct<S> {
    fingerprints: Fingerprints,
    values: PhantomData<fn(S)>,
}

impl<S: Keep> Accumulator for CountDistinct<S> {
    fn state(&self) -> Vec<DataType> {
        vec![Fingerprints::PARTIAL]
    }

    fn accumulate(&mut self, _: &mut EvalCx<'_>, groups: &[u32], args: &[Column]) {
        self.fingerprints.insert_all::<S>(groups, &args[0]);
    }

    fn absorb(&mut self, _: &mut EvalCx<'_>, groups: &[u32], partial: &[Column]) {
        self.fingerprints.absorb(groups, &partial[0]);
    }

    fn emit(&mut self, _: &mut EvalCx<'_>, phase: Phase, count: usize) -> Vec<Column> {
        let fingerprints = std::mem::take(&mut self.fingerprints);
        match phase {
            Phase::Partial => vec![fingerprints.column(count)],
            Phase::Final => {
                let mut counts = CellsBuilder::<Long>::new();
                fingerprints.counts(count).into_iter().for_each(|n| counts.single(n.into()));
                vec![counts.finish(DataType::Long)]
            }
        }
    }

    fn bytes(&self) -> usize {
        self.fingerprints.bytes()
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
