//! `TO_UNSIGNED_LONG`.

use esql_data::{Bool, DataType, Double, Int, Long, Problem, Str, ULong, double};

use super::numbers::out_of_range;
use super::unchanged;
use crate::{
    Args, Example, Family, FunctionDef, Impl, Kernel, Lift, Overload, Param, Ret, TypeSet, kernel,
    since,
};

const fn overload(set: &'static [TypeSet], kernel: Kernel) -> Overload {
    Overload {
        args: Args::each(set),
        ret: Ret::Type(DataType::UnsignedLong),
        lift: Lift::PerValue,
        kernel,
    }
}

pub(super) const TO_UNSIGNED_LONG: FunctionDef = FunctionDef {
    name: "to_unsigned_long",
    aliases: &["to_ulong", "to_ul"],
    family: Family::Conversion,
    summary: "Converts a value to an unsigned long.",
    detail: "What stands behind the point is cut off, not rounded. Dates give their \
             milliseconds; true is 1. What does not fit is null, with a warning. Each of several \
             values is converted.",
    params: &[Param::new("field", "the value or values")],
    imp: Impl::Scalar(&[
        unchanged(&[TypeSet::UNSIGNED_LONG], DataType::UnsignedLong),
        overload(&[TypeSet::INTEGER], kernel!(|value| from_long(value.into()); Int => ULong)),
        overload(&[TypeSet::LONG.or(TypeSet::DATE)], kernel!(from_long; Long => ULong)),
        overload(&[TypeSet::DOUBLE], kernel!(from_double; Double => ULong)),
        overload(&[TypeSet::BOOLEAN], kernel!(u64::from; Bool => ULong)),
        overload(&[TypeSet::STRING], kernel!(from_text; Str => ULong)),
    ]),
    converts_to: Some(DataType::UnsignedLong),
    examples: &[Example {
        query: r#"ROW a = ["2147483648", "2147483648.7"] | EVAL b = TO_UNSIGNED_LONG(a) | KEEP b"#,
        answer: "b:unsigned_long\n[2147483648, 2147483648]",
    }],
    since: since!(preview 8.11),
    ..FunctionDef::SCALAR
};

fn from_long(value: i64) -> Result<u64, Problem> {
    u64::try_from(value).map_err(|_| out_of_range(value, "unsigned_long"))
}

fn from_double(value: f64) -> Result<u64, Problem> {
    // The digits that show the double count, not its exact value.
    let digits = value.to_string();
    let whole = digits.split('.').next().unwrap_or_default();
    let fits = (0.0..18_446_744_073_709_551_615.0).contains(&value);
    whole
        .trim_start_matches('-')
        .parse()
        .ok()
        .filter(|_| fits)
        .ok_or_else(|| out_of_range(double::to_string(value), "unsigned_long"))
}

fn from_text(text: &str) -> Result<u64, Problem> {
    let decimal = Decimal::parse(text)?;
    decimal.whole().ok_or_else(|| out_of_range(text, "unsigned_long"))
}

/// A decimal number: the digits without the point, and where the point stands.
struct Decimal {
    negative: bool,
    digits: String,
    /// How many of the digits stand before the point; fewer than none or more than all with an
    /// exponent.
    point: i64,
}

impl Decimal {
    /// Reads what Java's `BigDecimal` reads.
    fn parse(text: &str) -> Result<Decimal, Problem> {
        let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
        let (mantissa, exponent) = match unsigned.split_once(['e', 'E']) {
            Some((mantissa, exponent)) => (mantissa, Some(exponent)),
            None => (unsigned, None),
        };
        let (mut digits, mut point) = (String::new(), None);
        for letter in mantissa.chars() {
            match letter {
                '0'..='9' => digits.push(letter),
                '.' if point.is_some() => {
                    return Err(bad_decimal(
                        "Character array contains more than one decimal point.",
                    ));
                }
                '.' => point = i64::try_from(digits.len()).ok(),
                _ => {
                    return Err(bad_decimal(format!(
                        "Character {letter} is neither a decimal digit number, decimal point, \
                         nor \"e\" notation exponential mark."
                    )));
                }
            }
        }
        if digits.is_empty() {
            return Err(bad_decimal(if text.is_empty() {
                "Index 0 out of bounds for length 0"
            } else {
                "No digits found."
            }));
        }
        let exponent: i32 = match exponent {
            None => 0,
            Some("") => return Err(bad_decimal("No exponent digits.")),
            Some(exponent) => exponent.parse().map_err(|_| bad_decimal("Not a digit."))?,
        };
        let point = point.unwrap_or(i64::try_from(digits.len()).unwrap_or(i64::MAX));
        Ok(Decimal { negative: text.starts_with('-'), digits, point: point + i64::from(exponent) })
    }

    /// The part before the point; `None` if it is negative or too large.
    fn whole(&self) -> Option<u64> {
        let leading = self.digits.len() - self.digits.trim_start_matches('0').len();
        let digits = &self.digits[leading..];
        let point = self.point - i64::try_from(leading).ok()?;
        if digits.is_empty() || point <= 0 {
            return Some(0);
        }
        // More than twenty digits are too many.
        let count = usize::try_from(point).ok().filter(|&count| count <= 20)?;
        let value = format!("{digits:0<count$}").get(..count)?.parse().ok();
        value.filter(|&value| !self.negative || value == 0)
    }
}

fn bad_decimal(message: impl Into<String>) -> Problem {
    Problem { class: "java.lang.NumberFormatException", message: message.into() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strings() {
        for (text, value) in [
            ("18446744073709551615.9", u64::MAX),
            ("-0.9", 0),
            ("1.5e3", 1500),
            ("+12e-1", 1),
            ("00012", 12),
            ("0e999999999", 0),
        ] {
            assert_eq!(from_text(text), Ok(value), "{text}");
        }
        for (text, message) in [
            ("18446744073709551616", "[18446744073709551616] out of [unsigned_long] range"),
            ("1e999999999", "[1e999999999] out of [unsigned_long] range"),
            ("-1", "[-1] out of [unsigned_long] range"),
            ("1.2.3", "Character array contains more than one decimal point."),
            (
                "foo",
                "Character f is neither a decimal digit number, decimal point, nor \"e\" notation \
                 exponential mark.",
            ),
        ] {
            assert_eq!(from_text(text).unwrap_err().message, message);
        }
    }

    #[test]
    fn doubles() {
        assert_eq!(from_double(1.844_674_407_370_955e19), Ok(18_446_744_073_709_550_000));
        assert_eq!(from_double(-0.0), Ok(0));
        for value in [-0.1, 18_446_744_073_709_551_615.0, f64::NAN] {
            let message = format!("[{}] out of [unsigned_long] range", double::to_string(value));
            assert_eq!(from_double(value).unwrap_err().message, message);
        }
    }
}
