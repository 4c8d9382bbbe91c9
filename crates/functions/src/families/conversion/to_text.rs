//! `TO_TEXT`.

use esql_data::DataType;

use super::unchanged;
use crate::{Example, Family, FunctionDef, Impl, Param, TypeSet, since};

pub(super) const TO_TEXT: FunctionDef = FunctionDef {
    name: "to_text",
    family: Family::Conversion,
    summary: "Makes a string one that search functions would analyze into words.",
    detail: "The values stay as they are. What it gives is no field of an index, so that search \
             functions do not take it here. Each of several values is converted.",
    params: &[Param::new("field", "the value or values")],
    imp: Impl::Scalar(&[unchanged(&[TypeSet::STRING], DataType::Text)]),
    examples: &[Example {
        query: r#"ROW a = ["b", "a"] | EVAL b = TO_TEXT(a) | KEEP b"#,
        answer: "b:text\n[b, a]",
    }],
    since: since!(preview 9.5),
    ..FunctionDef::SCALAR
};
