//! `SAMPLE`.

use esql_data::{Column, ColumnBuilder, DataType, Value};

use super::state::grow;
use crate::{
    Accumulator, AggregateOverload, ArgError, Args, CallSite, EvalCx, Example, FunctionDef, Impl,
    Param, Phase, Ret, TypeSet, since,
};

pub(super) const SAMPLE: FunctionDef = FunctionDef {
    name: "sample",
    summary: "Some of the values, in one cell.",
    detail: "Elasticsearch takes them at random; here the first ones seen are taken, so that the \
             answer is always the same. Nulls are left out, values that come twice count twice; \
             without values the answer is null.",
    params: &[
        Param::new("field", "whose values"),
        Param::new("limit", "how many values at most").constant(),
    ],
    imp: Impl::Aggregate(&[AggregateOverload {
        args: Args::each(&[TypeSet::ANY, TypeSet::INTEGER]),
        ret: Ret::Arg(0),
        new: accumulator,
    }]),
    examples: &[Example {
        query: "ROW a = [3, 1, 2] | MV_EXPAND a | STATS s = SAMPLE(a, 2)",
        answer: "s:integer\n[3, 1]",
    }],
    since: since!(8.19, 9.1),
    ..FunctionDef::AGGREGATE
};

fn accumulator(site: &CallSite<'_>) -> Result<Box<dyn Accumulator>, ArgError> {
    let limit = match site.constant(1)? {
        Value::Integer(limit) => usize::try_from(*limit).ok().filter(|limit| *limit > 0),
        _ => None,
    };
    let Some(limit) = limit else {
        return Err(ArgError { at: 1, message: "Limit must be greater than 0".to_owned() });
    };
    Ok(Box::new(Sample { values: Vec::new(), limit, ty: site.ret }))
}

struct Sample {
    values: Vec<Vec<Value>>,
    limit: usize,
    ty: DataType,
}

impl Accumulator for Sample {
    fn state(&self) -> Vec<DataType> {
        vec![self.ty]
    }

    fn accumulate(&mut self, _: &mut EvalCx<'_>, groups: &[u32], args: &[Column]) {
        grow(&mut self.values, groups);
        for (row, &group) in groups.iter().enumerate() {
            let kept = &mut self.values[group as usize];
            let free = self.limit.saturating_sub(kept.len());
            kept.extend(args[0].cell(row).take(free).map(|at| args[0].value(at).to_value()));
        }
    }

    fn absorb(&mut self, cx: &mut EvalCx<'_>, groups: &[u32], partial: &[Column]) {
        self.accumulate(cx, groups, partial);
    }

    fn emit(&mut self, _: &mut EvalCx<'_>, _: Phase, count: usize) -> Vec<Column> {
        let mut values = std::mem::take(&mut self.values);
        values.resize_with(count, Vec::new);
        let mut column = ColumnBuilder::new(self.ty);
        for cell in values {
            column.push(&Value::List(cell));
        }
        vec![column.finish()]
    }

    fn bytes(&self) -> usize {
        let values: usize = self.values.iter().map(Vec::capacity).sum();
        values * size_of::<Value>() + self.values.capacity() * size_of::<Vec<Value>>()
    }
}

#[cfg(test)]
mod tests {
    use super::super::check::{aggregate, column, constant, try_aggregate};
    use esql_data::{DataType, Value};

    #[test]
    fn first_values_of_each_group() {
        let cells: [&[i32]; 4] = [&[1], &[2, 3], &[], &[4]];
        let values = cells.map(|cell| cell.iter().map(|&value| Value::Integer(value)));
        let limit = |limit| constant(DataType::Integer, Value::Integer(limit));
        let args = [column(DataType::Integer, values), limit(2)];
        let (sample, _) = aggregate("sample", &[0, 0, 1, 2], &args, 3);
        assert_eq!(sample, "[[1, 2], null, 4]");
        assert!(try_aggregate("sample", &[0], &[args[0].clone(), limit(0)], 1).is_err());
    }
}
