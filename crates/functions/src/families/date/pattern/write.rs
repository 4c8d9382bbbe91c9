//! Writing an instant by the items of a pattern.

use std::fmt::Write as _;

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::{Offset, TimeZone};

use super::item::{Item, Number, OffsetForm, Sign, Source, Style, Text};
use crate::families::date::field::Field;
use crate::families::date::names::{DAYS, MONTHS};

/// The text of an instant in a zone.
pub(super) fn write(items: &[Item], instant: Timestamp, zone: &TimeZone) -> String {
    let offset = zone.to_offset(instant);
    let mut writer =
        Writer { local: offset.to_datetime(instant), offset, zone, out: String::new() };
    writer.all(items);
    writer.out
}

struct Writer<'a> {
    local: DateTime,
    offset: Offset,
    zone: &'a TimeZone,
    out: String,
}

impl Writer<'_> {
    fn all(&mut self, items: &[Item]) {
        for item in items {
            self.item(item);
        }
    }

    // Writing to a String cannot fail, here and below.
    fn item(&mut self, item: &Item) {
        match item {
            Item::Literal(text) => self.out.push_str(text),
            Item::Number(number) => self.number(*number),
            Item::TwoDigitYear(source) => {
                let _ = write!(self.out, "{:02}", number_of(*source, self.local).rem_euclid(100));
            }
            Item::Text(text, style) => self.text(*text, *style),
            Item::Fraction(min, max) => {
                let digits = format!("{:09}", self.local.subsec_nanosecond());
                let kept = digits[..*max].trim_end_matches('0').len().max(*min);
                self.out.push_str(&digits[..kept]);
            }
            Item::Offset(form) => self.offset(*form),
            Item::LocalizedOffset { full } => self.localized_offset(*full),
            Item::ZoneId => self.zone_id(),
            Item::Optional(items) => self.all(items),
        }
    }

    fn number(&mut self, Number { source, min, sign, .. }: Number) {
        let value = number_of(source, self.local);
        let digits = value.unsigned_abs().to_string();
        match sign {
            _ if value < 0 => self.out.push('-'),
            Sign::ExceedsPad if digits.len() > min => self.out.push('+'),
            _ => {}
        }
        let _ = write!(self.out, "{digits:0>min$}");
    }

    fn text(&mut self, text: Text, style: Style) {
        let name = match text {
            Text::AmPm => ["AM", "PM"][usize::from(self.local.hour() >= 12)],
            Text::Era => match (style, self.local.year() > 0) {
                (Style::Short, true) => "AD",
                (Style::Short, false) => "BC",
                (Style::Full, true) => "Anno Domini",
                (Style::Full, false) => "Before Christ",
                (Style::Narrow, true) => "A",
                (Style::Narrow, false) => "B",
            },
            Text::Month => shorten(&MONTHS, i64::from(self.local.month()), style),
            Text::DayOfWeek => {
                shorten(&DAYS, i64::from(self.local.weekday().to_monday_one_offset()), style)
            }
            Text::Quarter => {
                let at = usize::try_from((self.local.month() - 1) / 3).unwrap_or(0);
                match style {
                    Style::Short => ["Q1", "Q2", "Q3", "Q4"][at],
                    Style::Full => ["1st quarter", "2nd quarter", "3rd quarter", "4th quarter"][at],
                    Style::Narrow => ["1", "2", "3", "4"][at],
                }
            }
        };
        self.out.push_str(name);
    }

    fn offset(&mut self, form: OffsetForm) {
        let seconds = self.offset.seconds();
        if seconds == 0 && form.zulu {
            self.out.push('Z');
            return;
        }
        let sign = if seconds < 0 { '-' } else { '+' };
        let total = seconds.unsigned_abs();
        let (hours, minutes, seconds) = (total / 3600, total / 60 % 60, total % 60);
        let colon = if form.colon { ":" } else { "" };
        let _ = write!(self.out, "{sign}{hours:02}");
        if !form.short || minutes != 0 {
            let _ = write!(self.out, "{colon}{minutes:02}");
        }
        if form.seconds && seconds != 0 {
            let _ = write!(self.out, "{colon}{seconds:02}");
        }
    }

    fn localized_offset(&mut self, full: bool) {
        self.out.push_str("GMT");
        let seconds = self.offset.seconds();
        if seconds == 0 {
            return;
        }
        let sign = if seconds < 0 { '-' } else { '+' };
        let total = seconds.unsigned_abs();
        let (hours, minutes, seconds) = (total / 3600, total / 60 % 60, total % 60);
        let width = if full { 2 } else { 1 };
        let _ = write!(self.out, "{sign}{hours:0width$}");
        if full || minutes != 0 || seconds != 0 {
            let _ = write!(self.out, ":{minutes:02}");
        }
        if seconds != 0 {
            let _ = write!(self.out, ":{seconds:02}");
        }
    }

    fn zone_id(&mut self) {
        match self.zone.iana_name() {
            Some(name) if *self.zone != TimeZone::UTC => self.out.push_str(name),
            _ => self.offset(OffsetForm { colon: true, short: false, seconds: true, zulu: true }),
        }
    }
}

/// The name at `number`, from 1, in a style.
fn shorten(names: &[&'static str], number: i64, style: Style) -> &'static str {
    let at = usize::try_from(number - 1).unwrap_or(0);
    let name = names.get(at).copied().unwrap_or_default();
    match style {
        Style::Full => name,
        Style::Short => &name[..3],
        Style::Narrow => &name[..1],
    }
}

/// The number of a wall-clock time.
fn number_of(source: Source, local: DateTime) -> i64 {
    let day_of_year = i64::from(local.day_of_year());
    let day_of_week = i64::from(local.weekday().to_sunday_one_offset());
    match source {
        Source::Field(field) => field.of_local(local),
        Source::Quarter => i64::from((local.month() - 1) / 3) + 1,
        Source::LocalDayOfWeek => day_of_week,
        Source::WeekOfMonth => week(local.day().into(), day_of_week),
        Source::WeekBasedYear => week_date(local, day_of_year, day_of_week).0,
        Source::WeekOfWeekBasedYear => week_date(local, day_of_year, day_of_week).1,
        // November 17th, 1858.
        Source::ModifiedJulianDay => Field::EpochDay.of_local(local) + 40_587,
    }
}

/// The week of a day, counting from 1 the weeks from Sunday that have a day in the period.
fn week(day: i64, day_of_week: i64) -> i64 {
    let first = (day_of_week - day).rem_euclid(7);
    (day - 1 + first) / 7 + 1
}

/// The week-based year and the week in it: the week of January 1st already is of the new year.
fn week_date(local: DateTime, day_of_year: i64, day_of_week: i64) -> (i64, i64) {
    let year = i64::from(local.year());
    let days_left = i64::from(local.date().days_in_year()) - day_of_year;
    if days_left < 7 - day_of_week { (year + 1, 1) } else { (year, week(day_of_year, day_of_week)) }
}
