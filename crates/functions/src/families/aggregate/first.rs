//! `FIRST` and `LAST`, `EARLIEST` and `LATEST`.

use std::cmp::Ordering;

use esql_data::{Bool, Column, ColumnBuilder, DataType, Value, ValueRef, compare};

use super::state::grow;
use crate::typed::Cells;
use crate::{
    Accumulator, AggregateOverload, ArgError, Args, CallSite, EvalCx, Example, FunctionDef, Impl,
    Param, Phase, Ret, TypeSet, since,
};

const FIELD: TypeSet = TypeSet::NUMERIC
    .or(TypeSet::STRING)
    .or(TypeSet::IP)
    .or(TypeSet::VERSION)
    .or(TypeSet::DATES)
    .or(TypeSet::BOOLEAN)
    .or(TypeSet::SPATIAL)
    .or(TypeSet::GRID);

const ARGS: Args = Args::each(&[FIELD, TypeSet::SIGNED.or(TypeSet::DATES)]);

const DETAIL: &str = "It is the whole cell of that row: all its values, or null. Rows whose sort \
                      field is null count only if there are no others. Of several rows that tie, \
                      the first one seen is taken; Elasticsearch promises nothing there.";

pub(super) const FIRST: FunctionDef = FunctionDef {
    name: "first",
    summary: "The field in the row where another field is least.",
    detail: DETAIL,
    params: &[
        Param::new("field", "what is given"),
        Param::new("sort", "what decides; of several values the least"),
    ],
    imp: Impl::Aggregate(&[AggregateOverload {
        args: ARGS,
        ret: Ret::Arg(0),
        new: |site| accumulator(site, Ordering::Less),
    }]),
    examples: &[Example {
        query: "ROW t = [3, 1, 2] | MV_EXPAND t | EVAL a = t * 10 | STATS f = FIRST(a, t)",
        answer: "f:integer\n10",
    }],
    since: since!(9.4),
    ..FunctionDef::AGGREGATE
};

pub(super) const LAST: FunctionDef = FunctionDef {
    name: "last",
    summary: "The field in the row where another field is greatest.",
    detail: DETAIL,
    params: &[
        Param::new("field", "what is given"),
        Param::new("sort", "what decides; of several values the greatest"),
    ],
    imp: Impl::Aggregate(&[AggregateOverload {
        args: ARGS,
        ret: Ret::Arg(0),
        new: |site| accumulator(site, Ordering::Greater),
    }]),
    examples: &[Example {
        query: "ROW t = [3, 1, 2] | MV_EXPAND t | EVAL a = t * 10 | STATS l = LAST(a, t)",
        answer: "l:integer\n30",
    }],
    since: since!(9.4),
    ..FunctionDef::AGGREGATE
};

/// The planner adds the sort field; what comes out is of the field's type.
const BY_TIME: FunctionDef = FunctionDef {
    detail: DETAIL,
    params: &[Param::new("field", "what is given")],
    imp: Impl::Lowered { args: Args::each(&[FIELD]), ret: Ret::Arg(0) },
    since: since!(9.4),
    ..FunctionDef::AGGREGATE
};

pub(super) const EARLIEST: FunctionDef = FunctionDef {
    name: "earliest",
    summary: "The field in the row with the least `@timestamp`: `FIRST(field, @timestamp)`.",
    examples: &[Example {
        query: r#"ROW @timestamp = TO_DATETIME(["2026-03-26", "2026-03-25"]) | MV_EXPAND @timestamp
| EVAL a = DATE_FORMAT("dd", @timestamp) | STATS e = EARLIEST(a)"#,
        answer: "e:keyword\n25",
    }],
    ..BY_TIME
};

pub(super) const LATEST: FunctionDef = FunctionDef {
    name: "latest",
    summary: "The field in the row with the greatest `@timestamp`: `LAST(field, @timestamp)`.",
    examples: &[Example {
        query: r#"ROW @timestamp = TO_DATETIME(["2026-03-26", "2026-03-25"]) | MV_EXPAND @timestamp
| EVAL a = DATE_FORMAT("dd", @timestamp) | STATS l = LATEST(a)"#,
        answer: "l:keyword\n26",
    }],
    ..BY_TIME
};

fn accumulator(site: &CallSite<'_>, wanted: Ordering) -> Result<Box<dyn Accumulator>, ArgError> {
    let key_type = site.args.get(1).map_or(DataType::Null, |arg| arg.ty);
    Ok(Box::new(Utmost { rows: Vec::new(), ty: site.ret, key_type, wanted }))
}

/// The row of each group that comes first in the wanted order.
struct Utmost {
    rows: Vec<Option<Row>>,
    ty: DataType,
    key_type: DataType,
    /// How a better key compares with a worse one.
    wanted: Ordering,
}

