//! `TO_VERSION`.

use esql_data::DataType;

use super::unchanged;
use crate::{Example, Family, FunctionDef, Impl, Param, TypeSet};

pub(super) const TO_VERSION: FunctionDef = FunctionDef {
    name: "to_version",
    aliases: &["to_ver"],
    family: Family::Conversion,
    summary: "Converts a string to a version.",
    detail: "Every string is a version; those that do not look like one sort behind all that do. \
             Each of several values is converted.",
    params: &[Param::new("field", "the value or values")],
    imp: Impl::Scalar(&[unchanged(&[TypeSet::STRING.or(TypeSet::VERSION)], DataType::Version)]),
    converts_to: Some(DataType::Version),
    examples: &[Example {
        query: r#"ROW a = TO_VERSION("1.11.4") > TO_VERSION("1.2.3")"#,
        answer: "a:boolean\ntrue",
    }],
    ..FunctionDef::SCALAR
};
