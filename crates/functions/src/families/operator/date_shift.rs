//! A date moved by a time span.
//!
//! Source: the Elasticsearch reference, "Time spans", and `java.time`: a period is added on the
//! calendar of the zone, first its years and months (a day that the month does not have becomes
//! its last), then its days; a duration is added on the time line. A local time that the zone
//! skips moves on by the gap; one that it has twice keeps its offset if it can.
//!
//! Elasticsearch's dates reach far beyond the years that `jiff` knows, so the calendar is counted
//! here, and only the zone's rules come from `jiff`.

use esql_data::{DataType, Long, Problem, Value};
use jiff::Timestamp;
use jiff::tz::{AmbiguousOffset, Offset, TimeZone};

use crate::families::operator::arithmetic::overflow;
use crate::{ArgError, CallSite, Evaluate, typed};

const NANOS_PER_MILLI: i128 = 1_000_000;
const NANOS_PER_SECOND: i128 = 1_000_000_000;
const NANOS_PER_DAY: i128 = 86_400 * NANOS_PER_SECOND;

/// The years of `java.time`.
const MAX_YEAR: i64 = 999_999_999;
/// The first and last day of `java.time`, from 1970-01-01.
const DAYS: std::ops::RangeInclusive<i64> = -365_243_219_162..=365_241_780_471;

/// Which way a date moves.
#[derive(Clone, Copy)]
pub(super) enum Direction {
    Later,
    Earlier,
}

/// A span with its direction.
#[derive(Clone, Copy, Debug)]
enum Shift {
    Calendar { months: i64, days: i64 },
    Nanos(i128),
}

/// Makes the shift of argument `date` by the constant argument `span` ready.
pub(super) fn prepare(
    site: &CallSite<'_>,
    date: usize,
    span: usize,
    direction: Direction,
) -> Result<Box<dyn Evaluate>, ArgError> {
    let Some(shift) = Shift::new(site.constant(span)?, span, direction)? else {
        return Ok(Box::new(|cx: &mut crate::EvalCx<'_>, _: &[esql_data::Column]| {
            esql_data::Column::null(cx.ret, cx.rows)
        }));
    };
    let nanos = site.ret == DataType::DateNanos;
    Ok(Box::new(move |cx: &mut crate::EvalCx<'_>, args: &[esql_data::Column]| {
        let zone = cx.session.zone.clone();
        let moved =
            |value| if nanos { shift.nanos(value, &zone) } else { shift.millis(value, &zone) };
        typed::unary::<Long, Long, _>(cx, &args[date..=date], moved)
    }))
}

impl Shift {
    /// The shift by a constant; none if the constant is null.
    fn new(span: &Value, at: usize, direction: Direction) -> Result<Option<Shift>, ArgError> {
        let sign = match direction {
            Direction::Later => 1,
            Direction::Earlier => -1,
        };
        Ok(Some(match span {
            Value::Null => return Ok(None),
            Value::Period(period) => Shift::Calendar {
                months: sign * (i64::from(period.years) * 12 + i64::from(period.months)),
                days: sign * i64::from(period.days),
            },
            Value::Duration(duration) => Shift::Nanos(i128::from(sign) * duration.as_nanos()),
            _ => return Err(ArgError { at, message: "argument must be a time span".into() }),
        }))
    }

    fn millis(self, millis: i64, zone: &TimeZone) -> Result<i64, Problem> {
        let moved = self.apply(i128::from(millis) * NANOS_PER_MILLI, zone)?;
        i64::try_from(moved.div_euclid(NANOS_PER_MILLI)).map_err(|_| overflow("long"))
    }

    fn nanos(self, nanos: i64, zone: &TimeZone) -> Result<i64, Problem> {
        let moved = self.apply(i128::from(nanos), zone)?;
        match i64::try_from(moved) {
            Ok(moved) if moved >= 0 => Ok(moved),
            _ => Err(date_time_problem(
                "Date nanos out of range.  Must be between 1970-01-01T00:00:00Z and \
                 2262-04-11T23:47:16.854775807"
                    .into(),
            )),
        }
    }

