//! `MV_DEDUPE`.

use esql_data::Column;

use super::gather::Gather;
use super::value_set::{ValueSet, cell};
use crate::{
    Args, EvalCx, Example, Family, FunctionDef, Impl, Kernel, Lift, Overload, Param, Ret, TypeSet,
};

pub(super) const MV_DEDUPE: FunctionDef = FunctionDef {
    name: "mv_dedupe",
    family: Family::MultiValue,
    summary: "Leaves out values of a cell that were there before.",
    detail: "The others keep their order; Elasticsearch promises none. Null gives null.",
    params: &[Param::new("field", "the values")],
    imp: Impl::Scalar(&[Overload {
        args: Args::each(&[TypeSet::ANY]),
        ret: Ret::Arg(0),
        lift: Lift::WholeCell,
        kernel: Kernel::Plain(dedupe),
    }]),
    examples: &[Example {
        query: r#"ROW a = ["foo", "foo", "bar", "foo"] | EVAL b = MV_DEDUPE(a) | KEEP b"#,
        answer: "b:keyword\n[foo, bar]",
    }],
    ..FunctionDef::SCALAR
};

fn dedupe(cx: &mut EvalCx<'_>, args: &[Column]) -> Column {
    let column = &args[0];
    if !column.is_multi() && column.ty().storage() == cx.ret.storage() {
        return column.clone().with_type(cx.ret);
    }
    let mut gather = Gather::with_capacity(cx.rows);
    let mut seen = ValueSet::default();
    for row in 0..cx.rows {
        seen.clear();
        gather.cell(cell(column, row).filter(|&at| seen.insert(column, at)));
    }
    gather.finish(cx.ret, column.values())
}
