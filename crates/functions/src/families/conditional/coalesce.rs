//! `COALESCE`.

use esql_data::Column;

use super::branches::Branches;
use crate::{
    Args, EvalCx, Example, Family, FunctionDef, Impl, Kernel, LazyArgs, Lift, Overload, Param, Ret,
    TypeSet,
};

pub(super) const COALESCE: FunctionDef = FunctionDef {
    name: "coalesce",
    family: Family::Conditional,
    summary: "Gives the first of its arguments that is not null.",
    detail: "A cell with several values is not null and is given as it is. Later arguments are \
             evaluated only for the rows that need them. Null if all are null.",
    params: &[
        Param::new("first", "a value"),
        Param::new("rest", "another value").optional().variadic(),
    ],
    imp: Impl::Scalar(&[Overload {
        args: Args::Choice { set: TypeSet::ANY },
        ret: Ret::Unified,
        lift: Lift::WholeCell,
        kernel: Kernel::Lazy(coalesce),
    }]),
    examples: &[Example {
        query: r#"ROW a = null, b = "x" | EVAL c = COALESCE(a, b, "y") | KEEP c"#,
        answer: "c:keyword\nx",
    }],
    ..FunctionDef::SCALAR
};

fn coalesce(cx: &mut EvalCx<'_>, args: &mut dyn LazyArgs) -> Column {
    let mut branches = Branches::new(cx);
    for at in 0..args.len() {
        if branches.is_done() {
            break;
        }
        let cells = branches.evaluate(cx, args, at);
        let places: Vec<u32> =
            (0..).take(cells.len()).filter(|&place| !cells.is_null(place as usize)).collect();
        let taken = branches.split_off(|place| !cells.is_null(place));
        branches.put(taken, cells.take(&places));
    }
    branches.finish(cx)
}

#[cfg(test)]
mod tests {
    use esql_data::{DataType, Value};

    use super::super::tests::lazy;
    use super::*;

    #[test]
    fn later_arguments_for_the_remaining_rows() {
        let pair = Value::List(vec![Value::Integer(1), Value::Integer(2)]);
        let column = |cells: &[Value]| Column::from_values(DataType::Integer, cells);
        let columns = [
            column(&[Value::Null, pair.clone(), Value::Null]),
            column(&[Value::Null, Value::Integer(7), Value::Integer(8)]),
        ];
        let (result, asked, _) = lazy("coalesce", DataType::Integer, &columns);
        assert_eq!(result, column(&[Value::Null, pair, Value::Integer(8)]));
        assert_eq!(asked, [(0, vec![0, 1, 2]), (1, vec![0, 2])]);
    }
}
