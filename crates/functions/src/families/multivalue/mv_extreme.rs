//! `MV_MIN` and `MV_MAX`.

use std::cmp::Ordering;

use esql_data::{Column, Storage, compare, with_storage};

use super::gather::pick;
use crate::{
    Args, EvalCx, Example, Family, FunctionDef, Impl, Kernel, Lift, Overload, Param, Ret, TypeSet,
};

const TYPES: TypeSet = TypeSet::ORDERED.or(TypeSet::BOOLEAN);

const fn overload(kernel: Kernel) -> Overload {
    Overload { args: Args::each(&[TYPES]), ret: Ret::Arg(0), lift: Lift::WholeCell, kernel }
}

const EXTREME: FunctionDef = FunctionDef {
    family: Family::MultiValue,
    detail: "Strings compare by their bytes, so upper case comes before lower case; false comes \
             before true. Null gives null.",
    params: &[Param::new("field", "the values")],
    ..FunctionDef::SCALAR
};

pub(super) const MV_MIN: FunctionDef = FunctionDef {
    name: "mv_min",
    summary: "Gives the least of the values of a cell.",
    imp: Impl::Scalar(&[overload(Kernel::Plain(|cx, args| extreme(cx, args, Ordering::Less)))]),
    examples: &[Example {
        query: r#"ROW a = ["foo", "bar"] | EVAL b = MV_MIN(a) | KEEP b"#,
        answer: "b:keyword\nbar",
    }],
    ..EXTREME
};

pub(super) const MV_MAX: FunctionDef = FunctionDef {
    name: "mv_max",
    summary: "Gives the greatest of the values of a cell.",
    imp: Impl::Scalar(&[overload(Kernel::Plain(|cx, args| extreme(cx, args, Ordering::Greater)))]),
    examples: &[Example {
        query: "ROW a = [3, 5, 1] | EVAL b = MV_MAX(a) | KEEP b",
        answer: "b:integer\n5",
    }],
    ..EXTREME
};

fn extreme(cx: &mut EvalCx<'_>, args: &[Column], wanted: Ordering) -> Column {
    let column = &args[0];
    with_storage!(column.ty().storage(), S => {
        let Some(array) = column.array::<S>() else { return Column::null(cx.ret, cx.rows) };
        let item = |at| S::value_ref(S::value(array, at));
        pick(cx, column, |mut cell| {
            let first = cell.start;
            cell.next();
            cell.fold(first, |best, at| {
                if compare(column.ty(), item(at), item(best)) == wanted { at } else { best }
            })
        })
    }, none => Column::null(cx.ret, cx.rows))
}
