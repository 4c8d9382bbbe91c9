//! Functions that the planner puts in for search: a cell fits if any of its values does.
//!
//! They are never null: a missing field does not fit. Queries cannot call them, so they have no
//! examples.

mod any_equal;
mod any_fuzzy;
mod any_in_cidr;
mod any_like;
mod any_order;
mod any_regex;
pub(super) mod any_value;
mod any_words;
mod at_least;
mod at_precision;

use crate::{Family, FunctionDef, IndexQuery};

/// What all of them share.
const ANY: FunctionDef = FunctionDef {
    family: Family::Internal,
    detail: "True if any value of the cell fits; a cell without a value is false, never null.",
    index_query: IndexQuery::WholeField,
    ..FunctionDef::SCALAR
};

pub(super) const ALL: &[&FunctionDef] = &[
    &any_equal::ANY_EQUAL,
    &any_like::ANY_LIKE,
    &any_like::ANY_WORD_LIKE,
    &any_order::ANY_LESS,
    &any_order::ANY_LESS_OR_EQUAL,
    &any_order::ANY_GREATER,
    &any_order::ANY_GREATER_OR_EQUAL,
    &any_order::ANY_BETWEEN,
    &any_regex::ANY_RLIKE,
    &any_regex::ANY_WORD_RLIKE,
    &any_fuzzy::ANY_FUZZY,
    &any_fuzzy::ANY_WORD_FUZZY,
    &any_in_cidr::ANY_IN_CIDR,
    &any_words::ANY_WORDS,
    &any_words::ANY_PHRASE,
    &at_least::AT_LEAST,
    &at_precision::AT_PRECISION,
];
