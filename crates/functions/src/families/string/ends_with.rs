//! `ENDS_WITH`.

use esql_data::{Bool, DataType, Str};

use crate::{
    Args, Example, Family, Found, FunctionDef, Impl, IndexQuery, Lift, Overload, Param, Ret,
    TypeSet, kernel,
};

pub(super) const ENDS_WITH: FunctionDef = FunctionDef {
    name: "ends_with",
    family: Family::String,
    summary: "Tells whether a string ends with another.",
    detail: "Case counts. An empty suffix is the end of every string.",
    params: &[Param::new("str", "the string"), Param::new("suffix", "its supposed end")],
    index_query: IndexQuery::SingleValue(Found::ByAny),
    imp: Impl::Scalar(&[Overload {
        args: Args::each(&[TypeSet::STRING, TypeSet::STRING]),
        ret: Ret::Type(DataType::Boolean),
        lift: Lift::SingleValue,
        kernel: kernel!(|text, suffix| text.ends_with(suffix); Str, Str => Bool),
    }]),
    examples: &[Example {
        query: r#"ROW a = "powershell.exe" | EVAL b = ENDS_WITH(a, ".exe") | KEEP b"#,
        answer: "b:boolean\ntrue",
    }],
    ..FunctionDef::SCALAR
};
