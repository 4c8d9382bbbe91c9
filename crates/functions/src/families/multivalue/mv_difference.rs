//! `MV_DIFFERENCE`.

use esql_data::Column;

use super::gather::Gather;
use super::value_set::{ValueSet, cell};
use crate::{
    Args, EvalCx, Example, Family, FunctionDef, Impl, Kernel, Lift, Overload, Param, Ret, TypeSet,
    since,
};

pub(super) const MV_DIFFERENCE: FunctionDef = FunctionDef {
    name: "mv_difference",
    family: Family::MultiValue,
    summary: "Gives the values of a cell that another does not have.",
    detail: "Order and duplicates stay. A null second cell takes nothing away; null if nothing is \
             left.",
    params: &[Param::new("field1", "the values"), Param::new("field2", "the values to leave out")],
    imp: Impl::Scalar(&[Overload {
        args: Args::Same { set: TypeSet::ANY, count: 2 },
        ret: Ret::Unified,
        lift: Lift::WholeCell,
        kernel: Kernel::Plain(difference),
    }]),
    examples: &[Example {
        query: r#"ROW a = ["a", "a", "b", "c"] | EVAL c = MV_DIFFERENCE(a, "b") | KEEP c"#,
        answer: "c:keyword\n[a, a, c]",
    }],
    since: since!(preview 9.4),
    ..FunctionDef::SCALAR
};

fn difference(cx: &mut EvalCx<'_>, args: &[Column]) -> Column {
    let (left, right) = (&args[0], &args[1]);
    if left.ty().storage() != cx.ret.storage() {
        return Column::null(cx.ret, cx.rows);
    }
    let mut gather = Gather::with_capacity(cx.rows);
    let mut others = ValueSet::default();
    for row in 0..cx.rows {
        others.refill(right, cell(right, row));
        gather.cell(cell(left, row).filter(|&at| !others.contains(left, at)));
    }
    gather.finish(cx.ret, left.values())
}

#[cfg(test)]
mod tests {
    use esql_data::{DataType, Value};

    use crate::check::{check, constant};

    #[test]
    fn set_functions_and_null() {
        let null = || constant(DataType::Null, Value::Null);
        let list = |values: &[i32]| match values {
            [] => Value::Null,
            [one] => Value::Integer(*one),
            many => Value::List(many.iter().copied().map(Value::Integer).collect()),
        };
        let ints = |values: &[i32]| constant(DataType::Integer, list(values));
        for (name, left, right, expected) in [
            ("mv_difference", ints(&[1, 1]), null(), list(&[1, 1])),
            ("mv_difference", ints(&[1, 1]), ints(&[1]), Value::Null),
            ("mv_difference", null(), ints(&[1]), Value::Null),
            ("mv_intersection", ints(&[2, 1, 2]), ints(&[2, 3]), list(&[2])),
            ("mv_intersection", ints(&[1]), ints(&[2]), Value::Null),
            ("mv_intersection", ints(&[1]), null(), Value::Null),
            ("mv_intersection", null(), null(), Value::Null),
            ("mv_union", ints(&[2, 2]), ints(&[1, 2]), list(&[2, 1])),
            ("mv_union", ints(&[2]), ints(&[]), list(&[2])),
            ("mv_union", null(), ints(&[2]), list(&[2])),
            ("mv_union", null(), null(), Value::Null),
            ("mv_append", ints(&[2]), ints(&[]), Value::Null),
            ("mv_append", ints(&[2]), ints(&[2, 1]), list(&[2, 2, 1])),
            ("mv_dedupe", ints(&[2, 1, 2]), null(), list(&[2, 1])),
            ("mv_min", ints(&[2, 1, 2]), null(), list(&[1])),
            ("mv_last", ints(&[2, 1]), null(), list(&[1])),
        ] {
            let args = [left, right];
            let count = if matches!(name, "mv_dedupe" | "mv_min" | "mv_last") { 1 } else { 2 };
            let (column, _) = check(name, &args[..count]);
            assert_eq!(column.cell_value(0), expected, "{name}");
        }
    }
}
