//! Dates as numbers and as text: ISO 8601 the way Elasticsearch's default date format reads it.
//!
//! Source: the Elasticsearch reference, "Date field type": the default format is
//! `strict_date_optional_time||epoch_millis`; dates without a zone are UTC.

use std::fmt;

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::{Offset, TimeZone};

use crate::ValueRef;

const NANOS_PER_MILLI: i64 = 1_000_000;

/// The Gregorian calendar repeats itself after so many years,
const CYCLE_YEARS: i64 = 400;

/// which are so many milliseconds.
const CYCLE_MILLIS: i64 = 146_097 * 86_400_000;

/// A calendar span as a literal has it: `1 year`, `2 weeks`, `3 days`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
pub struct DatePeriod {
    /// Years.
    pub years: i32,
    /// Months; quarters are three.
    pub months: i32,
    /// Days; weeks are seven.
    pub days: i32,
}

/// The ISO form, `P1Y2M3D`, as messages of Elasticsearch show it.
impl fmt::Display for DatePeriod {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if *self == DatePeriod::default() {
            return f.write_str("P0D");
        }
        f.write_str("P")?;
        for (amount, unit) in [(self.years, 'Y'), (self.months, 'M'), (self.days, 'D')] {
            if amount != 0 {
                write!(f, "{amount}{unit}")?;
            }
        }
        Ok(())
    }
}

/// Milliseconds of a date as an index reads it: ISO text, or milliseconds in digits.
#[must_use]
pub fn parse_millis(text: &str) -> Option<i64> {
    match parse_iso_millis(text, &TimeZone::UTC) {
        None if text.len() > 4 => text.parse().ok(),
        millis => millis,
    }
}

/// Nanoseconds of a date as an index reads it, within the years 1970 to 2262.
#[must_use]
pub fn parse_nanos(text: &str) -> Option<i64> {
    let nanos = match parse_iso(text, &TimeZone::UTC) {
        Some(timestamp) => i64::try_from(timestamp.as_nanosecond()).ok()?,
        None if text.len() > 4 => text.parse::<i64>().ok()?.checked_mul(NANOS_PER_MILLI)?,
        None => return None,
    };
    (nanos >= 0).then_some(nanos)
}

/// Whole milliseconds, rounded down, so that instants before 1970 keep their order.
#[must_use]
pub fn floor_millis(timestamp: Timestamp) -> i64 {
    i64::try_from(timestamp.as_nanosecond().div_euclid(i128::from(NANOS_PER_MILLI)))
        .unwrap_or(i64::MAX)
}

/// Reads `2026` (or `-0044`), `2026-03`, `2026-03-26`, `2026-03-26T10`, `…T10:00`, `…T10:00:00`, with a
/// fraction of up to nine digits behind a dot or comma, and `Z` or an offset such as `+01:00`,
/// `+0100` or `+01`. Without an offset the time is in `zone`. Parts left out are the lowest.
///
/// `None` also for the last day of the year 9999, where [`Timestamp`] ends.
#[must_use]
pub fn parse_iso(text: &str, zone: &TimeZone) -> Option<Timestamp> {
    Civil::read(text)?.timestamp(zone)
}

/// Milliseconds of what [`parse_iso`] reads, to the very end of the year 9999.
#[must_use]
pub fn parse_iso_millis(text: &str, zone: &TimeZone) -> Option<i64> {
    let civil = Civil::read(text)?;
    match civil.timestamp(zone) {
        Some(timestamp) => Some(floor_millis(timestamp)),
        None if civil.year == 9999 => {
            let earlier = Civil { year: civil.year - 400, ..civil };
            Some(floor_millis(earlier.timestamp(zone)?) + CYCLE_MILLIS)
        }
        None => None,
    }
}

/// A date and time as it is written.
struct Civil {
    year: i16,
    /// Month and day.
    date: [i8; 2],
    /// Hour, minute and second.
    time: [i8; 3],
    nanos: i32,
    offset: Option<Offset>,
}

