//! `TO_LOWER`.

use std::borrow::Cow;

use esql_data::DataType;

use crate::{
    Args, Example, Family, FunctionDef, Impl, Kernel, Lift, Overload, Param, Ret, TypeSet, since,
    typed,
};

pub(super) const TO_LOWER: FunctionDef = FunctionDef {
    name: "to_lower",
    family: Family::String,
    summary: "Writes a string in lower case.",
    detail: "Several values are written each on its own.",
    params: &[Param::new("str", "the string")],
    imp: Impl::Scalar(&[Overload {
        args: Args::each(&[TypeSet::STRING]),
        ret: Ret::Type(DataType::Keyword),
        lift: Lift::PerValue,
        kernel: Kernel::Plain(|cx, args| typed::text(cx, args, lower)),
    }]),
    examples: &[Example {
        query: r#"ROW a = ["Bash", "ZSH"] | EVAL b = TO_LOWER(a) | KEEP b"#,
        answer: "b:keyword\n[bash, zsh]",
    }],
    since: since!(8.13),
    ..FunctionDef::SCALAR
};

/// Most names are lower case already and need no copy.
fn lower(text: &str) -> Cow<'_, str> {
    if text.bytes().all(|byte| byte.is_ascii() && !byte.is_ascii_uppercase()) {
        Cow::Borrowed(text)
    } else {
        Cow::Owned(text.to_lowercase())
    }
}
