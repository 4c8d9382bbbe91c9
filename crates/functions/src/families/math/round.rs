//! `ROUND`.

use esql_data::{Double, Int, Long, Problem, ULong};

use super::whole::WHOLE;
use crate::families::operator::overflow;
use crate::{
    Args, Example, Family, FunctionDef, Impl, Kernel, Lift, Overload, Param, Ret, TypeSet, kernel,
};

const fn overload(set: &'static [TypeSet], kernel: Kernel) -> Overload {
    Overload { args: Args::each(set), ret: Ret::Arg(0), lift: Lift::SingleValue, kernel }
}

pub(super) const ROUND: FunctionDef = FunctionDef {
    name: "round",
    family: Family::Math,
    summary: "Rounds a number to so many decimal places.",
    detail: "Without the second argument to a whole number; with a negative one to tens, hundreds \
             and so on. Halves are rounded away from zero. The type stays. Of whole numbers, one that \
             has no more digits than are rounded off gives 0, and one that overflows gives null and \
             a warning.",
    params: &[
        Param::new("number", "a number"),
        Param::new("decimals", "how many decimal places, default 0").optional(),
    ],
    imp: Impl::Scalar(&[
        WHOLE,
        overload(&[TypeSet::DOUBLE], kernel!(|value| double(value, 0); Double => Double)),
        overload(&[TypeSet::INTEGER, TypeSet::LONG], kernel!(int; Int, Long => Int)),
        overload(&[TypeSet::LONG, TypeSet::LONG], kernel!(long; Long, Long => Long)),
        overload(
            &[TypeSet::UNSIGNED_LONG, TypeSet::LONG],
            kernel!(unsigned_long; ULong, Long => ULong),
        ),
        overload(&[TypeSet::DOUBLE, TypeSet::LONG], kernel!(double; Double, Long => Double)),
    ]),
    examples: &[Example {
        query: "ROW a = 2.345 | EVAL b = ROUND(a), c = ROUND(a, 1), d = ROUND(175, -1) \
                | KEEP b, c, d",
        answer: "b:double | c:double | d:integer\n2.0 | 2.3 | 180",
    }],
    ..FunctionDef::SCALAR
};

/// Rounds as `Math.round` on a scaled value does: what is too large to be scaled stays.
fn double(value: f64, decimals: i64) -> f64 {
    #[allow(clippy::cast_precision_loss)]
    let scale = 10f64.powf(decimals as f64);
    if value.is_nan() || scale == 0.0 || value == 0.0 {
        return 0.0;
    }
    let scaled = value * scale;
    if scaled.is_infinite() {
        return value;
    }
    let magnitude = scaled.abs();
    let floor = magnitude.floor();
    let rounded = if magnitude - floor >= 0.5 { floor + 1.0 } else { floor };
    rounded / scale * if scaled >= 0.0 { 1.0 } else { -1.0 }
}

fn int(value: i32, decimals: i64) -> Result<i32, Problem> {
    i32::try_from(long(i64::from(value), decimals)?).map_err(|_| overflow("integer"))
}

fn long(value: i64, decimals: i64) -> Result<i64, Problem> {
    // What has no more digits than are rounded off is zero in Elasticsearch, 7 as well as 2.
    // The digits are counted by the logarithm of the double, which is Java's way, too.
    #[allow(clippy::cast_precision_loss, clippy::cast_possible_truncation)]
    let digits = ((value as f64).abs().log10() as i64).saturating_add(1);
    if digits <= decimals.saturating_neg() {
        return Ok(0);
    }
    i64::try_from(whole(i128::from(value), decimals)).map_err(|_| overflow("long"))
}

/// What fits a long overflows as one, as in Elasticsearch.
fn unsigned_long(value: u64, decimals: i64) -> Result<u64, Problem> {
    match i64::try_from(value) {
        Ok(value) => long(value, decimals).map(i64::cast_unsigned),
        Err(_) => {
            u64::try_from(whole(i128::from(value), decimals)).map_err(|_| overflow("unsigned_long"))
        }
    }
}

fn whole(value: i128, decimals: i64) -> i128 {
    if decimals >= 0 {
        return value;
    }
    // No value has more than 20 digits.
    if decimals < -20 {
        return 0;
    }
    let scale = 10i128.pow(u32::try_from(-decimals).unwrap_or(0));
    let (quotient, remainder) = (value / scale, value % scale);
    let step = if remainder.abs() * 2 >= scale { remainder.signum() } else { 0 };
    (quotient + step) * scale
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn doubles() {
        for (value, decimals, expected) in [
            (2.5, 0, 3.0),
            (-2.5, 0, -3.0),
            (0.499_999_999_999_999_94, 0, 0.0),
            (1.005, 2, 1.0),
            (0.285, 2, 0.28),
            (12345.678, -2, 12300.0),
            (1e300, 10, 1e300),
            (5.0, -400, 0.0),
            (f64::NAN, 0, 0.0),
            (1.23e18, 3, 1.23e18),
        ] {
            assert_eq!(double(value, decimals), expected, "{value} {decimals}");
        }
    }

    #[test]
    fn whole_numbers() {
        assert_eq!(int(15, -1), Ok(20));
        assert_eq!(int(-15, -1), Ok(-20));
        assert_eq!(int(5, -1), Ok(0));
        assert_eq!(int(99, -2), Ok(0));
        assert_eq!(int(99, -1), Ok(100));
        assert_eq!(int(0, 0), Ok(0));
        assert_eq!(int(4, -1), Ok(0));
        assert_eq!(int(i32::MAX, -10), Ok(0));
        assert_eq!(int(i32::MAX, -9), Ok(2_000_000_000));
        assert_eq!(unsigned_long(99, -2), Ok(0));
        assert_eq!(int(i32::MAX, -1), Err(overflow("integer")));
        assert_eq!(long(i64::MAX, -19), Ok(0));
        assert_eq!(long(i64::MAX, -1), Err(overflow("long")));
        assert_eq!(long(i64::MIN, i64::MIN), Ok(0));
        assert_eq!(unsigned_long(9_223_372_036_854_775_808, -1), Ok(9_223_372_036_854_775_810));
        assert_eq!(unsigned_long(18_446_744_073_709_551_614, -1), Ok(18_446_744_073_709_551_610));
        assert_eq!(unsigned_long(u64::MAX, -19), Err(overflow("unsigned_long")));
        assert_eq!(unsigned_long(u64::MAX, -20), Ok(0));
        assert_eq!(unsigned_long(u64::MAX, 0), Ok(u64::MAX));
    }
}
