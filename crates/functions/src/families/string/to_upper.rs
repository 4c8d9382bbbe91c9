//! `TO_UPPER`.

use std::borrow::Cow;

use esql_data::DataType;

use crate::{
    Args, Example, Family, FunctionDef, Impl, Kernel, Lift, Overload, Param, Ret, TypeSet, since,
    typed,
};

pub(super) const TO_UPPER: FunctionDef = FunctionDef {
    name: "to_upper",
    family: Family::String,
    summary: "Writes a string in upper case.",
    detail: "Several values are written each on its own.",
    params: &[Param::new("str", "the string")],
    imp: Impl::Scalar(&[Overload {
        args: Args::each(&[TypeSet::STRING]),
        ret: Ret::Type(DataType::Keyword),
        lift: Lift::PerValue,
        kernel: Kernel::Plain(|cx, args| {
            typed::text(cx, args, |text| Cow::Owned(text.to_uppercase()))
        }),
    }]),
    examples: &[Example {
        query: r#"ROW a = "Some Text" | EVAL b = TO_UPPER(a) | KEEP b"#,
        answer: "b:keyword\nSOME TEXT",
    }],
    since: since!(8.13),
    ..FunctionDef::SCALAR
};
