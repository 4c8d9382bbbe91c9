//! `KQL`. No example: it needs an index to search, and examples read none.

use esql_data::DataType;

use crate::{Args, Family, FunctionDef, Impl, OptionDef, Param, Ret, TypeSet, since};

pub(super) const KQL: FunctionDef = FunctionDef {
    name: "kql",
    family: Family::Search,
    summary: "Tells whether a row fits a query in the Kibana Query Language.",
    detail: "Looks at the fields of the index, not at what EVAL made. A comparison holds if any \
             value of the field fits, and a missing field does not fit: the result is true or \
             false, never null. Keywords are compared whole, text fields word by word.",
    params: &[Param::new("query", "the query, a string literal").constant()],
    options: &[
        OptionDef {
            name: "boost",
            types: TypeSet::SIGNED,
            summary: "a factor for the score, which has no effect here; default 1.0",
        },
        OptionDef {
            name: "time_zone",
            types: TypeSet::KEYWORD,
            summary: "the time zone of dates in the query; default that of the session",
        },
        OptionDef {
            name: "case_insensitive",
            types: TypeSet::BOOLEAN,
            summary: "whether keywords are compared without regard to case; default false",
        },
        OptionDef {
            name: "default_field",
            types: TypeSet::KEYWORD,
            summary: "the field of terms that name none, wildcards allowed; default all fields",
        },
    ],
    imp: Impl::Lowered { args: Args::each(&[TypeSet::STRING]), ret: Ret::Type(DataType::Boolean) },
    since: since!(8.19, 9.1),
    ..FunctionDef::SCALAR
};
