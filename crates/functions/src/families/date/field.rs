//! The fields of a date and time, by the names of Java's `ChronoField`.

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::{Offset, TimeZone};

/// A field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Field {
    AlignedDayOfWeekInMonth,
    AlignedDayOfWeekInYear,
    AlignedWeekOfMonth,
    AlignedWeekOfYear,
    AmPmOfDay,
    ClockHourOfAmPm,
    ClockHourOfDay,
    DayOfMonth,
    DayOfWeek,
    DayOfYear,
    EpochDay,
    Era,
    HourOfAmPm,
    HourOfDay,
    InstantSeconds,
    MicroOfDay,
    MicroOfSecond,
    MilliOfDay,
    MilliOfSecond,
    MinuteOfDay,
    MinuteOfHour,
    MonthOfYear,
    NanoOfDay,
    NanoOfSecond,
    OffsetSeconds,
    ProlepticMonth,
    SecondOfDay,
    SecondOfMinute,
    Year,
    YearOfEra,
}

const NAMES: [(&str, Field); 30] = [
    ("aligned_day_of_week_in_month", Field::AlignedDayOfWeekInMonth),
    ("aligned_day_of_week_in_year", Field::AlignedDayOfWeekInYear),
    ("aligned_week_of_month", Field::AlignedWeekOfMonth),
    ("aligned_week_of_year", Field::AlignedWeekOfYear),
    ("ampm_of_day", Field::AmPmOfDay),
    ("clock_hour_of_ampm", Field::ClockHourOfAmPm),
    ("clock_hour_of_day", Field::ClockHourOfDay),
    ("day_of_month", Field::DayOfMonth),
    ("day_of_week", Field::DayOfWeek),
    ("day_of_year", Field::DayOfYear),
    ("epoch_day", Field::EpochDay),
    ("era", Field::Era),
    ("hour_of_ampm", Field::HourOfAmPm),
    ("hour_of_day", Field::HourOfDay),
    ("instant_seconds", Field::InstantSeconds),
    ("micro_of_day", Field::MicroOfDay),
    ("micro_of_second", Field::MicroOfSecond),
    ("milli_of_day", Field::MilliOfDay),
    ("milli_of_second", Field::MilliOfSecond),
    ("minute_of_day", Field::MinuteOfDay),
    ("minute_of_hour", Field::MinuteOfHour),
    ("month_of_year", Field::MonthOfYear),
    ("nano_of_day", Field::NanoOfDay),
    ("nano_of_second", Field::NanoOfSecond),
    ("offset_seconds", Field::OffsetSeconds),
    ("proleptic_month", Field::ProlepticMonth),
    ("second_of_day", Field::SecondOfDay),
    ("second_of_minute", Field::SecondOfMinute),
    ("year", Field::Year),
    ("year_of_era", Field::YearOfEra),
];

