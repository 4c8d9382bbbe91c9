//! What pattern letters mean: a pattern as a list of items.

use crate::families::date::field::Field;

/// A piece of a pattern.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Item {
    Literal(String),
    Number(Number),
    /// The last two digits of a year of this field; read, they are in 2000 to 2099.
    TwoDigitYear(Source),
    Text(Text, Style),
    /// Digits of a second: how few and how many.
    Fraction(usize, usize),
    Offset(OffsetForm),
    /// `GMT+8` or `GMT+08:00`.
    LocalizedOffset {
        full: bool,
    },
    ZoneId,
    /// Written always, read if it is there.
    Optional(Vec<Item>),
}

/// A number with its width.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Number {
    pub(super) letter: char,
    pub(super) source: Source,
    pub(super) min: usize,
    pub(super) max: usize,
    pub(super) sign: Sign,
}

/// Where a number comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Source {
    Field(Field),
    Quarter,
    /// The day of the week, Sunday being 1.
    LocalDayOfWeek,
    WeekBasedYear,
    WeekOfWeekBasedYear,
    WeekOfMonth,
    ModifiedJulianDay,
}

/// Whether a number may have a sign.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sign {
    /// A minus.
    Normal,
    /// A minus, and a plus if it is wider than the least width.
    ExceedsPad,
    /// None.
    Never,
}

/// What has names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Text {
    AmPm,
    DayOfWeek,
    Era,
    Month,
    Quarter,
}

/// How long a name is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Style {
    Short,
    Full,
    Narrow,
}

/// How an offset from UTC is spelled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct OffsetForm {
    pub(super) colon: bool,
    /// Minutes only where they are not zero.
    pub(super) short: bool,
    /// Seconds where they are not zero.
    pub(super) seconds: bool,
    /// `Z` for UTC.
    pub(super) zulu: bool,
}

/// The items of `strict_date_optional_time`, with at least `digits` digits of a second.
pub(super) fn iso(digits: usize) -> Vec<Item> {
    let date = compile("uuuu-MM-dd'T'HH:mm:ss.").unwrap_or_default();
    let offset = OffsetForm { colon: true, short: false, seconds: true, zulu: true };
    date.into_iter().chain([Item::Fraction(digits, 9), Item::Offset(offset)]).collect()
}

/// Compiles pattern letters.
///
/// # Errors
/// In Java's words, or the name of what is not supported.
pub(super) fn compile(pattern: &str) -> Result<Vec<Item>, String> {
    let mut open: Vec<Vec<Item>> = vec![Vec::new()];
    let mut letters = pattern.chars().peekable();
    while let Some(letter) = letters.next() {
        let item = match letter {
            'a'..='z' | 'A'..='Z' => {
                let mut count = 1;
                while letters.next_if_eq(&letter).is_some() {
                    count += 1;
                }
                item(letter, count)?
            }
            '\'' => quoted(pattern, &mut letters)?,
            '[' => {
                open.push(Vec::new());
                continue;
            }
            ']' => match (open.pop(), open.is_empty()) {
                (Some(items), false) => Item::Optional(items),
                _ => return Err("Pattern invalid as it contains ] without previous [".to_owned()),
            },
            '{' | '}' | '#' => {
                return Err(format!("Pattern includes reserved character: '{letter}'"));
            }
            other => Item::Literal(other.to_string()),
        };
        if let Some(items) = open.last_mut() {
            items.push(item);
        }
    }
    // What is still open ends with the pattern.
    while open.len() > 1 {
        let items = open.pop().unwrap_or_default();
        if let Some(outer) = open.last_mut() {
            outer.push(Item::Optional(items));
        }
    }
    Ok(open.pop().unwrap_or_default())
}

/// A literal behind its opening quote; two quotes are one.
fn quoted(
    pattern: &str,
    letters: &mut std::iter::Peekable<std::str::Chars<'_>>,
) -> Result<Item, String> {
    let mut text = String::new();
    while let Some(letter) = letters.next() {
        if letter != '\'' {
            text.push(letter);
        } else if letters.next_if_eq(&'\'').is_some() {
            text.push('\'');
        } else {
            return Ok(Item::Literal(if text.is_empty() { "'".to_owned() } else { text }));
        }
    }
    Err(format!("Pattern ends with an incomplete string literal: {pattern}"))
}

