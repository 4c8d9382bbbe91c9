//! How numbers become other numbers: rounding, ranges, and the messages of what does not fit.

use esql_data::{Problem, double};

/// A value that cannot be converted.
pub(super) fn invalid(message: String) -> Problem {
    Problem { class: "org.elasticsearch.xpack.esql.core.InvalidArgumentException", message }
}

/// A number outside the range of the type called `ty`.
pub(super) fn out_of_range(value: impl std::fmt::Display, ty: &str) -> Problem {
    invalid(format!("[{value}] out of [{ty}] range"))
}

/// Text that is no number.
pub(super) fn no_number(text: &str) -> Problem {
    invalid(format!("Cannot parse number [{text}]"))
}

/// Java's `Math.round` before its cast: the nearest whole number, halves up.
fn round(value: f64) -> f64 {
    let floor = value.floor();
    if value - floor >= 0.5 { floor + 1.0 } else { floor }
}

/// The nearest long; as in Java, what is not a number is 0 and 2⁶³ itself still fits.
#[allow(clippy::cast_possible_truncation, clippy::cast_precision_loss)]
pub(super) fn double_to_long(value: f64) -> Result<i64, Problem> {
    if value > i64::MAX as f64 || value < i64::MIN as f64 {
        return Err(out_of_range(double::to_string(value), "long"));
    }
    Ok(round(value) as i64)
}

/// The nearest integer; what is not a number is 0.
#[allow(clippy::cast_possible_truncation)]
pub(super) fn double_to_int(value: f64) -> Result<i32, Problem> {
    if value > f64::from(i32::MAX) || value < f64::from(i32::MIN) {
        return Err(out_of_range(double::to_string(value), "integer"));
    }
    Ok(round(value) as i32)
}

/// The integer of the same value.
pub(super) fn long_to_int(value: i64) -> Result<i32, Problem> {
    i32::try_from(value).map_err(|_| out_of_range(value, "integer"))
}

/// A finite double.
pub(super) fn parse_double(text: &str) -> Result<f64, Problem> {
    match double::parse(text) {
        None => Err(no_number(text)),
        Some(value) if value.is_infinite() => Err(invalid(format!("Number [{text}] is too large"))),
        Some(value) if value.is_nan() => {
            Err(invalid(format!("[{text}] cannot be parsed as a number (NaN)")))
        }
        Some(value) => Ok(value),
    }
}

/// The digits of a number to `base`, without the `0x` that base 16 may have in front.
///
/// # Errors
/// If `base` is none that Java knows.
pub(super) fn digits(text: &str, base: i64) -> Result<(&str, u32), Problem> {
    let digits = if base == 16 { text.strip_prefix("0x").unwrap_or(text) } else { text };
    match u32::try_from(base) {
        Ok(radix @ 2..=36) => Ok((digits, radix)),
        _ => Err(not_to_base(digits, base)),
    }
}

/// Text that is no number to `base`.
pub(super) fn not_to_base(text: &str, base: impl std::fmt::Display) -> Problem {
    invalid(format!("Unable to convert [{text}] to number of base [{base}]"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rounding_is_javas() {
        for (value, long) in [
            (2.5, 3),
            (-2.5, -2),
            (0.499_999_999_999_999_94, 0),
            (-1e-20, 0),
            (9_007_199_254_740_993.0, 9_007_199_254_740_992),
            (f64::NAN, 0),
            (9_223_372_036_854_775_808.0, i64::MAX),
        ] {
            assert_eq!(double_to_long(value).unwrap(), long, "{value}");
        }
        assert_eq!(double_to_long(1e19).unwrap_err().message, "[1.0E19] out of [long] range");
    }
}
