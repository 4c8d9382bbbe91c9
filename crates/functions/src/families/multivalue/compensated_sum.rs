//! A sum of doubles that keeps what rounding loses (Kahan's).

/// The sum so far.
#[derive(Clone, Copy, Default, Debug)]
pub(super) struct CompensatedSum {
    value: f64,
    /// What the last roundings have lost.
    lost: f64,
}

impl CompensatedSum {
    /// Adds a value. Once the sum is infinite or NaN it stays so.
    pub(super) fn add(&mut self, value: f64) {
        if !value.is_finite() {
            self.value += value;
        }
        if self.value.is_finite() {
            let corrected = value + self.lost;
            let updated = self.value + corrected;
            self.lost = corrected - (updated - self.value);
            self.value = updated;
        }
    }

    /// The sum.
    pub(super) fn value(self) -> f64 {
        self.value
    }
}

impl FromIterator<f64> for CompensatedSum {
    fn from_iter<I: IntoIterator<Item = f64>>(values: I) -> Self {
        let mut sum = CompensatedSum::default();
        values.into_iter().for_each(|value| sum.add(value));
        sum
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keeps_small_parts() {
        let sum = |values: &[f64]| values.iter().copied().collect::<CompensatedSum>().value();
        assert_eq!(sum(&[0.1; 10]), 1.0);
        assert_eq!(sum(&[f64::INFINITY, 1.0]), f64::INFINITY);
        assert!(sum(&[f64::INFINITY, f64::NEG_INFINITY]).is_nan());
    }
}
