//! `MIN` and `MAX`.

use std::cmp::Ordering;

use esql_data::{CellsBuilder, Column, DataType, compare, with_storage};

use super::state::{Keep, Nothing, each_value, grow};
use crate::{
    Accumulator, AggregateOverload, ArgError, Args, CallSite, EvalCx, Example, FunctionDef, Impl,
    Param, Phase, Ret, TypeSet,
};

const ARGS: Args = Args::each(&[TypeSet::ORDERED.or(TypeSet::BOOLEAN)]);

const DETAIL: &str = "Every value of a cell counts, nulls do not; without values the answer is \
                      null. Strings go by their UTF-8 bytes, so capitals come before small \
                      letters; false comes before true; versions go by semantic versioning. \
                      Strings and addresses came in 8.16, `unsigned_long` in 9.2.";

pub(super) const MIN: FunctionDef = FunctionDef {
    name: "min",
    summary: "The least value.",
    detail: DETAIL,
    params: &[Param::new("field", "whose values")],
    imp: Impl::Aggregate(&[AggregateOverload {
        args: ARGS,
        ret: Ret::Arg(0),
        new: |site| accumulator(site, Ordering::Less),
    }]),
    examples: &[Example {
        query: r#"ROW a = [3, 1, 2], b = ["b", "A"] | STATS MIN(a), MIN(b)"#,
        answer: "MIN(a):integer | MIN(b):keyword\n1 | A",
    }],
    ..FunctionDef::AGGREGATE
};

pub(super) const MAX: FunctionDef = FunctionDef {
    name: "max",
    summary: "The greatest value.",
    detail: DETAIL,
    params: &[Param::new("field", "whose values")],
    imp: Impl::Aggregate(&[AggregateOverload {
        args: ARGS,
        ret: Ret::Arg(0),
        new: |site| accumulator(site, Ordering::Greater),
    }]),
    examples: &[Example {
        query: r#"ROW a = [3, 1, 2], b = ["b", "A"] | STATS MAX(a), MAX(b)"#,
        answer: "MAX(a):integer | MAX(b):keyword\n3 | b",
    }],
    ..FunctionDef::AGGREGATE
};

fn accumulator(site: &CallSite<'_>, wanted: Ordering) -> Result<Box<dyn Accumulator>, ArgError> {
    let ty = site.ret;
    Ok(with_storage!(ty.storage(),
        S => Box::new(Extreme::<S> { best: Vec::new(), ty, wanted }),
        none => Box::new(Nothing { ret: ty })))
}

/// The best value of each group.
struct Extreme<S: Keep> {
    best: Vec<Option<S::Kept>>,
    ty: DataType,
    /// How a better value compares with the best so far.
    wanted: Ordering,
}

impl<S: Keep> Accumulator for Extreme<S> {
    fn state(&self) -> Vec<DataType> {
        vec![self.ty]
    }

    fn accumulate(&mut self, _: &mut EvalCx<'_>, groups: &[u32], args: &[Column]) {
        let Extreme { best, ty, wanted } = self;
        grow(best, groups);
        each_value::<S>(groups, &args[0], |group, item| {
            let best = &mut best[group];
            let better = best.as_ref().is_none_or(|best| {
                compare(*ty, S::value_ref(item), S::value_ref(S::item(best))) == *wanted
            });
            if better {
                *best = Some(S::keep(item));
            }
        });
    }

    fn absorb(&mut self, cx: &mut EvalCx<'_>, groups: &[u32], partial: &[Column]) {
        self.accumulate(cx, groups, partial);
    }

    fn emit(&mut self, _: &mut EvalCx<'_>, _: Phase, count: usize) -> Vec<Column> {
        let best = std::mem::take(&mut self.best);
        let mut cells = CellsBuilder::<S>::new();
        for group in 0..count {
            cells.option(best.get(group).and_then(Option::as_ref).map(S::item));
        }
        vec![cells.finish(self.ty)]
    }

    fn bytes(&self) -> usize {
        self.best.capacity() * size_of::<Option<S::Kept>>()
            + self.best.iter().flatten().map(S::heap_bytes).sum::<usize>()
    }
}

#[cfg(test)]
mod tests {
    use super::super::check::{aggregate, column};
    use esql_data::{DataType, Value};

    #[test]
    fn by_the_order_of_the_type() {
        let text = |texts: &[&str]| texts.iter().map(|&text| vec![text.into()]).collect();
        let cases: [(DataType, Vec<Vec<Value>>, &str, &str); 4] = [
            (DataType::Version, text(&["1.10.0", "1.9", "1.10.0-alpha"]), "1.9", "1.10.0"),
            (DataType::Text, text(&["b", "B", "a"]), "B", "b"),
            (
                DataType::Boolean,
                vec![vec![Value::Boolean(true), Value::Boolean(false)]],
                "false",
                "true",
            ),
            (
                DataType::Date,
                vec![vec![], vec![Value::Long(0)]],
                "1970-01-01T00:00:00.000Z",
                "1970-01-01T00:00:00.000Z",
            ),
        ];
        for (ty, cells, min, max) in cases {
            let groups = vec![0; cells.len()];
            let args = [column(ty, cells)];
            assert_eq!(aggregate("min", &groups, &args, 2).0, format!("[{min}, null]"));
            assert_eq!(aggregate("max", &groups, &args, 2).0, format!("[{max}, null]"));
        }
    }
}
