//! `MV_UNION`.

use esql_data::{Column, DataType};

use super::gather::{Gather, joined};
use super::value_set::ValueSet;
use crate::{
    Args, EvalCx, Example, Family, FunctionDef, Impl, Kernel, Lift, Overload, Param, Ret, TypeSet,
    since,
};

pub(super) const MV_UNION: FunctionDef = FunctionDef {
    name: "mv_union",
    family: Family::MultiValue,
    summary: "Gives the values that one of two cells has.",
    detail: "Each once, those of the first cell first. A null adds nothing.",
    params: &[Param::new("field1", "some values"), Param::new("field2", "other values")],
    imp: Impl::Scalar(&[Overload {
        args: Args::Same { set: TypeSet::ANY, count: 2 },
        ret: Ret::Unified,
        lift: Lift::WholeCell,
        kernel: Kernel::Plain(union),
    }]),
    examples: &[Example {
        query: "ROW a = [3, 1], b = [2, 1] | EVAL c = MV_UNION(a, b) | KEEP c",
        answer: "c:integer\n[3, 1, 2]",
    }],
    since: since!(preview 9.4),
    ..FunctionDef::SCALAR
};

fn union(cx: &mut EvalCx<'_>, args: &[Column]) -> Column {
    // A literal null is the empty set.
    let of_type: Vec<Column> = args
        .iter()
        .map(|arg| match arg.ty() {
            DataType::Null => Column::null(cx.ret, cx.rows),
            _ => arg.clone(),
        })
        .collect();
    let (left, right) = (&of_type[0], &of_type[1]);
    let Some((values, second)) = joined(left, right) else {
        return Column::null(cx.ret, cx.rows);
    };
    let mut gather = Gather::with_capacity(cx.rows);
    let mut seen = ValueSet::default();
    for row in 0..cx.rows {
        seen.clear();
        let mut cell: Vec<usize> = left.cell(row).filter(|&at| seen.insert(left, at)).collect();
        cell.extend(right.cell(row).filter(|&at| seen.insert(right, at)).map(|at| at + second));
        gather.cell(cell);
    }
    gather.finish(cx.ret, &values)
}