fn item(letter: char, count: usize) -> Result<Item, String> {
    let too_many = || Err(format!("Too many pattern letters: {letter}"));
    let number = |source, min, max, sign| Item::Number(Number { letter, source, min, max, sign });
    let plain = |source| number(source, 1, 19, Sign::Normal);
    let padded = |source| number(source, count, count, Sign::Never);
    let field = |field| match count {
        1 => Ok(plain(Source::Field(field))),
        2 => Ok(padded(Source::Field(field))),
        _ => too_many(),
    };
    let year = |source| match count {
        2 => Ok(Item::TwoDigitYear(source)),
        1 | 3 => Ok(number(source, count, 19, Sign::Normal)),
        _ if count <= 19 => Ok(number(source, count, 19, Sign::ExceedsPad)),
        _ => too_many(),
    };
    let text = |text| match count {
        1..=3 => Ok(Item::Text(text, Style::Short)),
        4 => Ok(Item::Text(text, Style::Full)),
        5 => Ok(Item::Text(text, Style::Narrow)),
        _ => too_many(),
    };
    let long = |source| match count {
        1..=19 => Ok(number(source, count, 19, Sign::Never)),
        _ => too_many(),
    };
    match letter {
        'G' => text(Text::Era),
        'u' => year(Source::Field(Field::Year)),
        'y' => year(Source::Field(Field::YearOfEra)),
        'Y' => year(Source::WeekBasedYear),
        'M' | 'L' if count <= 2 => field(Field::MonthOfYear),
        'M' | 'L' => text(Text::Month),
        'Q' | 'q' if count == 1 => Ok(plain(Source::Quarter)),
        'Q' | 'q' if count == 2 => Ok(padded(Source::Quarter)),
        'Q' | 'q' => text(Text::Quarter),
        'w' if count == 1 => Ok(plain(Source::WeekOfWeekBasedYear)),
        'w' if count == 2 => Ok(padded(Source::WeekOfWeekBasedYear)),
        'W' if count == 1 => Ok(plain(Source::WeekOfMonth)),
        'E' => text(Text::DayOfWeek),
        'e' | 'c' if count == 1 => Ok(plain(Source::LocalDayOfWeek)),
        'e' if count == 2 => Ok(padded(Source::LocalDayOfWeek)),
        'c' if count == 2 => Err(format!("Invalid pattern \"{letter}{letter}\"")),
        'e' | 'c' => text(Text::DayOfWeek),
        'D' if count == 1 => Ok(plain(Source::Field(Field::DayOfYear))),
        'D' if count <= 3 => Ok(number(Source::Field(Field::DayOfYear), count, 3, Sign::Never)),
        'd' => field(Field::DayOfMonth),
        'F' if count == 1 => Ok(plain(Source::Field(Field::AlignedWeekOfMonth))),
        'g' if count <= 19 => Ok(number(Source::ModifiedJulianDay, count, 19, Sign::Normal)),
        'a' if count == 1 => Ok(Item::Text(Text::AmPm, Style::Short)),
        'H' => field(Field::HourOfDay),
        'k' => field(Field::ClockHourOfDay),
        'h' => field(Field::ClockHourOfAmPm),
        'K' => field(Field::HourOfAmPm),
        'm' => field(Field::MinuteOfHour),
        's' => field(Field::SecondOfMinute),
        'S' if count <= 9 => Ok(Item::Fraction(count, count)),
        'A' => long(Source::Field(Field::MilliOfDay)),
        'n' => long(Source::Field(Field::NanoOfSecond)),
        'N' => long(Source::Field(Field::NanoOfDay)),
        'X' | 'x' if count <= 5 => Ok(Item::Offset(OffsetForm {
            colon: count == 3 || count == 5,
            short: count == 1,
            seconds: count >= 4,
            zulu: letter == 'X',
        })),
        'Z' if count <= 3 => {
            Ok(Item::Offset(OffsetForm { colon: false, short: false, seconds: false, zulu: false }))
        }
        'Z' if count == 4 => Ok(Item::LocalizedOffset { full: true }),
        'Z' if count == 5 => {
            Ok(Item::Offset(OffsetForm { colon: true, short: false, seconds: true, zulu: true }))
        }
        'O' if count == 1 || count == 4 => Ok(Item::LocalizedOffset { full: count == 4 }),
        'O' => Err("Pattern letter count must be 1 or 4: O".to_owned()),
        'V' if count == 2 => Ok(Item::ZoneId),
        'V' => Err("Pattern letter count must be 2: V".to_owned()),
        'z' | 'v' => {
            Err(format!("pattern letter `{letter}` is not supported: names of time zones"))
        }
        'B' => Err("pattern letter `B` is not supported: names of the times of day".to_owned()),
        'p' => Err("pattern letter `p` is not supported: padding".to_owned()),
        'w' | 'W' | 'D' | 'F' | 'g' | 'a' | 'S' | 'X' | 'x' | 'Z' => too_many(),
        _ => Err(format!("Unknown pattern letter: {letter}")),
    }
}
