//! `CONTAINS`.

use esql_data::{Bool, DataType, Str};

use crate::{
    Args, Example, Family, FunctionDef, Impl, Lift, Overload, Param, Ret, TypeSet, kernel, since,
};

pub(super) const CONTAINS: FunctionDef = FunctionDef {
    name: "contains",
    family: Family::String,
    summary: "Tells whether a string contains another.",
    detail: "Case counts. The empty string is in every string.",
    params: &[Param::new("string", "the string"), Param::new("substring", "what may be in it")],
    imp: Impl::Scalar(&[Overload {
        args: Args::each(&[TypeSet::STRING, TypeSet::STRING]),
        ret: Ret::Type(DataType::Boolean),
        lift: Lift::SingleValue,
        kernel: kernel!(|text, part| text.contains(part); Str, Str => Bool),
    }]),
    examples: &[Example {
        query: r#"ROW a = "powershell.exe -enc aQBlAHgA" | EVAL b = CONTAINS(a, " -enc ") | KEEP b"#,
        answer: "b:boolean\ntrue",
    }],
    since: since!(9.2),
    ..FunctionDef::SCALAR
};
