//! Reading a text by the items of a pattern, as strictly as Java's strict resolver.
//!
//! What is missing is filled in as Elasticsearch does: no year is 1970, no month January, no day
//! the first, no hour midnight.

use jiff::Timestamp;
use jiff::civil::{Date, Time};
use jiff::tz::{Offset, TimeZone};

use super::item::{Item, Number, OffsetForm, Sign, Source, Style, Text};
use crate::families::date::field::Field;
use crate::families::date::names::{DAYS, MONTHS};

/// Checks that the items can be read.
///
/// # Errors
/// The letter that cannot.
pub(super) fn check(items: &[Item]) -> Result<(), String> {
    let (mut half_hours, mut am_pm) = (false, false);
    check_letters(items, &mut half_hours, &mut am_pm)?;
    if half_hours && !am_pm {
        return Err(
            "pattern letters `h` and `K` are not supported for reading without `a`".to_owned()
        );
    }
    Ok(())
}

fn check_letters(items: &[Item], half_hours: &mut bool, am_pm: &mut bool) -> Result<(), String> {
    let refuse = |letter| Err(format!("pattern letter `{letter}` is not supported for reading"));
    for item in items {
        match item {
            Item::Number(Number { letter, source, .. }) => match source {
                Source::Field(Field::ClockHourOfAmPm | Field::HourOfAmPm) => *half_hours = true,
                Source::Field(
                    Field::Year
                    | Field::YearOfEra
                    | Field::MonthOfYear
                    | Field::DayOfMonth
                    | Field::DayOfYear
                    | Field::HourOfDay
                    | Field::ClockHourOfDay
                    | Field::MinuteOfHour
                    | Field::SecondOfMinute
                    | Field::NanoOfSecond,
                ) => {}
                _ => return refuse(*letter),
            },
            Item::TwoDigitYear(Source::WeekBasedYear) => return refuse('Y'),
            Item::Text(Text::AmPm, _) => *am_pm = true,
            Item::Text(Text::Quarter, _) => return refuse('Q'),
            Item::Text(Text::Era, _) => return refuse('G'),
            Item::Text(Text::Month | Text::DayOfWeek, Style::Narrow) => {
                return Err("narrow names are not supported for reading".to_owned());
            }
            Item::LocalizedOffset { .. } => return refuse('O'),
            Item::Optional(items) => check_letters(items, half_hours, am_pm)?,
            Item::Literal(_)
            | Item::TwoDigitYear(_)
            | Item::Text(Text::Month | Text::DayOfWeek, _)
            | Item::Fraction(..)
            | Item::Offset(_)
            | Item::ZoneId => {}
        }
    }
    Ok(())
}

/// The instant that a text means; without a zone it is in `zone`.
pub(super) fn read(items: &[Item], text: &str, zone: &TimeZone) -> Option<Timestamp> {
    let mut parsed = Parsed::default();
    let rest = parsed.all(items, text)?;
    if rest.is_empty() { parsed.resolve(zone) } else { None }
}

/// What was read so far.
#[derive(Clone, Default)]
struct Parsed {
    year: Option<i64>,
    month: Option<i64>,
    day: Option<i64>,
    day_of_year: Option<i64>,
    /// From Monday, which is 1.
    day_of_week: Option<i64>,
    hour: Option<i64>,
    /// The hour within half a day.
    half_hour: Option<i64>,
    afternoon: Option<bool>,
    minute: Option<i64>,
    second: Option<i64>,
    nano: Option<i64>,
    zone: Option<TimeZone>,
}

