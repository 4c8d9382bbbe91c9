//! `MV_CONTAINS`.

use esql_data::{Bool, CellsBuilder, Column, DataType};

use super::value_set::{ValueSet, cell};
use crate::{
    Args, EvalCx, Example, Family, FunctionDef, Impl, Kernel, Lift, Overload, Param, Ret, TypeSet,
    since,
};

pub(super) const MV_CONTAINS: FunctionDef = FunctionDef {
    name: "mv_contains",
    family: Family::MultiValue,
    summary: "Tells whether a cell has all values of another.",
    detail: "Null counts as the empty set, which every cell contains; never null itself. \
             Duplicates do not matter.",
    params: &[
        Param::new("superset", "the cell that may contain the other"),
        Param::new("subset", "the values to look for"),
    ],
    imp: Impl::Scalar(&[Overload {
        args: Args::Same { set: TypeSet::ANY, count: 2 },
        ret: Ret::Type(DataType::Boolean),
        lift: Lift::WholeCell,
        kernel: Kernel::Plain(contains),
    }]),
    examples: &[Example {
        query: r#"ROW a = ["x", "y", "z"] | EVAL b = MV_CONTAINS(a, ["z", "x"]), c = MV_CONTAINS(a, "q") | KEEP b, c"#,
        answer: "b:boolean | c:boolean\ntrue | false",
    }],
    since: since!(preview 9.2),
    ..FunctionDef::SCALAR
};

fn contains(cx: &mut EvalCx<'_>, args: &[Column]) -> Column {
    let (superset, subset) = (&args[0], &args[1]);
    let mut cells = CellsBuilder::<Bool>::new();
    let mut values = ValueSet::default();
    for row in 0..cx.rows {
        values.refill(superset, cell(superset, row));
        cells.single(cell(subset, row).all(|at| values.contains(subset, at)));
    }
    cells.finish(cx.ret)
}

#[cfg(test)]
mod tests {
    use esql_data::{DataType, Value};

    use crate::check::{check, constant, text};

    #[test]
    fn null_is_the_empty_set() {
        let null = || constant(DataType::Null, Value::Null);
        let answer = |args: [esql_data::Column; 2]| check("mv_contains", &args).0.cell_value(0);
        assert_eq!(answer([text("a"), null()]), Value::Boolean(true));
        assert_eq!(answer([null(), null()]), Value::Boolean(true));
        assert_eq!(answer([null(), text("a")]), Value::Boolean(false));
    }
}
