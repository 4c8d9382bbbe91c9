//! How precisely an index keeps the numbers of a field.

use half::f16;

/// How precisely a floating-point field keeps its values.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Precision {
    /// As they are.
    Double,
    /// In 32 bits.
    Float,
    /// In 16 bits.
    HalfFloat,
    /// Whole multiples of the inverse of this factor.
    Scaled(f64),
}

impl Precision {
    /// The precision of a field by its mapping: the kind, and the factor of a `scaled_float`.
    #[must_use]
    pub fn of_mapping(kind: &str, scaling_factor: Option<f64>) -> Precision {
        match (kind, scaling_factor) {
            ("float", _) => Precision::Float,
            ("half_float", _) => Precision::HalfFloat,
            ("scaled_float", Some(factor)) => Precision::Scaled(factor),
            _ => Precision::Double,
        }
    }

    /// The value as the index keeps it; infinite if it is too great.
    #[allow(clippy::cast_possible_truncation)]
    #[must_use]
    pub fn round(self, value: f64) -> f64 {
        match self {
            Precision::Double => value,
            Precision::Float => f64::from(value as f32),
            Precision::HalfFloat => f16::from_f32(value as f32).to_f64(),
            // Older stacks multiply by the factor's inverse, which gives other last digits.
            Precision::Scaled(factor) => round_half_up(value * factor) / factor,
        }
    }
}

/// Java's `Math.round`: halves go up, also below zero.
fn round_half_up(value: f64) -> f64 {
    let floor = value.floor();
    if value - floor >= 0.5 { floor + 1.0 } else { floor }
}
