//! `MV_INTERSECTION`.

use esql_data::Column;

use super::gather::Gather;
use super::value_set::{ValueSet, cell};
use crate::{
    Args, EvalCx, Example, Family, FunctionDef, Impl, Kernel, Lift, Overload, Param, Ret, TypeSet,
    since,
};

pub(super) const MV_INTERSECTION: FunctionDef = FunctionDef {
    name: "mv_intersection",
    family: Family::MultiValue,
    summary: "Gives the values that two cells have in common.",
    detail: "Each once, in the order of the first cell. Null if there are none.",
    params: &[Param::new("field1", "some values"), Param::new("field2", "other values")],
    imp: Impl::Scalar(&[Overload {
        args: Args::Same { set: TypeSet::ANY, count: 2 },
        ret: Ret::Unified,
        lift: Lift::WholeCell,
        kernel: Kernel::Plain(intersection),
    }]),
    examples: &[Example {
        query: "ROW a = [1, 2, 3, 4], b = [4, 5, 2] | EVAL c = MV_INTERSECTION(a, b) | KEEP c",
        answer: "c:integer\n[2, 4]",
    }],
    since: since!(preview 9.3),
    ..FunctionDef::SCALAR
};

fn intersection(cx: &mut EvalCx<'_>, args: &[Column]) -> Column {
    let (left, right) = (&args[0], &args[1]);
    if left.ty().storage() != cx.ret.storage() {
        return Column::null(cx.ret, cx.rows);
    }
    let mut gather = Gather::with_capacity(cx.rows);
    let mut values = ValueSet::default();
    for row in 0..cx.rows {
        values.refill(right, cell(right, row));
        // What is found is taken out, so that it is found once.
        gather.cell(cell(left, row).filter(|&at| values.remove(left, at)));
    }
    gather.finish(cx.ret, left.values())
}
