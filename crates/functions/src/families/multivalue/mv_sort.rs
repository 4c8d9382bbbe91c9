//! `MV_SORT`.

use esql_data::{Column, Value, compare};

use super::gather::Gather;
use super::value_set::cell;
use crate::{
    ArgError, Args, CallSite, EvalCx, Evaluate, Example, Family, FunctionDef, Impl, Kernel, Lift,
    Overload, Param, Ret, TypeSet, since,
};

pub(super) const MV_SORT: FunctionDef = FunctionDef {
    name: "mv_sort",
    family: Family::MultiValue,
    summary: "Sorts the values of a cell.",
    detail: "Ascending, or descending if the order is `DESC`, in any case. Duplicates stay. \
             Strings are sorted by their bytes.",
    params: &[
        Param::new("field", "the values"),
        Param::new("order", "`ASC` or `DESC`, default `ASC`").optional().constant(),
    ],
    imp: Impl::Scalar(&[Overload {
        args: Args::Each {
            sets: &[TypeSet::ORDERED.or(TypeSet::BOOLEAN), TypeSet::STRING],
            required: 1,
        },
        ret: Ret::Arg(0),
        lift: Lift::WholeCell,
        kernel: Kernel::Prepared(prepare),
    }]),
    examples: &[Example {
        query: r#"ROW a = [4, 2, -3, 2] | EVAL b = MV_SORT(a), c = MV_SORT(a, "desc") | KEEP b, c"#,
        answer: "b:integer | c:integer\n[-3, 2, 2, 4] | [4, 2, 2, -3]",
    }],
    since: since!(8.14),
    ..FunctionDef::SCALAR
};

fn prepare(site: &CallSite<'_>) -> Result<Box<dyn Evaluate>, ArgError> {
    let descending = match site.constant(1)? {
        Value::Null => false,
        Value::Text(order) if order.eq_ignore_ascii_case("asc") => false,
        Value::Text(order) if order.eq_ignore_ascii_case("desc") => true,
        other => {
            let shown = other.as_str().unwrap_or_default();
            let call = site.args.first().map_or("", |field| field.text.as_str());
            return Err(ArgError {
                at: 1,
                message: format!(
                    "Invalid order value in [mv_sort({call}, \"{shown}\")], expected one of \
                     [ASC, DESC] but got [{shown}]"
                ),
            });
        }
    };
    Ok(Box::new(move |cx: &mut EvalCx<'_>, args: &[Column]| sort(cx, &args[0], descending)))
}

fn sort(cx: &EvalCx<'_>, column: &Column, descending: bool) -> Column {
    if !column.is_multi() && column.ty().storage() == cx.ret.storage() {
        return column.clone().with_type(cx.ret);
    }
    let mut gather = Gather::with_capacity(cx.rows);
    let mut positions: Vec<usize> = Vec::new();
    for row in 0..cx.rows {
        positions.clear();
        positions.extend(cell(column, row));
        positions.sort_by(|&a, &b| {
            let order = compare(column.ty(), column.value(a), column.value(b));
            if descending { order.reverse() } else { order }
        });
        gather.cell(positions.iter().copied());
    }
    gather.finish(cx.ret, column.values())
}
