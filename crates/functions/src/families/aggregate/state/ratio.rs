//! Two sums of which one is divided by the other: averages.

use esql_data::{Column, ColumnBuilder, DataType, Problem};

use super::{State, Total};

/// A sum over another.
#[derive(Default)]
pub(crate) struct Ratio<N, D> {
    /// What is divided.
    pub(crate) numerator: N,
    /// What it is divided by.
    pub(crate) denominator: D,
}

impl<N: Total, D: Total> Ratio<N, D> {
    /// The quotient; none if one of the sums has no value.
    ///
    /// # Errors
    /// If a sum does not fit its type, or the quotient is not finite.
    pub(crate) fn quotient(&self) -> Result<Option<f64>, Problem> {
        let (Some(numerator), Some(denominator)) =
            (self.numerator.double()?, self.denominator.double()?)
        else {
            return Ok(None);
        };
        let quotient = numerator / denominator;
        if quotient.is_finite() {
            Ok(Some(quotient))
        } else {
            Err(Problem::arithmetic("/ by zero"))
        }
    }
}

impl<N: Total, D: Total> State for Ratio<N, D> {
    /// Each sum has two columns.
    const PARTIAL: &'static [DataType] =
        &[N::PARTIAL[0], N::PARTIAL[1], D::PARTIAL[0], D::PARTIAL[1]];

    fn merge(&mut self, later: Self) {
        self.numerator.merge(later.numerator);
        self.denominator.merge(later.denominator);
    }

    fn save(self, partial: &mut [ColumnBuilder]) {
        let (numerator, denominator) = partial.split_at_mut(N::PARTIAL.len());
        self.numerator.save(numerator);
        self.denominator.save(denominator);
    }

    fn load(partial: &[Column], row: usize) -> Self {
        let (numerator, denominator) = partial.split_at(N::PARTIAL.len());
        Ratio { numerator: N::load(numerator, row), denominator: D::load(denominator, row) }
    }
}
