//! Numbers as an index reads them: from JSON numbers and from strings, in range, with the precision
//! of their mapping.

use std::ops::RangeInclusive;

use esql_data::{Precision, double};

use crate::field::Misfit;
use crate::json::{Kind, Raw};

/// The text of a number or string. An empty string is no value where numbers are read.
fn text<'a>(raw: Raw<'a>) -> Result<Option<std::borrow::Cow<'a, str>>, Misfit> {
    match raw.kind {
        Kind::Number | Kind::Plain | Kind::Escaped => {
            let text = raw.decoded();
            Ok((!text.is_empty()).then_some(text))
        }
        Kind::Boolean | Kind::Object | Kind::Array => Err(Misfit::Malformed),
    }
}

pub(super) fn double(raw: Raw<'_>, precision: Precision) -> Result<Option<f64>, Misfit> {
    let Some(text) = text(raw)? else { return Ok(None) };
    let value = match raw.kind {
        Kind::Number => text.parse().ok(),
        _ => double::parse(&text),
    };
    let rounded = precision.round(value.ok_or(Misfit::Malformed)?);
    if rounded.is_finite() { Ok(Some(rounded)) } else { Err(Misfit::Malformed) }
}

pub(super) fn long(raw: Raw<'_>) -> Result<Option<i64>, Misfit> {
    let Some(text) = text(raw)? else { return Ok(None) };
    let value = whole(&text).and_then(|value| i64::try_from(value).ok());
    value.map(Some).ok_or(Misfit::Malformed)
}

pub(super) fn integer(raw: Raw<'_>, range: &RangeInclusive<i64>) -> Result<Option<i32>, Misfit> {
    let Some(value) = long(raw)? else { return Ok(None) };
    if !range.contains(&value) {
        return Err(Misfit::Malformed);
    }
    i32::try_from(value).map(Some).map_err(|_| Misfit::Malformed)
}

/// Unlike the signed types, this one takes no fraction.
pub(super) fn unsigned_long(raw: Raw<'_>) -> Result<Option<u64>, Misfit> {
    let Some(text) = text(raw)? else { return Ok(None) };
    let fraction = text.split_once('.').map_or("", |(_, fraction)| fraction);
    if !fraction.bytes().all(|digit| digit == b'0') {
        return Err(Misfit::Malformed);
    }
    let value = whole(&text).and_then(|value| u64::try_from(value).ok());
    value.map(Some).ok_or(Misfit::Malformed)
}

/// A decimal number without its fraction, which `coerce` cuts off.
fn whole(text: &str) -> Option<i128> {
    if let Ok(value) = text.parse::<i64>() {
        return Some(value.into());
    }
    if text.len() > 400 {
        return None;
    }
    let (mantissa, exponent) = match text.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, exponent.parse::<i32>().ok()?),
        None => (text, 0),
    };
    let (negative, digits) = match mantissa.as_bytes().first()? {
        b'-' => (true, &mantissa[1..]),
        b'+' => (false, &mantissa[1..]),
        _ => (false, mantissa),
    };
    let (integral, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let all = [integral, fraction].concat();
    if all.is_empty() || !all.bytes().all(|digit| digit.is_ascii_digit()) {
        return None;
    }
    // The point moves by the exponent; what stands behind it then is cut off.
    let point = i64::try_from(integral.len()).ok()? + i64::from(exponent);
    let kept = usize::try_from(point.max(0)).ok()?;
    let significant = all.trim_start_matches('0').len();
    if significant == 0 || kept == 0 {
        return Some(0);
    }
    let leading_zeros = all.len() - significant;
    // Larger than any type takes; this also bounds the padding below.
    if kept > leading_zeros + 30 {
        return None;
    }
    let mut padded = all.clone();
    while padded.len() < kept {
        padded.push('0');
    }
    let value: i128 = padded.get(..kept)?.parse().ok()?;
    Some(if negative { -value } else { value })
}