    /// Moves an instant, both in nanoseconds since 1970 UTC.
    fn apply(self, instant: i128, zone: &TimeZone) -> Result<i128, Problem> {
        match self {
            Shift::Nanos(nanos) => Ok(instant + nanos),
            Shift::Calendar { months, days } => {
                let mut moved = instant;
                if months != 0 {
                    moved = on_calendar(moved, zone, |day| plus_months(day, months))?;
                }
                if days != 0 {
                    moved = on_calendar(moved, zone, |day| checked_day(day.saturating_add(days)))?;
                }
                Ok(moved)
            }
        }
    }
}

/// Moves the local day of an instant; the time of day stays.
fn on_calendar(
    instant: i128,
    zone: &TimeZone,
    move_day: impl FnOnce(i64) -> Result<i64, Problem>,
) -> Result<i128, Problem> {
    let offset = offset_at(instant, zone);
    let local = instant + i128::from(offset.seconds()) * NANOS_PER_SECOND;
    let day = i64::try_from(local.div_euclid(NANOS_PER_DAY)).map_err(|_| overflow("long"))?;
    let moved = i128::from(move_day(day)?) * NANOS_PER_DAY + local.rem_euclid(NANOS_PER_DAY);
    let offset = local_offset(moved, offset, zone);
    Ok(moved - i128::from(offset.seconds()) * NANOS_PER_SECOND)
}

/// The offset at an instant; beyond the years of `jiff` the last one that it knows.
fn offset_at(instant: i128, zone: &TimeZone) -> Offset {
    let (min, max) = (Timestamp::MIN.as_nanosecond(), Timestamp::MAX.as_nanosecond());
    match Timestamp::from_nanosecond(instant.clamp(min, max)) {
        Ok(timestamp) => zone.to_offset(timestamp),
        Err(_) => Offset::UTC,
    }
}

/// The offset of a local time.
fn local_offset(local: i128, before: Offset, zone: &TimeZone) -> Offset {
    if let Ok(fixed) = zone.to_fixed_offset() {
        return fixed;
    }
    let Ok(as_utc) = Timestamp::from_nanosecond(local) else { return offset_at(local, zone) };
    match zone.to_ambiguous_timestamp(Offset::UTC.to_datetime(as_utc)).offset() {
        AmbiguousOffset::Unambiguous { offset } => offset,
        AmbiguousOffset::Gap { before, .. } => before,
        AmbiguousOffset::Fold { after, .. } if after == before => after,
        AmbiguousOffset::Fold { before, .. } => before,
    }
}

fn plus_months(day: i64, months: i64) -> Result<i64, Problem> {
    let (year, month, day) = civil_from_days(day);
    let total = year * 12 + (month - 1) + months;
    let (year, month) = (total.div_euclid(12), total.rem_euclid(12) + 1);
    if !(-MAX_YEAR..=MAX_YEAR).contains(&year) {
        return Err(date_time_problem(format!(
            "Invalid value for Year (valid values -{MAX_YEAR} - {MAX_YEAR}): {year}"
        )));
    }
    Ok(days_from_civil(year, month, day.min(days_in_month(year, month))))
}

fn checked_day(day: i64) -> Result<i64, Problem> {
    if DAYS.contains(&day) {
        return Ok(day);
    }
    let (first, last) = (DAYS.start(), DAYS.end());
    Err(date_time_problem(format!(
        "Invalid value for EpochDay (valid values {first} - {last}): {day}"
    )))
}

fn date_time_problem(message: String) -> Problem {
    Problem { class: "java.time.DateTimeException", message }
}

