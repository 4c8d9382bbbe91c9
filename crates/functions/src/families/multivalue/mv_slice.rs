//! `MV_SLICE`.

use std::ops::Range;

use esql_data::{Column, Int, Problem, Value};

use super::gather::Gather;
use super::value_set::cell;
use crate::{
    ArgError, Args, CallSite, EvalCx, Evaluate, Example, Family, FunctionDef, Impl, Kernel, Lift,
    Overload, Param, Ret, TypeSet, since,
};

pub(super) const MV_SLICE: FunctionDef = FunctionDef {
    name: "mv_slice",
    family: Family::MultiValue,
    summary: "Gives the values of a cell from one position to another.",
    detail: "Positions count from 0, or from -1 backwards from the last value; both ends are in, \
             and without an end only the value at the start is given. Positions that the cell \
             does not have give nothing. A start behind the end, or a negative start with an end \
             that is not, is an error.",
    params: &[
        Param::new("field", "the values"),
        Param::new("start", "the position of the first"),
        Param::new("end", "the position of the last, default the start").optional(),
    ],
    imp: Impl::Scalar(&[Overload {
        args: Args::Each { sets: &[TypeSet::ANY, TypeSet::INTEGER, TypeSet::INTEGER], required: 2 },
        ret: Ret::Arg(0),
        lift: Lift::WholeCell,
        kernel: Kernel::Prepared(prepare),
    }]),
    examples: &[
        Example {
            query: "ROW a = [1, 2, 2, 3] | EVAL b = MV_SLICE(a, 1), c = MV_SLICE(a, 2, 5) | KEEP b, c",
            answer: "b:integer | c:integer\n2 | [2, 3]",
        },
        Example {
            query: "ROW a = [1, 2, 2, 3] | EVAL b = MV_SLICE(a, -2), c = MV_SLICE(a, -3, -1) | KEEP b, c",
            answer: "b:integer | c:integer\n2 | [2, 2, 3]",
        },
    ],
    since: since!(8.14),
    ..FunctionDef::SCALAR
};

/// Constant positions are checked once, with the query.
fn prepare(site: &CallSite<'_>) -> Result<Box<dyn Evaluate>, ArgError> {
    let constant = |at: usize| match site.args.get(at).and_then(|arg| arg.constant.as_ref()) {
        Some(Value::Integer(position)) => Some(*position),
        _ => None,
    };
    let end = if site.args.len() > 2 { 2 } else { 1 };
    if let (Some(start), Some(end)) = (constant(1), constant(end))
        && let Some(message) = mistake(start, end)
    {
        return Err(ArgError { at: 1, message: message.into() });
    }
    Ok(Box::new(slices))
}

fn mistake(start: i32, end: i32) -> Option<&'static str> {
    if start > end {
        return Some("Start offset is greater than end offset");
    }
    (start < 0 && end >= 0).then_some("Start and end offset have different signs")
}

fn slices(cx: &mut EvalCx<'_>, args: &[Column]) -> Column {
    let column = &args[0];
    let mut gather = Gather::with_capacity(cx.rows);
    for row in 0..cx.rows {
        let start = position(cx, &args[1], row);
        let end = args.get(2).map_or(start, |end| position(cx, end, row));
        match (start, end) {
            (Some(start), Some(end)) => match mistake(start, end) {
                None => gather.cell(slice(cell(column, row), start, end)),
                Some(message) => {
                    cx.warn(|| Problem {
                        class: "org.elasticsearch.xpack.esql.core.InvalidArgumentException",
                        message: message.into(),
                    });
                    gather.cell([]);
                }
            },
            _ => gather.cell([]),
        }
    }
    gather.finish(cx.ret, column.values())
}

/// The only value of a cell; several give a warning.
fn position(cx: &mut EvalCx<'_>, column: &Column, row: usize) -> Option<i32> {
    let mut items = column.items::<Int>(row);
    let first = items.next()?;
    if items.next().is_some() {
        cx.warn(Problem::multi_value);
        return None;
    }
    Some(first)
}

fn slice(cell: Range<usize>, start: i32, end: i32) -> Range<usize> {
    let count = i64::try_from(cell.len()).unwrap_or(i64::MAX);
    let from_front = |position: i32| {
        let position = i64::from(position);
        if position < 0 { position + count } else { position }
    };
    let start = from_front(start).clamp(0, count);
    let behind = (from_front(end) + 1).clamp(start, count);
    let at = |position| cell.start + usize::try_from(position).unwrap_or(0);
    at(start)..at(behind)
}

#[cfg(test)]
mod tests {
    use esql_data::{DataType, Value};

    use super::*;
    use crate::check::check;

    #[test]
    fn positions() {
        for (count, start, end, expected) in [
            (4, 4, 4, 0..0),
            (4, 4, 6, 0..0),
            (4, 2, 6, 2..4),
            (4, -5, -2, 0..3),
            (1, -5, -2, 0..0),
            (2, -5, -2, 0..1),
            (0, 0, 3, 0..0),
            (4, i32::MIN, i32::MIN, 0..0),
            (4, 0, i32::MAX, 0..4),
        ] {
            let found = slice(10..10 + count, start, end);
            assert_eq!(found.len(), expected.len(), "{count} {start} {end}");
            assert!(found.is_empty() || found == (10 + expected.start..10 + expected.end));
        }
    }

    #[test]
    fn positions_that_vary_are_checked_row_by_row() {
        let ints = |cells: &[i32]| {
            let cells: Vec<Value> = cells.iter().copied().map(Value::Integer).collect();
            Column::from_values(DataType::Integer, &cells)
        };
        let (column, warnings) = check("mv_slice", &[ints(&[5, 6]), ints(&[0, 2]), ints(&[0, 1])]);
        assert_eq!(column.cell_value(0), Value::Integer(5));
        assert!(column.is_null(1));
        assert_eq!(
            warnings,
            [
                "org.elasticsearch.xpack.esql.core.InvalidArgumentException: Start offset is greater \
              than end offset"
            ]
        );
    }
}
