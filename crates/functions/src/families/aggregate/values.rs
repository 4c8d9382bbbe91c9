//! `VALUES`.

use esql_data::{Column, DataType, with_storage};

use super::state::{Distinct, Keep, Nothing};
use crate::{
    Accumulator, AggregateOverload, Args, EvalCx, Example, FunctionDef, Impl, Param, Phase, Ret,
    TypeSet, since,
};

pub(super) const VALUES: FunctionDef = FunctionDef {
    name: "values",
    summary: "The distinct values, in one cell.",
    detail: "Nulls are left out; without values the answer is null. The order is the one in which \
             the values were first seen; Elasticsearch promises none, so a rule that needs an \
             order sorts: `MV_SORT(VALUES(field))`.",
    params: &[Param::new("field", "whose values")],
    imp: Impl::Aggregate(&[AggregateOverload {
        args: Args::each(&[TypeSet::ANY]),
        ret: Ret::Arg(0),
        new: |site| {
            let ret = site.ret;
            Ok(with_storage!(ret.storage(),
                S => Box::new(Values { distinct: Distinct::<S>::default(), ret }),
                none => Box::new(Nothing { ret })))
        },
    }]),
    examples: &[Example {
        query: r#"ROW a = ["b", "a", "b"] | MV_EXPAND a | STATS v = VALUES(a)"#,
        answer: "v:keyword\n[b, a]",
    }],
    since: since!(8.14),
    ..FunctionDef::AGGREGATE
};

struct Values<S: Keep> {
    distinct: Distinct<S>,
    ret: DataType,
}

impl<S: Keep> Accumulator for Values<S> {
    fn state(&self) -> Vec<DataType> {
        vec![self.ret]
    }

    fn accumulate(&mut self, _: &mut EvalCx<'_>, groups: &[u32], args: &[Column]) {
        self.distinct.insert_all(groups, &args[0]);
    }

    fn absorb(&mut self, cx: &mut EvalCx<'_>, groups: &[u32], partial: &[Column]) {
        self.accumulate(cx, groups, partial);
    }

    fn emit(&mut self, _: &mut EvalCx<'_>, _: Phase, count: usize) -> Vec<Column> {
        vec![std::mem::take(&mut self.distinct).column(self.ret, count)]
    }

    fn bytes(&self) -> usize {
        self.distinct.bytes()
    }
}

#[cfg(test)]
mod tests {
    use super::super::check::{aggregate, column};
    use esql_data::{DataType, Value};

    #[test]
    fn first_seen_order_in_each_group() {
        let cells: [&[&str]; 5] = [&["b"], &["a", "b"], &[], &["c"], &["a", "c"]];
        let args = [column(DataType::Text, cells.map(|cell| cell.iter().map(|&text| text.into())))];
        let (values, _) = aggregate("values", &[0, 0, 1, 2, 0], &args, 4);
        assert_eq!(values, "[[b, a, c], null, c, null]");
        let doubles = [0.0, -0.0, f64::NAN, f64::NAN].map(|value| [Value::Double(value)]);
        let (values, _) = aggregate("values", &[0; 4], &[column(DataType::Double, doubles)], 1);
        assert_eq!(values, "[[0.0, -0.0, NaN]]");
    }
}
