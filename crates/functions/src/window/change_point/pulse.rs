//! Spikes and dips: the greatest and the least value against the distribution of the others.

use super::kernel_density::KernelDensity;
use super::{Change, Kind};

/// Smoother than the factor of Silverman's rule, so that only what can be seen is found.
const SMOOTHING: f64 = 1.36;

/// An extreme value with the values around it.
struct Extreme {
    at: usize,
    around: std::ops::Range<usize>,
}

/// The more significant one of the greatest and the least value; `None` if that cannot be said.
pub(super) fn detect(values: &[f64], threshold: f64) -> Option<Change> {
    // Usually a tenth of the values.
    let extent = ((0.1 * values.len() as f64 + 0.5) as usize).max(2) - 1;
    let dip = extreme(values, extent, -1.0)?;
    let spike = extreme(values, extent, 1.0)?;
    let without = |extreme: &Extreme, other: usize| {
        let kept = values.iter().enumerate();
        let kept = kept.filter(|(at, _)| !extreme.around.contains(at) && *at != other);
        KernelDensity::new(kept.map(|(_, value)| *value).collect(), SMOOTHING)
    };
    let below = without(&dip, spike.at).below(values[dip.at]);
    let above = without(&spike, dip.at).above(values[spike.at]);
    let (dip_p, spike_p) = (below.p_value(values.len()), above.p_value(values.len()));
    let is_dip = dip_p < threshold && (spike_p >= threshold || below.is_beyond(&above));
    Some(if is_dip {
        Change { kind: Kind::Dip, p_value: dip_p, at: Some(dip.at) }
    } else if spike_p < threshold {
        Change { kind: Kind::Spike, p_value: spike_p, at: Some(spike.at) }
    } else {
        Change::NONE
    })
}

/// The first greatest value after multiplication with `sign`, and the stretch of `extent` values
/// with it whose sum is the greatest.
fn extreme(values: &[f64], extent: usize, sign: f64) -> Option<Extreme> {
    let extent = extent.min(values.len().checked_sub(1)?);
    let mut at = 0;
    for (index, value) in values.iter().enumerate() {
        if sign * value > sign * values[at] {
            at = index;
        }
    }
    let sum = |start: usize| {
        let end = (start + extent).min(values.len());
        sign * values[start..end].iter().sum::<f64>()
    };
    let mut best = (at + 1).saturating_sub(extent);
    for start in best + 1..=at {
        if start + extent > values.len() {
            break;
        }
        if sum(start) > sum(best) {
            best = start;
        }
    }
    Some(Extreme { at, around: best..best + extent })
}
