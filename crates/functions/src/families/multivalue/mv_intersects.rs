//! `MV_INTERSECTS`.

use esql_data::{Bool, CellsBuilder, Column, DataType};

use super::value_set::{ValueSet, cell};
use crate::{
    Args, EvalCx, Example, Family, FunctionDef, Impl, Kernel, Lift, Overload, Param, Ret, TypeSet,
    since,
};

pub(super) const MV_INTERSECTS: FunctionDef = FunctionDef {
    name: "mv_intersects",
    family: Family::MultiValue,
    summary: "Tells whether two cells have a value in common.",
    detail: "Null counts as the empty set, which has nothing in common with anything; never null \
             itself.",
    params: &[Param::new("field1", "some values"), Param::new("field2", "other values")],
    imp: Impl::Scalar(&[Overload {
        args: Args::Same { set: TypeSet::ANY, count: 2 },
        ret: Ret::Type(DataType::Boolean),
        lift: Lift::WholeCell,
        kernel: Kernel::Plain(intersects),
    }]),
    examples: &[Example {
        query: "ROW a = [1, 2, 3] | EVAL b = MV_INTERSECTS(a, [9, 3]), c = MV_INTERSECTS(a, null) | KEEP b, c",
        answer: "b:boolean | c:boolean\ntrue | false",
    }],
    since: since!(preview 9.3),
    ..FunctionDef::SCALAR
};

fn intersects(cx: &mut EvalCx<'_>, args: &[Column]) -> Column {
    let (left, right) = (&args[0], &args[1]);
    let mut cells = CellsBuilder::<Bool>::new();
    let mut values = ValueSet::default();
    for row in 0..cx.rows {
        values.refill(left, cell(left, row));
        cells.single(cell(right, row).any(|at| values.contains(right, at)));
    }
    cells.finish(cx.ret)
}