impl Field {
    /// The field of a name in any case.
    pub(super) fn find(name: &str) -> Option<Field> {
        NAMES.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, field)| *field)
    }

    /// The field of an instant in a zone.
    pub(super) fn of(self, instant: Timestamp, zone: &TimeZone) -> i64 {
        let offset = zone.to_offset(instant);
        let local = offset.to_datetime(instant);
        match self {
            Field::InstantSeconds => {
                i64::try_from(instant.as_nanosecond().div_euclid(1_000_000_000)).unwrap_or(i64::MAX)
            }
            Field::OffsetSeconds => i64::from(offset.seconds()),
            _ => self.of_local(local),
        }
    }

    /// The field of a wall-clock time; the fields of zones are those of UTC.
    pub(super) fn of_local(self, local: DateTime) -> i64 {
        let (year, month) = (i64::from(local.year()), i64::from(local.month()));
        let (day, day_of_year) = (i64::from(local.day()), i64::from(local.day_of_year()));
        let hour = i64::from(local.hour());
        let minute_of_day = hour * 60 + i64::from(local.minute());
        let second_of_day = minute_of_day * 60 + i64::from(local.second());
        let nano = i64::from(local.subsec_nanosecond());
        let nano_of_day = second_of_day * 1_000_000_000 + nano;
        // Clock hours run from 1 and end where the others begin.
        let clock = |hour: i64, top: i64| if hour == 0 { top } else { hour };
        match self {
            Field::AlignedDayOfWeekInMonth => (day - 1) % 7 + 1,
            Field::AlignedDayOfWeekInYear => (day_of_year - 1) % 7 + 1,
            Field::AlignedWeekOfMonth => (day - 1) / 7 + 1,
            Field::AlignedWeekOfYear => (day_of_year - 1) / 7 + 1,
            Field::AmPmOfDay => hour / 12,
            Field::ClockHourOfAmPm => clock(hour % 12, 12),
            Field::ClockHourOfDay => clock(hour, 24),
            Field::DayOfMonth => day,
            Field::DayOfWeek => i64::from(local.weekday().to_monday_one_offset()),
            Field::DayOfYear => day_of_year,
            Field::EpochDay => Field::utc_seconds(local).div_euclid(86_400),
            Field::Era => i64::from(year > 0),
            Field::HourOfAmPm => hour % 12,
            Field::HourOfDay => hour,
            Field::InstantSeconds => Field::utc_seconds(local),
            Field::MicroOfDay => nano_of_day / 1000,
            Field::MicroOfSecond => nano / 1000,
            Field::MilliOfDay => nano_of_day / 1_000_000,
            Field::MilliOfSecond => nano / 1_000_000,
            Field::MinuteOfDay => minute_of_day,
            Field::MinuteOfHour => i64::from(local.minute()),
            Field::MonthOfYear => month,
            Field::NanoOfDay => nano_of_day,
            Field::NanoOfSecond => nano,
            Field::OffsetSeconds => 0,
            Field::ProlepticMonth => year * 12 + month - 1,
            Field::SecondOfDay => second_of_day,
            Field::SecondOfMinute => i64::from(local.second()),
            Field::Year => year,
            Field::YearOfEra => {
                if year > 0 {
                    year
                } else {
                    1 - year
                }
            }
        }
    }

    fn utc_seconds(local: DateTime) -> i64 {
        // Only at the very ends of the calendar is there no such instant.
        Offset::UTC.to_timestamp(local).map_or(0, |instant| {
            i64::try_from(instant.as_nanosecond().div_euclid(1_000_000_000)).unwrap_or(0)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields() {
        let instant: Timestamp = "2022-05-06T15:47:08.123456789Z".parse().unwrap();
        for (name, value) in [
            ("ALIGNED_DAY_OF_WEEK_IN_MONTH", 6),
            ("aligned_day_of_week_in_year", 7),
            ("aligned_week_of_month", 1),
            ("aligned_week_of_year", 18),
            ("ampm_of_day", 1),
            ("clock_hour_of_ampm", 3),
            ("clock_hour_of_day", 15),
            ("day_of_week", 5),
            ("day_of_year", 126),
            ("epoch_day", 19_118),
            ("era", 1),
            ("instant_seconds", 1_651_852_028),
            ("micro_of_day", 56_828_123_456),
            ("milli_of_second", 123),
            ("minute_of_day", 947),
            ("nano_of_second", 123_456_789),
            ("offset_seconds", 0),
            ("proleptic_month", 24_268),
            ("year_of_era", 2022),
        ] {
            let field = Field::find(name).unwrap();
            assert_eq!(field.of(instant, &TimeZone::UTC), value, "{name}");
        }
        let berlin = TimeZone::get("Europe/Berlin").unwrap();
        assert_eq!(Field::HourOfDay.of(instant, &berlin), 17);
        assert_eq!(Field::OffsetSeconds.of(instant, &berlin), 7200);
        assert_eq!(Field::find("week"), None);
    }
}
