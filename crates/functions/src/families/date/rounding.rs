//! Rounding dates down to a multiple of a time span: what DATE_TRUNC and the date buckets do.
//!
//! Source: the Elasticsearch reference, "DATE_TRUNC". One day, a week (from Monday), months and
//! years follow the calendar; several months or years are counted from the year 1; durations and
//! several days are counted from 1970. All of that in the zone of the session.

use esql_data::{Problem, Value};
use jiff::Timestamp;
use jiff::civil::{Date, DateTime, Time};
use jiff::tz::{AmbiguousOffset, TimeZone};

use super::instant::instant;

const MILLIS_PER_DAY: i64 = 86_400_000;

/// A span that dates can be rounded down to.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(in crate::families) enum Rounding {
    /// Milliseconds, counted from 1970.
    Millis(i64),
    /// Calendar days.
    Day,
    /// Weeks, which begin on Monday.
    Week,
    /// Months, counted from January of the year 1.
    Months(i32),
}

impl Rounding {
    /// The rounding to a span.
    ///
    /// # Errors
    /// If the span is not positive, mixes units, or is no span at all.
    pub(in crate::families) fn new(span: &Value) -> Result<Rounding, String> {
        let not_positive = || "Zero or negative time interval is not supported".to_owned();
        match span {
            Value::Duration(duration) => match i64::try_from(duration.as_millis()) {
                Ok(millis @ 1..) => Ok(Rounding::Millis(millis)),
                Ok(_) => Err(not_positive()),
                Err(_) => Err("Time interval is not supported".to_owned()),
            },
            Value::Period(period) => {
                let parts = [period.years, period.months, period.days];
                if parts.iter().any(|&part| part < 0) || parts == [0; 3] {
                    return Err(not_positive());
                }
                let too_large = || "Time interval is not supported".to_owned();
                match parts {
                    [0, 0, 1] => Ok(Rounding::Day),
                    [0, 0, 7] => Ok(Rounding::Week),
                    [0, 0, days] => Ok(Rounding::Millis(i64::from(days) * MILLIS_PER_DAY)),
                    [0, months, 0] => Ok(Rounding::Months(months)),
                    [years, 0, 0] => {
                        years.checked_mul(12).map(Rounding::Months).ok_or_else(too_large)
                    }
                    _ => Err("Time interval with multiple periods is not supported".to_owned()),
                }
            }
            Value::Null => Err("Interval cannot not be null".to_owned()),
            _ => Err("Time interval is not supported".to_owned()),
        }
    }

    /// Rounds milliseconds since 1970 down.
    ///
    /// # Errors
    /// Beyond the years -9999 to 9999.
    pub(in crate::families) fn floor(self, millis: i64, zone: &TimeZone) -> Result<i64, Problem> {
        let out_of_range = || Problem::argument(format!("date [{millis}] is beyond the year 9999"));
        let utc = *zone == TimeZone::UTC;
        match self {
            Rounding::Millis(span) if utc => floor_to(millis, span).ok_or_else(out_of_range),
            Rounding::Day if utc => floor_to(millis, MILLIS_PER_DAY).ok_or_else(out_of_range),
            Rounding::Millis(span) => floor_local(millis, span, zone),
            Rounding::Day | Rounding::Week | Rounding::Months(_) => {
                let date = zone.to_datetime(instant(esql_data::DataType::Date, millis)?).date();
                self.floor_date(date)
                    .and_then(|date| zone.to_timestamp(date.to_datetime(Time::midnight())).ok())
                    .map(Timestamp::as_millisecond)
                    .ok_or_else(out_of_range)
            }
        }
    }

    fn floor_date(self, date: Date) -> Option<Date> {
        match self {
            Rounding::Week => {
                let since_monday = date.weekday().to_monday_zero_offset();
                date.checked_sub(jiff::Span::new().days(since_monday)).ok()
            }
            Rounding::Months(count) => {
                let months = (i32::from(date.year()) - 1) * 12 + i32::from(date.month()) - 1;
                let months = i32::try_from(floor_to(months.into(), count.into())?).ok()?;
                let year = i16::try_from(months.div_euclid(12) + 1).ok()?;
                let month = i8::try_from(months.rem_euclid(12) + 1).ok()?;
                Date::new(year, month, 1).ok()
            }
            Rounding::Day | Rounding::Millis(_) => Some(date),
        }
    }
}

fn floor_to(value: i64, span: i64) -> Option<i64> {
    value.div_euclid(span).checked_mul(span)
}

