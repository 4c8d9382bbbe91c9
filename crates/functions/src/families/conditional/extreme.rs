//! `GREATEST` and `LEAST`.

use std::cmp::Ordering;

use esql_data::{CellsBuilder, Column, Storage, compare, with_storage};

use crate::{
    Args, EvalCx, Example, Family, FunctionDef, Impl, Kernel, Lift, Overload, Param, Ret, TypeSet,
};

const TYPES: TypeSet = TypeSet::SIGNED
    .or(TypeSet::BOOLEAN)
    .or(TypeSet::STRING)
    .or(TypeSet::IP)
    .or(TypeSet::VERSION)
    .or(TypeSet::DATES);

const fn overload(kernel: Kernel) -> Overload {
    Overload { args: Args::Choice { set: TYPES }, ret: Ret::Unified, lift: Lift::WholeCell, kernel }
}

const EXTREME: FunctionDef = FunctionDef {
    family: Family::Conditional,
    detail: "Null if one of them is null. Of a cell with several values the most extreme one \
             counts. Strings compare by their bytes, false comes before true.",
    params: &[
        Param::new("first", "a value"),
        Param::new("rest", "another value").optional().variadic(),
    ],
    ..FunctionDef::SCALAR
};

pub(super) const GREATEST: FunctionDef = FunctionDef {
    name: "greatest",
    summary: "Gives the greatest of its arguments.",
    imp: Impl::Scalar(&[overload(Kernel::Plain(|cx, args| extreme(cx, args, Ordering::Greater)))]),
    examples: &[Example {
        query: "ROW a = 10.5, b = [2, 20] | EVAL c = GREATEST(a, b) | KEEP c",
        answer: "c:double\n20.0",
    }],
    ..EXTREME
};

pub(super) const LEAST: FunctionDef = FunctionDef {
    name: "least",
    summary: "Gives the least of its arguments.",
    imp: Impl::Scalar(&[overload(Kernel::Plain(|cx, args| extreme(cx, args, Ordering::Less)))]),
    examples: &[Example {
        query: r#"ROW a = "b", b = "a" | EVAL c = LEAST(a, b) | KEEP c"#,
        answer: "c:keyword\na",
    }],
    ..EXTREME
};

fn extreme(cx: &mut EvalCx<'_>, args: &[Column], wanted: Ordering) -> Column {
    with_storage!(cx.ret.storage(), S => {
        let mut cells = CellsBuilder::<S>::new();
        for row in 0..cx.rows {
            cells.option(row_extreme::<S>(cx, args, row, wanted));
        }
        cells.finish(cx.ret)
    }, none => Column::null(cx.ret, cx.rows))
}

fn row_extreme<'a, S: Storage>(
    cx: &EvalCx<'_>,
    args: &'a [Column],
    row: usize,
    wanted: Ordering,
) -> Option<S::Item<'a>> {
    let mut best: Option<S::Item<'a>> = None;
    for arg in args {
        if arg.is_null(row) {
            return None;
        }
        for item in arg.items::<S>(row) {
            let better = |best| compare(cx.ret, S::value_ref(item), S::value_ref(best)) == wanted;
            if best.is_none_or(better) {
                best = Some(item);
            }
        }
    }
    best
}

#[cfg(test)]
mod tests {
    use esql_data::{DataType, Value};

    use crate::check::{check, constant};

    #[test]
    fn null_wins() {
        let int = |value| constant(DataType::Integer, Value::Integer(value));
        let null = constant(DataType::Null, Value::Null);
        assert!(check("greatest", &[int(10), int(5), null.clone()]).0.is_null(0));
        assert!(check("least", &[null, int(5)]).0.is_null(0));
        let (column, _) = check("greatest", &[int(-5)]);
        assert_eq!(column.cell_value(0), Value::Integer(-5));
    }
}
