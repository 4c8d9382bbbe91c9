//! Full-text search: functions that the planner turns into others, field by field.

mod kql;
mod match_function;
mod match_phrase;
mod multi_match;
mod options;
mod qstr;

use crate::{FunctionDef, TypeSet};

/// The fields that can be searched for a value.
const FIELD: TypeSet = TypeSet::ORDERED.or(TypeSet::BOOLEAN);
/// The values that can be searched for.
const QUERY: TypeSet = TypeSet::NUMERIC
    .or(TypeSet::KEYWORD)
    .or(TypeSet::BOOLEAN)
    .or(TypeSet::DATES)
    .or(TypeSet::IP)
    .or(TypeSet::VERSION);

pub(super) const ALL: &[&FunctionDef] = &[
    &kql::KQL,
    &match_function::MATCH,
    &match_phrase::MATCH_PHRASE,
    &multi_match::MULTI_MATCH,
    &qstr::QSTR,
];