/// Rounds wall-clock time down to a multiple of `span`. Where the result happened twice, the
/// latest that is not behind the value counts.
fn floor_local(millis: i64, span: i64, zone: &TimeZone) -> Result<i64, Problem> {
    let value = instant(esql_data::DataType::Date, millis)?;
    let out_of_range = || Problem::argument(format!("date [{millis}] is beyond the year 9999"));
    let local = millis + i64::from(zone.to_offset(value).seconds()) * 1000;
    let rounded: Option<DateTime> = floor_to(local, span)
        .and_then(|local| Timestamp::from_millisecond(local).ok())
        .map(|local| TimeZone::UTC.to_datetime(local));
    let rounded = zone.to_ambiguous_timestamp(rounded.ok_or_else(out_of_range)?);
    let instant = match rounded.offset() {
        AmbiguousOffset::Fold { .. } => match rounded.later() {
            Ok(later) if later <= value => Ok(later),
            _ => rounded.earlier(),
        },
        AmbiguousOffset::Gap { .. } | AmbiguousOffset::Unambiguous { .. } => rounded.compatible(),
    };
    instant.map(Timestamp::as_millisecond).map_err(|_| out_of_range())
}

#[cfg(test)]
mod tests {
    use esql_data::date::{millis_to_string, parse_millis};

    use super::*;
    use crate::span::parse_span;

    fn floor(span: &str, date: &str, zone: &TimeZone) -> String {
        let rounding = Rounding::new(&parse_span(span).unwrap()).unwrap();
        millis_to_string(rounding.floor(parse_millis(date).unwrap(), zone).unwrap())
    }

    #[test]
    fn spans() {
        for (span, date, rounded) in [
            ("1 day", "1969-12-31T23:59:59.999Z", "1969-12-31T00:00:00.000Z"),
            ("1 week", "1985-02-24", "1985-02-18T00:00:00.000Z"),
            ("7 days", "1985-07-09", "1985-07-08T00:00:00.000Z"),
            ("14 days", "1970-01-20", "1970-01-15T00:00:00.000Z"),
            ("1 month", "1985-02-18", "1985-02-01T00:00:00.000Z"),
            ("1 quarter", "1985-09-17", "1985-07-01T00:00:00.000Z"),
            ("7 months", "1972-01-12", "1971-07-01T00:00:00.000Z"),
            ("7 months", "1969-11-12", "1969-10-01T00:00:00.000Z"),
            ("7 months", "0000-12-01", "0000-06-01T00:00:00.000Z"),
            ("1 year", "1991-06-26", "1991-01-01T00:00:00.000Z"),
            ("7 years", "1963-01-01", "1961-01-01T00:00:00.000Z"),
            ("240 hours", "1985-02-24", "1985-02-21T00:00:00.000Z"),
            ("5 minutes", "2023-10-23T13:53:55.832Z", "2023-10-23T13:50:00.000Z"),
            ("1 ms", "2023-10-23T13:53:55.832Z", "2023-10-23T13:53:55.832Z"),
        ] {
            assert_eq!(floor(span, date, &TimeZone::UTC), rounded, "{span} of {date}");
        }
    }

    #[test]
    fn zones() {
        let zone = TimeZone::get("Europe/Berlin").unwrap();
        for (span, date, rounded) in [
            ("1 day", "2024-03-31T12:00:00Z", "2024-03-30T23:00:00.000Z"),
            ("1 month", "2024-06-30T23:00:00Z", "2024-06-30T22:00:00.000Z"),
            ("6 hours", "2024-07-01T03:00:00Z", "2024-06-30T22:00:00.000Z"),
            ("1 hour", "2024-10-27T01:30:00Z", "2024-10-27T01:00:00.000Z"),
            ("1 hour", "2024-10-27T00:30:00Z", "2024-10-27T00:00:00.000Z"),
        ] {
            assert_eq!(floor(span, date, &zone), rounded, "{span} of {date}");
        }
    }

    #[test]
    fn spans_that_do_not_round() {
        let period = |years, months, days| {
            Rounding::new(&Value::Period(esql_data::DatePeriod { years, months, days }))
        };
        for (rounding, message) in [
            (period(0, 0, 0), "Zero or negative time interval is not supported"),
            (period(0, -1, 0), "Zero or negative time interval is not supported"),
            (period(0, 1, 1), "Time interval with multiple periods is not supported"),
            (Rounding::new(&Value::Null), "Interval cannot not be null"),
        ] {
            assert_eq!(rounding, Err(message.to_owned()));
        }
    }
}
