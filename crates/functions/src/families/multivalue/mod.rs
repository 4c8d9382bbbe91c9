//! Functions of cells with several values.

mod compensated_sum;
mod gather;
mod mv_append;
mod mv_avg;
mod mv_compare;
mod mv_concat;
mod mv_contains;
mod mv_count;
mod mv_dedupe;
mod mv_difference;
mod mv_extreme;
mod mv_first_last;
mod mv_intersection;
mod mv_intersects;
mod mv_like;
mod mv_median;
mod mv_median_absolute_deviation;
mod mv_percentile;
mod mv_pseries_weighted_sum;
mod mv_slice;
mod mv_sort;
mod mv_sum;
mod mv_union;
mod mv_zip;
mod reduce;
mod value_set;

use crate::FunctionDef;

pub(super) const ALL: &[&FunctionDef] = &[
    &mv_append::MV_APPEND,
    &mv_avg::MV_AVG,
    &mv_sum::MV_SUM,
    &mv_median::MV_MEDIAN,
    &mv_median_absolute_deviation::MV_MEDIAN_ABSOLUTE_DEVIATION,
    &mv_percentile::MV_PERCENTILE,
    &mv_pseries_weighted_sum::MV_PSERIES_WEIGHTED_SUM,
    &mv_extreme::MV_MIN,
    &mv_extreme::MV_MAX,
    &mv_count::MV_COUNT,
    &mv_concat::MV_CONCAT,
    &mv_first_last::MV_FIRST,
    &mv_first_last::MV_LAST,
    &mv_dedupe::MV_DEDUPE,
    &mv_sort::MV_SORT,
    &mv_slice::MV_SLICE,
    &mv_zip::MV_ZIP,
    &mv_contains::MV_CONTAINS,
    &mv_intersects::MV_INTERSECTS,
    &mv_intersection::MV_INTERSECTION,
    &mv_union::MV_UNION,
    &mv_difference::MV_DIFFERENCE,
    &mv_like::MV_LIKE,
    &mv_like::MV_RLIKE,
    &mv_compare::MV_GREATER,
    &mv_compare::MV_LESS,
    &mv_compare::MV_IN_RANGE,
];
