//! `QSTR`. No example: it needs an index to search, and examples read none.

use esql_data::DataType;

use super::options::{
    ANALYZER, BOOST, FUZZINESS, FUZZY_REWRITE, FUZZY_TRANSPOSITIONS, LENIENT, MINIMUM_SHOULD_MATCH,
    SYNONYMS,
};
use crate::{Args, Family, FunctionDef, Impl, OptionDef, Param, Ret, TypeSet, since};

const fn option(name: &'static str, types: TypeSet, summary: &'static str) -> OptionDef {
    OptionDef { name, types, summary }
}

pub(super) const QSTR: FunctionDef = FunctionDef {
    name: "qstr",
    family: Family::Search,
    summary: "Tells whether a row fits a query string in Lucene's syntax.",
    detail: "Looks at the fields of the index, not at what EVAL made. `AND`, `OR`, `NOT`, `+` and \
             `-` say what must match; clauses without an operator are alternatives. `field:value` \
             looks into a field, a value alone into all of them; `\"...\"` is a phrase, `*` and \
             `?` are wildcards, `[a TO b]` is a range, `/.../` a regular expression, `word~` a \
             word that may differ. A value that a field's type cannot hold matches nothing. Any \
             value of a field may fit; a missing field does not fit.",
    params: &[Param::new("query", "the query string").constant()],
    options: &[
        option(
            "default_field",
            TypeSet::KEYWORD,
            "the field of values that name none, wildcards allowed; default all fields",
        ),
        option(
            "default_operator",
            TypeSet::KEYWORD,
            "how clauses without an operator are joined, AND or OR; default OR",
        ),
        option(
            "time_zone",
            TypeSet::KEYWORD,
            "the time zone of dates in the query; default that of the session",
        ),
        FUZZINESS,
        option(
            "fuzzy_prefix_length",
            TypeSet::INTEGER,
            "how many characters at the beginning must be equal behind `~`; default 0",
        ),
        FUZZY_TRANSPOSITIONS,
        option(
            "fuzzy_max_expansions",
            TypeSet::INTEGER,
            "how many words that differ are looked for at most; not applied here",
        ),
        FUZZY_REWRITE,
        LENIENT,
        MINIMUM_SHOULD_MATCH,
        option(
            "phrase_slop",
            TypeSet::INTEGER,
            "how many places the words of a phrase may be away from their own; default 0",
        ),
        ANALYZER,
        option(
            "quote_analyzer",
            TypeSet::KEYWORD,
            "what splits phrases into words; only `standard` runs here, the default",
        ),
        option(
            "allow_leading_wildcard",
            TypeSet::BOOLEAN,
            "whether a value may begin with a wildcard; only true runs here, the default",
        ),
        option(
            "analyze_wildcard",
            TypeSet::BOOLEAN,
            "whether values with wildcards are split into words; only false runs here, the default",
        ),
        SYNONYMS,
        BOOST,
        option("enable_position_increments", TypeSet::BOOLEAN, "no effect here"),
        option("max_determinized_states", TypeSet::INTEGER, "no effect here"),
        option("rewrite", TypeSet::KEYWORD, "how wildcards are scored; no effect here"),
        option("quote_field_suffix", TypeSet::KEYWORD, "does not run here"),
    ],
    imp: Impl::Lowered { args: Args::each(&[TypeSet::STRING]), ret: Ret::Type(DataType::Boolean) },
    since: since!(8.17),
    ..FunctionDef::SCALAR
};
