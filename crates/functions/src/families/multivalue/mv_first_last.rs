//! `MV_FIRST` and `MV_LAST`.

use super::gather::pick;
use crate::{
    Args, Example, Family, FunctionDef, Impl, Kernel, Lift, Overload, Param, Ret, TypeSet, since,
};

const fn overload(kernel: Kernel) -> Overload {
    Overload { args: Args::each(&[TypeSet::ANY]), ret: Ret::Arg(0), lift: Lift::WholeCell, kernel }
}

const ONE: FunctionDef = FunctionDef {
    family: Family::MultiValue,
    detail: "Most useful behind a function that gives its values in a known order, such as \
             `SPLIT`; fields mostly come sorted. Null gives null.",
    params: &[Param::new("field", "the values")],
    since: since!(8.13),
    ..FunctionDef::SCALAR
};

pub(super) const MV_FIRST: FunctionDef = FunctionDef {
    name: "mv_first",
    summary: "Gives the first value of a cell.",
    imp: Impl::Scalar(&[overload(Kernel::Plain(|cx, args| pick(cx, &args[0], |cell| cell.start)))]),
    examples: &[Example {
        query: r#"ROW a = ["foo", "bar"] | EVAL b = MV_FIRST(a) | KEEP b"#,
        answer: "b:keyword\nfoo",
    }],
    ..ONE
};

pub(super) const MV_LAST: FunctionDef = FunctionDef {
    name: "mv_last",
    summary: "Gives the last value of a cell.",
    imp: Impl::Scalar(&[overload(Kernel::Plain(|cx, args| {
        pick(cx, &args[0], |cell| cell.end - 1)
    }))]),
    examples: &[Example {
        query: r#"ROW a = ["foo", "bar"] | EVAL b = MV_LAST(a) | KEEP b"#,
        answer: "b:keyword\nbar",
    }],
    ..ONE
};
