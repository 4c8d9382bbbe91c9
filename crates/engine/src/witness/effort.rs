//! How much is tried before the search gives up: what one query may cost.

/// The most documents that are combined, one for each way through the conditions.
pub(super) const BASES: usize = 12;

/// How many steps one climb has at most.
pub(super) const CLIMB_STEPS: usize = 60;

/// How many steps that gain nothing are gone in a row.
pub(super) const SIDEWAYS_STEPS: usize = 8;

/// How many values of each of two fields are tried together.
pub(super) const VALUES_OF_A_PAIR: usize = 60;

/// The most documents that are drafted.
pub(super) const DRAFTS: usize = 1_500;

/// How many single values of a field are tried.
pub(super) const SINGLE_VALUES: usize = 12;

/// How many documents are looked at together.
pub(super) const ROWS_AT_A_TIME: usize = 4_000;

/// How many conditions beside the filters are told apart.
pub(super) const CASES: usize = 24;

/// How many steps there are at most until the groups pass.
pub(super) const GROUP_STEPS: usize = 12;

/// How many values a field gets at most.
pub(super) const POOL: usize = 300;

/// How many documents are made in a step at most.
pub(super) const DOCUMENTS: usize = 60_000;

/// How many fields are changed for the sake of one filter.
pub(super) const FIELDS_OF_A_FILTER: usize = 10;
