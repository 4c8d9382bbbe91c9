//! `MATCH_PHRASE`. No example: it needs an index to search, and examples read none.

use esql_data::DataType;

use super::options::{ANALYZER, BOOST, SLOP, ZERO_TERMS_QUERY};
use crate::{Args, Family, FunctionDef, Impl, Param, Ret, TypeSet, since};

const FIELD: TypeSet =
    TypeSet::STRING.or(TypeSet::BOOLEAN).or(TypeSet::DATES).or(TypeSet::IP).or(TypeSet::VERSION);

pub(super) const MATCH_PHRASE: FunctionDef = FunctionDef {
    name: "match_phrase",
    family: Family::Search,
    summary: "Tells whether a field of the index holds the words of a text one after another.",
    detail: "Text fields are searched word by word, without regard to case; a phrase does not reach \
             from one of several values into the next. Other fields are compared whole. Numbers are \
             not taken. Any value of a field may fit; a missing field does not fit. Since 9.6 \
             computed texts and keywords are searched as well, as by `MATCH`.",
    params: &[
        Param::new("field", "a field of the index, or a computed column"),
        Param::new("query", "the words").constant(),
    ],
    options: &[ANALYZER, SLOP, ZERO_TERMS_QUERY, BOOST],
    imp: Impl::Lowered {
        args: Args::each(&[FIELD, TypeSet::STRING]),
        ret: Ret::Type(DataType::Boolean),
    },
    since: since!(8.19, 9.1),
    ..FunctionDef::SCALAR
};
