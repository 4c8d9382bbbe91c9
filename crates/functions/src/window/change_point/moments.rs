//! Mean and variance of weighted values that come and go.

/// Sums over weighted values.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Moments {
    weight: f64,
    sum: f64,
    squares: f64,
}

impl Moments {
    /// Those of all values.
    pub(super) fn of(values: &[f64], weights: &[f64]) -> Moments {
        let mut moments = Moments::default();
        for (value, weight) in values.iter().zip(weights) {
            moments.add(*value, *weight);
        }
        moments
    }

    pub(super) fn add(&mut self, value: f64, weight: f64) {
        self.squares += value * value * weight;
        self.weight += weight;
        self.sum += value * weight;
    }

    pub(super) fn remove(&mut self, value: f64, weight: f64) {
        self.squares = (self.squares - value * value * weight).max(0.0);
        self.weight = (self.weight - weight).max(0.0);
        self.sum -= value * weight;
    }

    /// The sum of the weights.
    pub(super) fn weight(&self) -> f64 {
        self.weight
    }

    pub(super) fn mean(&self) -> f64 {
        self.sum / self.weight
    }

    /// The variance, as that of a whole population.
    pub(super) fn variance(&self) -> f64 {
        ((self.squares - self.sum * self.sum / self.weight) / self.weight).max(0.0)
    }

    pub(super) fn deviation(&self) -> f64 {
        self.variance().sqrt()
    }
}
