//! `MULTI_MATCH`. No example: it needs an index to search, and examples read none.

use esql_data::DataType;

use super::options::{
    ANALYZER, BOOST, FUZZINESS, FUZZY_REWRITE, FUZZY_TRANSPOSITIONS, LENIENT, MAX_EXPANSIONS,
    MINIMUM_SHOULD_MATCH, OPERATOR, PREFIX_LENGTH, SLOP, SYNONYMS,
};
use super::{FIELD, QUERY};
use crate::{Args, Family, FunctionDef, Impl, OptionDef, Param, Ret, TypeSet, since};

pub(super) const MULTI_MATCH: FunctionDef = FunctionDef {
    name: "multi_match",
    family: Family::Search,
    summary: "Tells whether one of several fields of the index holds a value or a word of a text.",
    detail: "It is `MATCH` over each of the fields. The query stands first.",
    params: &[
        Param::new("query", "the value or the words").constant(),
        Param::new("fields", "a field of the index").variadic(),
    ],
    options: &[
        BOOST,
        SLOP,
        ANALYZER,
        SYNONYMS,
        FUZZINESS,
        FUZZY_REWRITE,
        FUZZY_TRANSPOSITIONS,
        LENIENT,
        MAX_EXPANSIONS,
        MINIMUM_SHOULD_MATCH,
        OPERATOR,
        PREFIX_LENGTH,
        OptionDef {
            name: "tie_breaker",
            types: TypeSet::SIGNED,
            summary: "how scores of several fields are put together; no effect here",
        },
        OptionDef {
            name: "type",
            types: TypeSet::KEYWORD,
            summary: "best_fields or most_fields, which are the same here, or phrase; \
                      cross_fields, phrase_prefix and bool_prefix do not run here",
        },
    ],
    imp: Impl::Lowered {
        args: Args::Variadic { first: &[QUERY], rest: FIELD, min: 1 },
        ret: Ret::Type(DataType::Boolean),
    },
    since: since!(preview 9.6),
    ..FunctionDef::SCALAR
};