/// What is kept of a row.
struct Row {
    /// The sort field; null comes after all others.
    key: Value,
    cell: Value,
}

impl Utmost {
    /// Takes the rows that beat those of their groups; `seen` tells which rows there are.
    fn take(
        &mut self,
        groups: &[u32],
        cells: &Column,
        keys: &Column,
        seen: impl Fn(usize) -> bool,
    ) {
        let Utmost { rows, key_type, wanted, .. } = self;
        let (key_type, wanted) = (*key_type, *wanted);
        grow(rows, groups);
        for (row, &group) in groups.iter().enumerate().filter(|&(row, _)| seen(row)) {
            let key = keys.cell(row).map(|at| keys.value(at)).reduce(|best, value| {
                if compare(key_type, value, best) == wanted { value } else { best }
            });
            let best = &mut rows[group as usize];
            let better = match best {
                None => true,
                Some(Row { key: best, .. }) => match (key, best.as_ref()) {
                    (None, _) => false,
                    (Some(_), None) => true,
                    (Some(key), Some(best)) => compare(key_type, key, best) == wanted,
                },
            };
            if better {
                let key = key.map_or(Value::Null, ValueRef::to_value);
                *best = Some(Row { key, cell: cells.cell_value(row) });
            }
        }
    }
}

impl Accumulator for Utmost {
    /// Whether there was a row, its sort field, its cell.
    fn state(&self) -> Vec<DataType> {
        vec![DataType::Boolean, self.key_type, self.ty]
    }

    fn accumulate(&mut self, _: &mut EvalCx<'_>, groups: &[u32], args: &[Column]) {
        if let [cells, keys] = args {
            self.take(groups, cells, keys, |_| true);
        }
    }

    fn absorb(&mut self, _: &mut EvalCx<'_>, groups: &[u32], partial: &[Column]) {
        if let [seen, keys, cells] = partial {
            let seen = Cells::<Bool>::new(seen);
            self.take(groups, cells, keys, |row| seen.get(row) == Some(true));
        }
    }

    fn emit(&mut self, _: &mut EvalCx<'_>, phase: Phase, count: usize) -> Vec<Column> {
        let mut rows = std::mem::take(&mut self.rows);
        rows.resize_with(count, || None);
        let mut seen = ColumnBuilder::new(DataType::Boolean);
        let mut keys = ColumnBuilder::new(self.key_type);
        let mut cells = ColumnBuilder::new(self.ty);
        for row in &rows {
            seen.push(&Value::Boolean(row.is_some()));
            keys.push(row.as_ref().map_or(&Value::Null, |row| &row.key));
            cells.push(row.as_ref().map_or(&Value::Null, |row| &row.cell));
        }
        match phase {
            Phase::Partial => vec![seen.finish(), keys.finish(), cells.finish()],
            Phase::Final => vec![cells.finish()],
        }
    }

    fn bytes(&self) -> usize {
        let cell = |value: &Value| match value {
            Value::Text(text) => text.len(),
            Value::Bytes(bytes) => bytes.len(),
            _ => 0,
        };
        self.rows.capacity() * size_of::<Option<Row>>()
            + self
                .rows
                .iter()
                .flatten()
                .map(|row| row.cell.values().iter().map(|value| size_of::<Value>() + cell(value)))
                .map(Iterator::sum::<usize>)
                .sum::<usize>()
    }
}

#[cfg(test)]
mod tests {
    use super::super::check::{aggregate, column};
    use esql_data::{Column, DataType, Value};

    #[test]
    fn nulls_ties_and_several_values() {
        let groups = [0, 0, 0, 1, 1, 2, 3, 3];
        let cells: [&[&str]; 8] =
            [&["n"], &["a", "b"], &["c"], &["d"], &["e"], &["f"], &["g"], &[]];
        let keys: [&[i64]; 8] = [&[], &[5, 9], &[6], &[7], &[7], &[], &[2], &[1]];
        let cells =
            column(DataType::Keyword, cells.map(|cell| cell.iter().map(|&text| text.into())));
        let keys = column(DataType::Date, keys.map(|cell| cell.iter().copied().map(Value::Long)));
        let args = [cells.clone(), keys];
        assert_eq!(aggregate("first", &groups, &args, 5).0, "[[a, b], d, f, null, null]");
        assert_eq!(aggregate("last", &groups, &args, 5).0, "[[a, b], d, f, g, null]");
        let args = [cells, Column::null(DataType::Null, 8)];
        assert_eq!(aggregate("last", &groups, &args, 4).0, "[n, d, f, g]");
    }
}
