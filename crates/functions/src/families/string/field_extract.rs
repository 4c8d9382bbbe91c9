//! `FIELD_EXTRACT`. No example: it needs an index with a `flattened` field, and examples read none.

use esql_data::DataType;

use crate::{Args, Family, FunctionDef, Impl, Param, Ret, TypeSet, since};

pub(super) const FIELD_EXTRACT: FunctionDef = FunctionDef {
    name: "field_extract",
    family: Family::String,
    summary: "A part of a `flattened` field, as keyword.",
    detail: "The path names the part with dots, as `http.status_code`, whether the documents nest \
             it or write the dots. Several values come sorted, each once, as the index keeps them; \
             numbers come as texts. What is an object, or not there, is null. The planner reads the \
             part itself, so that the field must be one of the index and the path a constant.",
    params: &[
        Param::new("field", "the `flattened` field"),
        Param::new("path", "the path inside it").constant(),
    ],
    imp: Impl::Lowered {
        args: Args::Each {
            sets: &[TypeSet::of(DataType::Unsupported), TypeSet::STRING],
            required: 2,
        },
        ret: Ret::Type(DataType::Keyword),
    },
    since: since!(preview 9.5),
    ..FunctionDef::SCALAR
};