impl Parsed {
    /// Reads all items in front of `text`, and gives the rest.
    fn all<'t>(&mut self, items: &[Item], mut text: &'t str) -> Option<&'t str> {
        for (at, item) in items.iter().enumerate() {
            text = match item {
                Item::Literal(literal) => text.strip_prefix(literal.as_str())?,
                Item::Number(number) => {
                    let (value, rest) = digits(*number, reserved(&items[at + 1..]), text)?;
                    self.set(number.source, value)?;
                    rest
                }
                Item::TwoDigitYear(source) => {
                    let digits = text.get(..2).filter(|it| is_digits(it))?;
                    self.set(*source, 2000 + digits.parse::<i64>().ok()?)?;
                    &text[2..]
                }
                Item::Text(kind, style) => self.text(*kind, *style, text)?,
                Item::Fraction(min, max) => {
                    let count = text.bytes().take_while(u8::is_ascii_digit).count().min(*max);
                    let digits = text.get(..count).filter(|_| count >= *min)?;
                    self.nano = Some(format!("{digits:0<9}").parse().ok()?);
                    &text[count..]
                }
                Item::Offset(form) => self.offset(*form, text)?,
                Item::ZoneId => self.zone_id(text)?,
                Item::Optional(items) => {
                    let mut attempt = self.clone();
                    match attempt.all(items, text) {
                        Some(rest) => {
                            *self = attempt;
                            rest
                        }
                        None => text,
                    }
                }
                // `check` refuses these.
                Item::LocalizedOffset { .. } => return None,
            };
        }
        Some(text)
    }

    /// Keeps a number; two different values of one field do not go together.
    fn set(&mut self, source: Source, value: i64) -> Option<()> {
        let Source::Field(field) = source else { return None };
        let (place, range, kept) = match field {
            Field::Year => (&mut self.year, i64::MIN..=i64::MAX, value),
            Field::YearOfEra => (&mut self.year, 1..=i64::MAX, value),
            Field::MonthOfYear => (&mut self.month, 1..=12, value),
            Field::DayOfMonth => (&mut self.day, 1..=31, value),
            Field::DayOfYear => (&mut self.day_of_year, 1..=366, value),
            Field::HourOfDay => (&mut self.hour, 0..=23, value),
            Field::ClockHourOfDay => (&mut self.hour, 1..=24, value % 24),
            Field::HourOfAmPm => (&mut self.half_hour, 0..=11, value),
            Field::ClockHourOfAmPm => (&mut self.half_hour, 1..=12, value % 12),
            Field::MinuteOfHour => (&mut self.minute, 0..=59, value),
            Field::SecondOfMinute => (&mut self.second, 0..=59, value),
            Field::NanoOfSecond => (&mut self.nano, 0..=999_999_999, value),
            _ => return None,
        };
        let fits = range.contains(&value) && place.is_none_or(|before| before == kept);
        fits.then(|| *place = Some(kept))
    }

    fn text<'t>(&mut self, kind: Text, style: Style, text: &'t str) -> Option<&'t str> {
        let length = if style == Style::Full { usize::MAX } else { 3 };
        let find = |names: &[&'static str]| {
            names.iter().zip(1i64..).find_map(|(name, number)| {
                let name = name.get(..length).unwrap_or(name);
                text.strip_prefix(name).map(|rest| (number, rest))
            })
        };
        let (number, rest) = match kind {
            Text::AmPm => find(&["AM", "PM"])?,
            Text::Month => find(&MONTHS)?,
            Text::DayOfWeek => find(&DAYS)?,
            Text::Era | Text::Quarter => return None,
        };
        match kind {
            Text::AmPm => self.afternoon = Some(number == 2),
            Text::DayOfWeek => self.day_of_week = Some(number),
            _ => self.set(Source::Field(Field::MonthOfYear), number)?,
        }
        Some(rest)
    }

    fn offset<'t>(&mut self, form: OffsetForm, text: &'t str) -> Option<&'t str> {
        if form.zulu
            && let Some(rest) = text.strip_prefix('Z')
        {
            self.zone = Some(TimeZone::UTC);
            return Some(rest);
        }
        let sign = match text.as_bytes().first()? {
            b'+' => 1,
            b'-' => -1,
            _ => return None,
        };
        let (hours, mut rest) = two_digits(&text[1..])?;
        let part = |rest: &'t str| {
            let rest = if form.colon { rest.strip_prefix(':')? } else { rest };
            two_digits(rest).filter(|(value, _)| *value < 60)
        };
        let (mut minutes, mut seconds) = (0, 0);
        match part(rest) {
            Some((value, behind)) => (minutes, rest) = (value, behind),
            None if form.short => {}
            None => return None,
        }
        if form.seconds
            && let Some((value, behind)) = part(rest)
        {
            (seconds, rest) = (value, behind);
        }
        let total = hours * 3600 + minutes * 60 + seconds;
        if total > 18 * 3600 {
            return None;
        }
        self.zone = Some(Offset::from_seconds(sign * total).ok()?.to_time_zone());
        Some(rest)
    }

    fn zone_id<'t>(&mut self, text: &'t str) -> Option<&'t str> {
        if text.starts_with(['+', '-']) {
            let form = OffsetForm { colon: true, short: true, seconds: true, zulu: false };
            return self.offset(form, text);
        }
        let belongs = |byte: &u8| byte.is_ascii_alphanumeric() || b"/_+-~".contains(byte);
        let (name, rest) = text.split_at(text.bytes().take_while(|byte| belongs(byte)).count());
        self.zone = Some(match name {
            "Z" | "UTC" | "GMT" | "UT" => TimeZone::UTC,
            _ => TimeZone::get(name).ok()?,
        });
        Some(rest)
    }

    fn resolve(&self, zone: &TimeZone) -> Option<Timestamp> {
        let date = self.date()?;
        if let Some(day) = self.day_of_week
            && i64::from(date.weekday().to_monday_one_offset()) != day
        {
            return None;
        }
        let local = date.to_datetime(self.time()?);
        self.zone.as_ref().unwrap_or(zone).to_timestamp(local).ok()
    }

    fn date(&self) -> Option<Date> {
        let year = i16::try_from(self.year.unwrap_or(1970)).ok()?;
        let first = Date::new(year, 1, 1).ok()?;
        match (self.month, self.day, self.day_of_year) {
            (Some(month), day, _) => {
                let day = i8::try_from(day.unwrap_or(1)).ok()?;
                Date::new(year, i8::try_from(month).ok()?, day).ok()
            }
            (None, _, Some(day)) if self.year.is_some() => {
                let day = i16::try_from(day).ok()?;
                (day <= first.days_in_year()).then(|| first.checked_add(days(day - 1)).ok())?
            }
            // With a time the date may be missing altogether.
            (None, ..) if self.year.is_some() || self.hour_of_day().is_some() => Some(first),
            (None, ..) => None,
        }
    }

    fn hour_of_day(&self) -> Option<i64> {
        let half = || Some(self.half_hour? + if self.afternoon? { 12 } else { 0 });
        self.hour.or_else(half)
    }

    fn time(&self) -> Option<Time> {
        let Some(hour) = self.hour_of_day() else { return Some(Time::midnight()) };
        // Without the parts in between, smaller parts do not make a time.
        let broken = self.minute.is_none() && (self.second.or(self.nano)).is_some()
            || self.second.is_none() && self.nano.is_some();
        if broken {
            return Some(Time::midnight());
        }
        let part = |value: Option<i64>| i8::try_from(value.unwrap_or(0)).ok();
        let nano = i32::try_from(self.nano.unwrap_or(0)).ok()?;
        Time::new(i8::try_from(hour).ok()?, part(self.minute)?, part(self.second)?, nano).ok()
    }
}

