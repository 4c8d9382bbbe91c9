//! Aggregate functions.

mod avg;
#[cfg(test)]
mod check;
mod count;
mod count_distinct;
mod extreme;
mod first;
mod percentile;
mod present;
mod sample;
mod sparkline;
#[cfg(test)]
mod split_tests;
mod st_centroid_agg;
mod st_extent_agg;
mod state;
mod sum;
mod top;
mod top_by;
mod values;
mod variance;
mod weighted_avg;

use crate::FunctionDef;

pub use sparkline::{Sparkline, sparkline_starts};

pub(super) const ALL: &[&FunctionDef] = &[
    &present::ABSENT,
    &avg::AVG,
    &count::COUNT,
    &count_distinct::COUNT_DISTINCT,
    &first::FIRST,
    &first::LAST,
    &first::EARLIEST,
    &first::LATEST,
    &extreme::MAX,
    &percentile::MEDIAN,
    &percentile::MEDIAN_ABSOLUTE_DEVIATION,
    &extreme::MIN,
    &percentile::PERCENTILE,
    &present::PRESENT,
    &sample::SAMPLE,
    &sparkline::SPARKLINE,
    &variance::STD_DEV,
    &st_centroid_agg::ST_CENTROID_AGG,
    &st_extent_agg::ST_EXTENT_AGG,
    &sum::SUM,
    &top::TOP,
    &values::VALUES,
    &variance::VARIANCE,
    &weighted_avg::WEIGHTED_AVG,
];
