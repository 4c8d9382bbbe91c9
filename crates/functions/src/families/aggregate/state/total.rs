//! Sums: exact for whole numbers, compensated for doubles.

use esql_data::{Column, ColumnBuilder, DataType, Double, Long, Problem, ULong, Value};

use super::State;
use crate::families::operator::overflow;
use crate::typed::Cells;

/// A sum that is kept for each group.
pub(crate) trait Total: State {
    /// What is added.
    type Number: Copy;
    /// What the sum is.
    type Sum;

    /// Adds a number.
    fn add(&mut self, number: Self::Number);

    /// The sum; none if nothing was added.
    ///
    /// # Errors
    /// If the sum does not fit its type.
    fn sum(&self) -> Result<Option<Self::Sum>, Problem>;

    /// The sum as a double.
    ///
    /// # Errors
    /// If the sum does not fit its type.
    fn double(&self) -> Result<Option<f64>, Problem>;
}

/// The sum of whole numbers.
///
/// It is kept in 128 bits, so that whether it fits a long does not depend on the order of the
/// numbers or on how the input was cut.
#[derive(Default)]
pub(crate) struct WholeTotal {
    sum: i128,
    any: bool,
}

impl Total for WholeTotal {
    type Number = i64;
    type Sum = i64;

    fn add(&mut self, number: i64) {
        self.sum += i128::from(number);
        self.any = true;
    }

    fn sum(&self) -> Result<Option<i64>, Problem> {
        match i64::try_from(self.sum) {
            Ok(sum) => Ok(self.any.then_some(sum)),
            Err(_) => Err(overflow("long")),
        }
    }

    #[allow(clippy::cast_precision_loss)]
    fn double(&self) -> Result<Option<f64>, Problem> {
        Ok(self.sum()?.map(|sum| sum as f64))
    }
}

impl State for WholeTotal {
    /// The upper and the lower half.
    const PARTIAL: &'static [DataType] = &[DataType::Long, DataType::UnsignedLong];

    fn merge(&mut self, later: Self) {
        self.sum += later.sum;
        self.any |= later.any;
    }

    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    fn save(self, partial: &mut [ColumnBuilder]) {
        let (upper, lower) = if self.any {
            (Value::Long((self.sum >> 64) as i64), Value::UnsignedLong(self.sum as u64))
        } else {
            (Value::Null, Value::Null)
        };
        partial[0].push(&upper);
        partial[1].push(&lower);
    }

    fn load(partial: &[Column], row: usize) -> Self {
        let upper = Cells::<Long>::new(&partial[0]).get(row);
        let lower = Cells::<ULong>::new(&partial[1]).get(row);
        match (upper, lower) {
            (Some(upper), Some(lower)) => {
                WholeTotal { sum: (i128::from(upper) << 64) | i128::from(lower), any: true }
            }
            _ => WholeTotal::default(),
        }
    }
}

/// The sum of doubles by Kahan's method, step by step as Elasticsearch adds.
#[derive(Default)]
pub(crate) struct DoubleTotal {
    sum: f64,
    /// What rounding has lost so far.
    lost: f64,
    any: bool,
}

impl DoubleTotal {
    fn add_with(&mut self, number: f64, lost: f64) {
        self.any = true;
        if !number.is_finite() {
            self.sum += number;
        }
        if self.sum.is_finite() {
            let corrected = number + (self.lost + lost);
            let updated = self.sum + corrected;
            self.lost = corrected - (updated - self.sum);
            self.sum = updated;
        }
    }
}

impl Total for DoubleTotal {
    type Number = f64;
    type Sum = f64;

    fn add(&mut self, number: f64) {
        self.add_with(number, 0.0);
    }

    fn sum(&self) -> Result<Option<f64>, Problem> {
        Ok(self.any.then_some(self.sum))
    }

    fn double(&self) -> Result<Option<f64>, Problem> {
        self.sum()
    }
}

impl State for DoubleTotal {
    /// The sum and what rounding has lost.
    const PARTIAL: &'static [DataType] = &[DataType::Double, DataType::Double];

    fn merge(&mut self, later: Self) {
        if later.any {
            self.add_with(later.sum, later.lost);
        }
    }

    fn save(self, partial: &mut [ColumnBuilder]) {
        let cell = |value| if self.any { Value::Double(value) } else { Value::Null };
        partial[0].push(&cell(self.sum));
        partial[1].push(&cell(self.lost));
    }

    fn load(partial: &[Column], row: usize) -> Self {
        let [sum, lost] = [0, 1].map(|at| Cells::<Double>::new(&partial[at]).get(row));
        match (sum, lost) {
            (Some(sum), Some(lost)) => DoubleTotal { sum, lost, any: true },
            _ => DoubleTotal::default(),
        }
    }
}
