//! The Kolmogorov-Smirnov test of two samples: whether they come from one distribution.

use statrs::function::factorial::binomial;

/// Values of the statistic closer than this are equal.
const TOLERANCE: f64 = 1e-12;

/// The exact chance that two samples of one distribution are as far apart as these. Both must hold
/// something.
pub(super) fn p_value(left: &[f64], right: &[f64]) -> f64 {
    let (n, m) = (left.len(), right.len());
    let distance = integral_distance(left, right) as f64 / (n * m) as f64;
    let bound = ((distance - TOLERANCE) * (n * m) as f64).ceil() as i64;
    1.0 - paths_within(n, m, bound) / binomial((n + m) as u64, m as u64)
}

/// The greatest distance of the two distribution functions, times the sizes of both samples.
fn integral_distance(left: &[f64], right: &[f64]) -> i64 {
    let sorted = |values: &[f64]| {
        let mut values = values.to_vec();
        values.sort_by(f64::total_cmp);
        values
    };
    let (left, right) = (sorted(left), sorted(right));
    let (n, m) = (left.len() as i64, right.len() as i64);
    let (mut at_left, mut at_right) = (0, 0);
    let (mut distance, mut greatest) = (0_i64, 0_i64);
    while let (Some(one), Some(other)) = (left.get(at_left), right.get(at_right)) {
        let least = one.min(*other);
        while left.get(at_left) == Some(&least) {
            at_left += 1;
            distance += m;
        }
        while right.get(at_right) == Some(&least) {
            at_right += 1;
            distance -= n;
        }
        greatest = greatest.max(distance.abs());
    }
    greatest
}

/// How many ways lead through a grid of `n` by `m` steps without a point that is `bound` or more
/// away from the diagonal, by the recursion of Hodges (1958), row by row.
fn paths_within(n: usize, m: usize, bound: i64) -> f64 {
    let within = |i: usize, j: usize| {
        let distance = (i as i64 * m as i64 - j as i64 * n as i64).abs();
        if distance < bound { 1.0 } else { 0.0 }
    };
    let mut row: Vec<f64> = (1..=m).map(|j| within(0, j)).collect();
    let mut last = 0.0;
    for i in 1..=n {
        last = within(i, 0);
        for (at, ways) in row.iter_mut().enumerate() {
            *ways = within(i, at + 1) * (last + *ways);
            last = *ways;
        }
    }
    last
}
