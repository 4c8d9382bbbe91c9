//! `MV_APPEND`.

use esql_data::Column;

use super::gather::{Gather, joined};
use crate::{
    Args, EvalCx, Example, Family, FunctionDef, Impl, Kernel, Lift, Overload, Param, Ret, TypeSet,
    since,
};

pub(super) const MV_APPEND: FunctionDef = FunctionDef {
    name: "mv_append",
    family: Family::MultiValue,
    summary: "Puts the values of two cells one after another.",
    detail: "Null if one of them is null. Nothing is sorted and duplicates stay.",
    params: &[Param::new("field1", "the first values"), Param::new("field2", "the others")],
    imp: Impl::Scalar(&[Overload {
        args: Args::Same { set: TypeSet::ANY, count: 2 },
        ret: Ret::Unified,
        lift: Lift::WholeCell,
        kernel: Kernel::Plain(append),
    }]),
    examples: &[Example {
        query: "ROW a = [2, 1], b = 2 | EVAL c = MV_APPEND(a, b) | KEEP c",
        answer: "c:integer\n[2, 1, 2]",
    }],
    since: since!(8.15),
    ..FunctionDef::SCALAR
};

fn append(cx: &mut EvalCx<'_>, args: &[Column]) -> Column {
    let (left, right) = (&args[0], &args[1]);
    let Some((values, second)) = joined(left, right) else {
        return Column::null(cx.ret, cx.rows);
    };
    let mut gather = Gather::with_capacity(cx.rows);
    for row in 0..cx.rows {
        let (left, right) = (left.cell(row), right.cell(row));
        if left.is_empty() || right.is_empty() {
            gather.cell([]);
        } else {
            gather.cell(left.chain(right.map(|at| at + second)));
        }
    }
    gather.finish(cx.ret, &values)
}
