//! `STARTS_WITH`.

use esql_data::{Bool, DataType, Str};

use crate::{
    Args, Example, Family, Found, FunctionDef, Impl, IndexQuery, Lift, Overload, Param, Ret,
    TypeSet, kernel,
};

pub(super) const STARTS_WITH: FunctionDef = FunctionDef {
    name: "starts_with",
    family: Family::String,
    summary: "Tells whether a string begins with another.",
    detail: "Case counts. An empty prefix is the beginning of every string.",
    params: &[Param::new("str", "the string"), Param::new("prefix", "its supposed beginning")],
    index_query: IndexQuery::SingleValue(Found::ByAny),
    imp: Impl::Scalar(&[Overload {
        args: Args::each(&[TypeSet::STRING, TypeSet::STRING]),
        ret: Ret::Type(DataType::Boolean),
        lift: Lift::SingleValue,
        kernel: kernel!(|text, prefix| text.starts_with(prefix); Str, Str => Bool),
    }]),
    examples: &[Example {
        query: r#"ROW a = "powershell.exe" | EVAL b = STARTS_WITH(a, "power") | KEEP b"#,
        answer: "b:boolean\ntrue",
    }],
    ..FunctionDef::SCALAR
};
