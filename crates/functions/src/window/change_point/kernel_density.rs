//! A kernel density estimate: how likely values in the tails are.

use statrs::function::erf::erfc;

/// A density of Gaussian kernels around values.
pub(super) struct KernelDensity {
    /// The values, ascending.
    values: Vec<f64>,
    bandwidth: f64,
}

/// How likely a tail is.
#[derive(Clone, Copy, Debug)]
pub(super) struct Tail {
    probability: f64,
    /// How far the nearest value is away.
    distance: f64,
}

impl Tail {
    /// Whether this tail is the less likely one; of equal ones that which is farther away.
    pub(super) fn is_beyond(&self, other: &Tail) -> bool {
        match self.probability.total_cmp(&other.probability) {
            std::cmp::Ordering::Equal => self.distance > other.distance,
            order => order.is_lt(),
        }
    }

    /// The chance that at least one of so many values lies in it.
    pub(super) fn p_value(&self, count: usize) -> f64 {
        super::any_of(self.probability, count)
    }
}

impl KernelDensity {
    /// The estimate for these values. The bandwidth follows Silverman's rule with `smoothing` for
    /// its factor.
    pub(super) fn new(mut values: Vec<f64>, smoothing: f64) -> KernelDensity {
        values.sort_by(f64::total_cmp);
        let bandwidth = smoothing * (values.len() as f64).powf(-0.2) * variance(&values).sqrt();
        KernelDensity { values, bandwidth }
    }

    /// The tail from `x` down.
    pub(super) fn below(&self, x: f64) -> Tail {
        self.tail(x, |left, _| left, |center| self.beyond(center - x))
    }

    /// The tail from `x` up.
    pub(super) fn above(&self, x: f64) -> Tail {
        self.tail(x, |_, right| right, |center| self.beyond(x - center))
    }

    /// Values farther than three bandwidths away count as a whole or not at all.
    fn tail(
        &self,
        x: f64,
        far: impl Fn(usize, usize) -> usize,
        kernel: impl Fn(f64) -> f64,
    ) -> Tail {
        let count = self.values.len();
        if count == 0 {
            return Tail { probability: 1.0, distance: 0.0 };
        }
        let first_from = |bound: f64| self.values.partition_point(|value| *value < bound);
        let start = first_from(x - 3.0 * self.bandwidth).min(count - 1);
        let end = first_from(x + 3.0 * self.bandwidth).max(start + 1);
        let mut sum = far(start, count - end) as f64;
        let mut distance = f64::MAX;
        for center in &self.values[start..end] {
            sum += kernel(*center);
            distance = distance.min((center - x).abs());
        }
        Tail { probability: sum / count as f64, distance }
    }

    /// How likely a value is that lies more than `deviation` beyond the center of its kernel.
    fn beyond(&self, deviation: f64) -> f64 {
        if deviation.abs() > 40.0 * self.bandwidth {
            return if deviation > 0.0 { 0.0 } else { 1.0 };
        }
        0.5 * erfc(deviation / (self.bandwidth * std::f64::consts::SQRT_2))
    }
}

/// The variance, as that of a sample, in two passes.
fn variance(values: &[f64]) -> f64 {
    let count = values.len() as f64;
    if values.len() < 2 {
        return 0.0;
    }
    let mean = values.iter().sum::<f64>() / count;
    let (mut squares, mut rest) = (0.0, 0.0);
    for value in values {
        squares += (value - mean) * (value - mean);
        rest += value - mean;
    }
    (squares - rest * rest / count) / (count - 1.0)
}
