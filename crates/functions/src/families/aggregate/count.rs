//! `COUNT`.

use esql_data::{Column, ColumnBuilder, DataType, Long, Value};

use super::state::{PerGroup, State};
use crate::typed::Cells;
use crate::{AggregateOverload, Args, EvalCx, Example, FunctionDef, Impl, Param, Ret, TypeSet};

pub(super) const COUNT: FunctionDef = FunctionDef {
    name: "count",
    summary: "Counts values, or rows.",
    detail: "`COUNT()` and `COUNT(*)` count rows. `COUNT(field)` counts values, not rows: a null \
             counts nothing, a cell with three values counts three. To count the rows where a \
             condition holds, write `COUNT(*) WHERE condition` or `COUNT(condition OR NULL)`. \
             Without rows the answer is 0.",
    params: &[Param::new("field", "what is counted; rows if left out").optional()],
    imp: Impl::Aggregate(&[AggregateOverload {
        args: Args::Each { sets: &[TypeSet::ANY.or(TypeSet::SOURCE)], required: 0 },
        ret: Ret::Type(DataType::Long),
        new: |site| Ok(PerGroup::<_, Long>::boxed(site, tally, |Tally(count)| count)),
    }]),
    examples: &[
        Example {
            query: r#"ROW a = ["x", "y", "x"] | STATS r = COUNT(*), v = COUNT(a)"#,
            answer: "r:long | v:long\n1 | 3",
        },
        Example {
            query: "ROW n = 1 | STATS COUNT(n > 0 OR NULL), COUNT(n < 0 OR NULL)",
            answer: "COUNT(n > 0 OR NULL):long | COUNT(n < 0 OR NULL):long\n1 | 0",
        },
    ],
    ..FunctionDef::AGGREGATE
};

/// A count.
#[derive(Default)]
pub(super) struct Tally(pub(super) i64);

impl State for Tally {
    const PARTIAL: &'static [DataType] = &[DataType::Long];

    fn merge(&mut self, later: Self) {
        self.0 += later.0;
    }

    fn save(self, partial: &mut [ColumnBuilder]) {
        partial[0].push(&Value::Long(self.0));
    }

    fn load(partial: &[Column], row: usize) -> Self {
        Tally(Cells::<Long>::new(&partial[0]).get(row).unwrap_or_default())
    }
}

/// Counts the values of the argument; the rows if there is no argument.
pub(super) fn tally(_: &mut EvalCx<'_>, groups: &[u32], args: &[Column], tallies: &mut [Tally]) {
    for (row, &group) in groups.iter().enumerate() {
        let values = args.first().map_or(1, |column| column.cell(row).len());
        tallies[group as usize].0 += i64::try_from(values).unwrap_or(i64::MAX);
    }
}

#[cfg(test)]
mod tests {
    use super::super::check::{aggregate, column};
    use esql_data::{DataType, Value};

    #[test]
    fn counts_values_not_rows() {
        let groups = [0, 1, 0, 2];
        let cells = [vec![1, 2], vec![3], vec![4], vec![]];
        let args =
            [column(DataType::Integer, cells.map(|cell| cell.into_iter().map(Value::Integer)))];
        assert_eq!(aggregate("count", &groups, &args, 4).0, "[3, 1, 0, 0]");
        assert_eq!(aggregate("count", &groups, &[], 4).0, "[2, 1, 1, 0]");
    }
}