impl Civil {
    fn read(text: &str) -> Option<Civil> {
        let mut reader = Reader { bytes: text.as_bytes() };
        let before_zero = reader.skip(b'-');
        let year = i16::try_from(reader.digits(4)?).ok()?;
        let year = if before_zero { -year } else { year };
        let mut civil = Civil { year, date: [1; 2], time: [0; 3], nanos: 0, offset: None };
        for part in &mut civil.date {
            if !reader.skip(b'-') {
                break;
            }
            *part = i8::try_from(reader.digits(2)?).ok()?;
        }
        if reader.skip(b'T') {
            if reader.bytes.is_empty() {
                // `2026-03-26T` is complete: the time is optional as a whole.
                return Some(civil);
            }
            civil.time[0] = i8::try_from(reader.digits(2)?).ok()?;
            for part in &mut civil.time[1..] {
                if !reader.skip(b':') {
                    break;
                }
                *part = i8::try_from(reader.digits(2)?).ok()?;
            }
            if reader.skip(b'.') || reader.skip(b',') {
                civil.nanos = reader.fraction()?;
            }
            civil.offset = reader.offset()?;
        }
        reader.bytes.is_empty().then_some(civil)
    }

    fn timestamp(&self, zone: &TimeZone) -> Option<Timestamp> {
        let ([month, day], [hour, minute, second]) = (self.date, self.time);
        let civil = DateTime::new(self.year, month, day, hour, minute, second, self.nanos).ok()?;
        match self.offset {
            Some(offset) => offset.to_timestamp(civil).ok(),
            None => zone.to_timestamp(civil).ok(),
        }
    }
}

struct Reader<'a> {
    bytes: &'a [u8],
}

impl Reader<'_> {
    fn skip(&mut self, byte: u8) -> bool {
        let found = self.bytes.first() == Some(&byte);
        if found {
            self.bytes = &self.bytes[1..];
        }
        found
    }

    /// Exactly `count` digits.
    fn digits(&mut self, count: usize) -> Option<i32> {
        let digits = self.bytes.get(..count)?;
        let mut value = 0;
        for &digit in digits {
            if !digit.is_ascii_digit() {
                return None;
            }
            value = value * 10 + i32::from(digit - b'0');
        }
        self.bytes = &self.bytes[count..];
        Some(value)
    }

    /// One to nine digits, as nanoseconds.
    fn fraction(&mut self) -> Option<i32> {
        let count = self.bytes.iter().take_while(|byte| byte.is_ascii_digit()).count();
        if !(1..=9).contains(&count) {
            return None;
        }
        let value = self.digits(count)?;
        Some(value * 10i32.pow(u32::try_from(9 - count).ok()?))
    }

    /// `Z`, `+01`, `+0100`, `+01:00`, or nothing. The outer `None` is an error.
    #[allow(clippy::option_option)]
    fn offset(&mut self) -> Option<Option<Offset>> {
        if self.skip(b'Z') {
            return Some(Some(Offset::UTC));
        }
        let sign = match self.bytes.first() {
            None => return Some(None),
            Some(b'+') => 1,
            Some(b'-') => -1,
            Some(_) => return None,
        };
        self.bytes = &self.bytes[1..];
        let hours = self.digits(2)?;
        let colon = self.skip(b':');
        let minutes = if colon || !self.bytes.is_empty() { self.digits(2)? } else { 0 };
        if hours > 18 || minutes > 59 {
            return None;
        }
        Some(Some(Offset::from_seconds(sign * (hours * 3600 + minutes * 60)).ok()?))
    }
}

/// Writes milliseconds as `2026-03-26T10:00:00.000Z`; years of more than four digits have a sign.
pub fn print_millis(value: ValueRef<'_>, out: &mut String) {
    let ValueRef::Long(millis) = value else { return value.write_plain(out) };
    if let Ok(timestamp) = Timestamp::from_millisecond(millis) {
        return write_utc(timestamp, 0, 3, out);
    }
    // Beyond the calendar at hand: the same date in the cycle from 1970 on.
    let cycles = millis.div_euclid(CYCLE_MILLIS);
    match Timestamp::from_millisecond(millis.rem_euclid(CYCLE_MILLIS)) {
        Ok(timestamp) => write_utc(timestamp, cycles * CYCLE_YEARS, 3, out),
        Err(_) => value.write_plain(out),
    }
}

