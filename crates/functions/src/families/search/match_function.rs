//! `MATCH`. No example: it needs an index to search, and examples read none.

use esql_data::DataType;

use super::options::{
    ANALYZER, BOOST, FUZZINESS, FUZZY_REWRITE, FUZZY_TRANSPOSITIONS, LENIENT, MAX_EXPANSIONS,
    MINIMUM_SHOULD_MATCH, OPERATOR, PREFIX_LENGTH, SYNONYMS, ZERO_TERMS_QUERY,
};
use super::{FIELD, QUERY};
use crate::{Args, Family, FunctionDef, Impl, Param, Ret, since};

pub(super) const MATCH: FunctionDef = FunctionDef {
    name: "match",
    family: Family::Search,
    summary: "Tells whether a field of the index holds a value, or one of the words of a text.",
    detail: "What `field : value` writes. A conversion around a field of the index changes nothing. \
             Text fields are searched word by word, without regard to case: one of the words must \
             be there. Other fields are compared whole with the value read as their type, and a \
             value that cannot be read so matches nothing. Any value of a field may fit; a missing \
             field does not fit. Since 9.5 computed columns are searched as well, row by row: text, \
             such as TO_TEXT gives it, by its words; others have to equal the value as its \
             conversion to their type reads it, so that a date is one point in time and an address \
             no network. There, options are only for text, and need 9.6; since then such a search \
             may also stand behind STATS, LIMIT and the like.",
    params: &[
        Param::new("field", "a field of the index, or a computed column"),
        Param::new("query", "the value or the words").constant(),
    ],
    options: &[
        ANALYZER,
        SYNONYMS,
        FUZZINESS,
        BOOST,
        FUZZY_TRANSPOSITIONS,
        FUZZY_REWRITE,
        LENIENT,
        MAX_EXPANSIONS,
        MINIMUM_SHOULD_MATCH,
        OPERATOR,
        PREFIX_LENGTH,
        ZERO_TERMS_QUERY,
    ],
    imp: Impl::Lowered { args: Args::each(&[FIELD, QUERY]), ret: Ret::Type(DataType::Boolean) },
    since: since!(8.17),
    ..FunctionDef::SCALAR
};
