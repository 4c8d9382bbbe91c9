//! The states of aggregates: kept for all groups at once, given out and absorbed as columns.
//!
//! [`PerGroup`] serves every aggregate whose state for a group is small and knows how to merge.
//! Where the state is a set of values of the column's own type ([`Distinct`]), the partial state
//! is a column like the input, and absorbing is accumulating. Where they are only counted,
//! [`Fingerprints`] stand for them.

mod distinct;
mod fingerprints;
mod keep;
mod per_group;
mod quantiles;
mod ratio;
mod read;
mod tdigest;
mod total;

pub(super) use distinct::Distinct;
pub(super) use fingerprints::Fingerprints;
pub(super) use keep::{Keep, Pool};
pub(super) use per_group::{Nothing, PerGroup, State, grow};
pub(super) use quantiles::Quantiles;
pub(super) use ratio::Ratio;
pub(super) use read::{double_of, each_double, each_value, each_whole, whole_of};
pub(super) use total::{DoubleTotal, Total, WholeTotal};