/// Writes nanoseconds as `2026-03-26T10:00:00.123456789Z`, with three to nine digits.
pub fn print_nanos(value: ValueRef<'_>, out: &mut String) {
    match value {
        ValueRef::Long(nanos) => match Timestamp::from_nanosecond(i128::from(nanos)) {
            Ok(timestamp) => write_utc(timestamp, 0, 9, out),
            Err(_) => value.write_plain(out),
        },
        _ => value.write_plain(out),
    }
}

/// Writes an instant, moved by whole cycles of years, in UTC with three fraction digits, and up to
/// `max_digits` where they count.
fn write_utc(timestamp: Timestamp, moved: i64, max_digits: usize, out: &mut String) {
    use std::fmt::Write as _;
    let civil = Offset::UTC.to_datetime(timestamp);
    let year = i64::from(civil.year()) + moved;
    match year {
        ..0 => out.push('-'),
        10_000.. => out.push('+'),
        _ => {}
    }
    let nanos = civil.subsec_nanosecond();
    // Writing to a String cannot fail.
    let _ = write!(
        out,
        "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.",
        year.unsigned_abs(),
        civil.month(),
        civil.day(),
        civil.hour(),
        civil.minute(),
        civil.second()
    );
    let fraction = format!("{nanos:09}");
    let kept = fraction[..max_digits].trim_end_matches('0').len().max(3);
    out.push_str(&fraction[..kept]);
    out.push('Z');
}

/// Milliseconds as ISO text.
#[must_use]
pub fn millis_to_string(millis: i64) -> String {
    let mut text = String::new();
    print_millis(ValueRef::Long(millis), &mut text);
    text
}

/// Nanoseconds as ISO text.
#[must_use]
pub fn nanos_to_string(nanos: i64) -> String {
    let mut text = String::new();
    print_nanos(ValueRef::Long(nanos), &mut text);
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_of_dates() {
        for (text, iso) in [
            ("2026-03-26T10:00:00.123Z", "2026-03-26T10:00:00.123Z"),
            ("2026-03-26T10:00:00,5Z", "2026-03-26T10:00:00.500Z"),
            ("2026-03-26T10:00:00.123456789Z", "2026-03-26T10:00:00.123Z"),
            ("2026-03-26T10:00:00+01:00", "2026-03-26T09:00:00.000Z"),
            ("2026-03-26T10:00:00-0130", "2026-03-26T11:30:00.000Z"),
            ("2026-03-26T10:00:00+02", "2026-03-26T08:00:00.000Z"),
            ("2026-03-26T10:00", "2026-03-26T10:00:00.000Z"),
            ("2026-03-26T10", "2026-03-26T10:00:00.000Z"),
            ("2026-03-26", "2026-03-26T00:00:00.000Z"),
            ("2026-03", "2026-03-01T00:00:00.000Z"),
            ("2026", "2026-01-01T00:00:00.000Z"),
            ("1969-12-31T23:59:59.9999Z", "1969-12-31T23:59:59.999Z"),
            ("-0044-03-15", "-0044-03-15T00:00:00.000Z"),
            ("9999-12-31T23:59:59.999Z", "9999-12-31T23:59:59.999Z"),
            ("9999-12-31", "9999-12-31T00:00:00.000Z"),
            ("1774519200123", "2026-03-26T10:00:00.123Z"),
            ("253402300800000", "+10000-01-01T00:00:00.000Z"),
            ("9223372036854775807", "+292278994-08-17T07:12:55.807Z"),
            ("-9223372036854775808", "-292275055-05-16T16:47:04.192Z"),
        ] {
            assert_eq!(parse_millis(text).map(millis_to_string).as_deref(), Some(iso), "{text}");
        }
        for bad in [
            "",
            "x",
            "26-03-26",
            "2026-13-01",
            "2026-02-30",
            "2026-03-26 10:00",
            "2026-3-1",
            "2026-03-26T25:00",
            "2026-03-26T10:00:00.Z",
            "2026-03-26T10:00:00+19:00",
        ] {
            assert_eq!(parse_millis(bad), None, "{bad}");
        }
    }

    #[test]
    fn nanos_keep_their_digits() {
        let nanos = parse_nanos("2023-10-23T13:55:01.5431Z").unwrap();
        assert_eq!(nanos_to_string(nanos), "2023-10-23T13:55:01.5431Z");
        assert_eq!(parse_nanos("1969-01-01"), None);
    }
}
