//! Dates as an index reads them with the default format, `strict_date_optional_time||epoch_millis`.

use esql_data::date;

use crate::field::Misfit;
use crate::json::{Kind, Raw};

/// Milliseconds since 1970.
pub(super) fn millis(raw: Raw<'_>) -> Result<Option<i64>, Misfit> {
    let text = text(raw)?;
    let value = date::parse_millis(&text).or_else(|| {
        let nanos = epoch_nanos(&text)?;
        i64::try_from(nanos.div_euclid(1_000_000)).ok()
    });
    value.map(Some).ok_or(Misfit::Malformed)
}

/// Milliseconds since 1970 as nanoseconds; what does not fit has no value.
pub(super) fn millis_as_nanos(raw: Raw<'_>) -> Result<Option<i64>, Misfit> {
    let nanos = millis(raw)?.and_then(|millis| millis.checked_mul(1_000_000));
    Ok(nanos.filter(|&nanos| nanos >= 0))
}

/// Nanoseconds since 1970; earlier instants do not fit.
pub(super) fn nanos(raw: Raw<'_>) -> Result<Option<i64>, Misfit> {
    let text = text(raw)?;
    let value = date::parse_nanos(&text).or_else(|| i64::try_from(epoch_nanos(&text)?).ok());
    value.filter(|&nanos| nanos >= 0).map(Some).ok_or(Misfit::Malformed)
}

fn text<'a>(raw: Raw<'a>) -> Result<std::borrow::Cow<'a, str>, Misfit> {
    match raw.kind {
        Kind::Boolean => Err(Misfit::Malformed),
        _ => raw.scalar().ok_or(Misfit::Malformed),
    }
}

/// `epoch_millis`, which may have a fraction of up to six digits. Four digits without a sign are
/// a year, and were read before.
fn epoch_nanos(text: &str) -> Option<i128> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
    let digits = whole.strip_prefix('-').unwrap_or(whole);
    let all_digits =
        |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if !all_digits(digits) || !all_digits(fraction) || fraction.len() > 6 {
        return None;
    }
    let millis: i64 = whole.parse().ok()?;
    let nanos: i64 = format!("{fraction:0<6}").parse().ok()?;
    let nanos = if whole.starts_with('-') { -nanos } else { nanos };
    Some(i128::from(millis) * 1_000_000 + i128::from(nanos))
}