fn days_in_month(year: i64, month: i64) -> i64 {
    match month {
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Days since 1970-01-01 of a date in the Gregorian calendar. The year is counted from March, so
/// that the leap day is its last; 400 years have 146,097 days, and 719,468 days lie between
/// 0000-03-01 and 1970-01-01.
fn days_from_civil(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let (era, year_of_era) = (year.div_euclid(400), year.rem_euclid(400));
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    era * 146_097 + day_of_era - 719_468
}

/// The inverse of [`days_from_civil`]: year, month, day.
fn civil_from_days(days: i64) -> (i64, i64, i64) {
    let days = days + 719_468;
    let (era, day_of_era) = (days.div_euclid(146_097), days.rem_euclid(146_097));
    let year_of_era =
        (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_from_march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
    let month = (month_from_march + 2) % 12 + 1;
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    (year, month, day)
}

#[cfg(test)]
mod tests {
    use esql_data::{DatePeriod, date};
    use jiff::SignedDuration;

    use super::*;

    fn period(years: i32, months: i32, days: i32) -> Value {
        Value::Period(DatePeriod { years, months, days })
    }

    fn shifted(
        from: &str,
        span: &Value,
        direction: Direction,
        zone: &str,
    ) -> Result<String, Problem> {
        let shift = Shift::new(span, 1, direction).unwrap().unwrap();
        let zone = TimeZone::get(zone).unwrap();
        shift.millis(date::parse_millis(from).unwrap(), &zone).map(date::millis_to_string)
    }

    #[test]
    fn calendar_and_time_line() {
        use Direction::{Earlier, Later};
        for (from, span, direction, zone, to) in [
            ("1953-04-04T00:00:00Z", period(4, 3, 15), Later, "UTC", "1957-07-19T00:00:00.000Z"),
            ("1957-07-19T00:00:00Z", period(4, 3, 15), Earlier, "UTC", "1953-04-04T00:00:00.000Z"),
            ("2024-02-29T10:00:00Z", period(1, 0, 0), Later, "UTC", "2025-02-28T10:00:00.000Z"),
            ("2026-03-31T00:00:00Z", period(0, 1, 0), Earlier, "UTC", "2026-02-28T00:00:00.000Z"),
            ("1969-12-31T23:59:59.999Z", period(0, 0, 1), Later, "UTC", "1970-01-01T23:59:59.999Z"),
            // Clocks go forward in the night to 29 March 2026: 02:30 becomes 03:30.
            (
                "2026-03-28T01:30:00Z",
                period(0, 0, 1),
                Later,
                "Europe/Paris",
                "2026-03-29T01:30:00.000Z",
            ),
            (
                "2026-03-28T12:00:00Z",
                period(0, 0, 1),
                Later,
                "Europe/Paris",
                "2026-03-29T11:00:00.000Z",
            ),
            // Back on 25 October: 02:30 comes twice, the offset of before is kept.
            (
                "2026-10-24T00:30:00Z",
                period(0, 0, 1),
                Later,
                "Europe/Paris",
                "2026-10-25T00:30:00.000Z",
            ),
            (
                "2026-10-26T01:30:00Z",
                period(0, 0, 1),
                Earlier,
                "Europe/Paris",
                "2026-10-25T01:30:00.000Z",
            ),
            (
                "2026-03-28T12:00:00Z",
                Value::Duration(SignedDuration::from_hours(24)),
                Later,
                "Europe/Paris",
                "2026-03-29T12:00:00.000Z",
            ),
        ] {
            assert_eq!(
                shifted(from, &span, direction, zone).unwrap(),
                to,
                "{from} {span:?} {zone}"
            );
        }
    }

    #[test]
    fn out_of_range() {
        let message =
            |from, span| shifted(from, &span, Direction::Later, "UTC").unwrap_err().message;
        assert_eq!(
            message("1970-01-01", period(i32::MAX, 0, 0)),
            "Invalid value for Year (valid values -999999999 - 999999999): 2147485617"
        );
        assert_eq!(message("1970-01-01", period(999_000_000, 0, 0)), "long overflow");
        let shift = Shift::new(&period(0, 0, 1), 1, Direction::Earlier).unwrap().unwrap();
        assert!(shift.nanos(1, &TimeZone::UTC).is_err());
    }

    #[test]
    fn days_and_dates() {
        for day in (-800_000..800_000).step_by(37) {
            let (year, month, of_month) = civil_from_days(day);
            assert_eq!(days_from_civil(year, month, of_month), day);
            let jiff = jiff::civil::Date::new(year as i16, month as i8, of_month as i8).unwrap();
            let epoch = jiff::civil::date(1970, 1, 1);
            assert_eq!(i64::from((jiff - epoch).get_days()), day);
        }
    }
}