fn days(count: i16) -> jiff::Span {
    jiff::Span::new().days(i64::from(count))
}

fn is_digits(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit())
}

fn two_digits(text: &str) -> Option<(i32, &str)> {
    let digits = text.get(..2).filter(|it| is_digits(it))?;
    Some((digits.parse().ok()?, &text[2..]))
}

/// How many digits the fixed-width items right behind a number need for themselves.
fn reserved(behind: &[Item]) -> usize {
    behind
        .iter()
        .map_while(|item| match item {
            Item::Number(Number { min, max, sign: Sign::Never, .. }) if min == max => Some(*min),
            Item::TwoDigitYear(_) => Some(2),
            Item::Fraction(min, max) if min == max => Some(*min),
            _ => None,
        })
        .sum()
}

/// Reads a number, leaving `reserved` digits for what follows.
fn digits(number: Number, reserved: usize, text: &str) -> Option<(i64, &str)> {
    let Number { min, max, sign, .. } = number;
    let (sign_seen, unsigned) = match text.as_bytes().first() {
        Some(b'-') if sign != Sign::Never => (Some('-'), &text[1..]),
        Some(b'+') if sign == Sign::ExceedsPad => (Some('+'), &text[1..]),
        _ => (None, text),
    };
    let found = unsigned.bytes().take_while(u8::is_ascii_digit).count();
    let count = if min == max {
        max
    } else {
        found.min(max + reserved).saturating_sub(reserved).max(min).min(max)
    };
    if found < count || count < min {
        return None;
    }
    let value: i64 = unsigned[..count].parse().ok()?;
    // A plus belongs to numbers that are wider than usual, and to no others.
    let wide = sign == Sign::ExceedsPad && count > min;
    match sign_seen {
        None if wide => None,
        Some('+') if !wide => None,
        Some('-') if value == 0 => None,
        Some('-') => Some((-value, &unsigned[count..])),
        _ => Some((value, &unsigned[count..])),
    }
}
