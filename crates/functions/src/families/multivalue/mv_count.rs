//! `MV_COUNT`.

use esql_data::{CellsBuilder, Column, DataType, Int};

use super::value_set::cell;
use crate::{
    Args, EvalCx, Example, Family, FunctionDef, Impl, Kernel, Lift, Overload, Param, Ret, TypeSet,
};

pub(super) const MV_COUNT: FunctionDef = FunctionDef {
    name: "mv_count",
    family: Family::MultiValue,
    summary: "Gives how many values a cell has.",
    detail: "Null gives null, not zero.",
    params: &[Param::new("field", "the values")],
    imp: Impl::Scalar(&[Overload {
        args: Args::each(&[TypeSet::ANY]),
        ret: Ret::Type(DataType::Integer),
        lift: Lift::WholeCell,
        kernel: Kernel::Plain(count),
    }]),
    examples: &[Example {
        query: r#"ROW a = ["foo", "zoo", "foo"], b = null | EVAL c = MV_COUNT(a), d = MV_COUNT(b) | KEEP c, d"#,
        answer: "c:integer | d:integer\n3 | null",
    }],
    ..FunctionDef::SCALAR
};

fn count(cx: &mut EvalCx<'_>, args: &[Column]) -> Column {
    let mut cells = CellsBuilder::<Int>::new();
    for row in 0..cx.rows {
        match cell(&args[0], row).len() {
            0 => cells.null(),
            count => cells.single(i32::try_from(count).unwrap_or(i32::MAX)),
        }
    }
    cells.finish(cx.ret)
}
