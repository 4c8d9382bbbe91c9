//! Doubles that are no results.

use esql_data::{Problem, double};

/// The value, unless it is infinite or NaN.
pub(in crate::families) fn finite(value: f64) -> Result<f64, Problem> {
    if value.is_finite() {
        Ok(value)
    } else {
        let value = double::to_string(value);
        Err(Problem::arithmetic(format!("not a finite double number: {value}")))
    }
}
