//! Time spans: the units of `1 month` and `5 minutes`, and spans written as strings.
//!
//! Source: the Elasticsearch reference, "ES|QL time spans". Years to days make a date period,
//! hours to milliseconds a time duration.

use esql_data::{DatePeriod, Value};
use jiff::SignedDuration;

/// A unit, already counted in what the two kinds of span are made of.
#[derive(Clone, Copy)]
enum Unit {
    Years(i64),
    Months(i64),
    Days(i64),
    Millis(i64),
}

/// The unit that a word or abbreviation means, in any case.
fn unit(word: &str) -> Option<Unit> {
    Some(match word.to_ascii_lowercase().as_str() {
        "year" | "years" | "yr" | "y" => Unit::Years(1),
        "quarter" | "quarters" | "q" => Unit::Months(3),
        "month" | "months" | "mo" => Unit::Months(1),
        "week" | "weeks" | "w" => Unit::Days(7),
        "day" | "days" | "d" => Unit::Days(1),
        "hour" | "hours" | "h" => Unit::Millis(3_600_000),
        "minute" | "minutes" | "min" | "m" => Unit::Millis(60_000),
        "second" | "seconds" | "sec" | "s" => Unit::Millis(1000),
        "millisecond" | "milliseconds" | "ms" => Unit::Millis(1),
        _ => return None,
    })
}

/// The value of the literal `amount unit`: a [`Value::Period`] or a [`Value::Duration`]; `None`
/// if there is no such unit or the amount is too large.
#[must_use]
pub fn span_literal(amount: i64, word: &str) -> Option<Value> {
    let counted = |each: i64| i32::try_from(amount.checked_mul(each)?).ok();
    let none = DatePeriod::default();
    Some(match unit(word)? {
        Unit::Years(each) => Value::Period(DatePeriod { years: counted(each)?, ..none }),
        Unit::Months(each) => Value::Period(DatePeriod { months: counted(each)?, ..none }),
        Unit::Days(each) => Value::Period(DatePeriod { days: counted(each)?, ..none }),
        Unit::Millis(each) => {
            Value::Duration(SignedDuration::from_millis(amount.checked_mul(each)?))
        }
    })
}

/// The span that a string such as `3 days` or `240 hours` means, of either kind.
#[must_use]
pub fn parse_span(text: &str) -> Option<Value> {
    let mut parts = text.trim().split(' ').filter(|part| !part.is_empty());
    let (amount, word) = (parts.next()?, parts.next()?);
    let amount: i32 = amount.parse().ok()?;
    if parts.next().is_some() { None } else { span_literal(amount.into(), word) }
}

/// The date period that a string such as `3 days` means.
#[must_use]
pub fn parse_date_period(text: &str) -> Option<DatePeriod> {
    match parse_span(text)? {
        Value::Period(period) => Some(period),
        _ => None,
    }
}

/// The time duration that a string such as `3 hours` means.
#[must_use]
pub fn parse_time_duration(text: &str) -> Option<SignedDuration> {
    match parse_span(text)? {
        Value::Duration(duration) => Some(duration),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strings() {
        let period = |years, months, days| Some(DatePeriod { years, months, days });
        for (text, expected) in [
            ("3 days", period(0, 0, 3)),
            (" 2  WEEKS ", period(0, 0, 14)),
            ("-1 q", period(0, -3, 0)),
            ("7 yr", period(7, 0, 0)),
            ("1 mo", period(0, 1, 0)),
            ("3 hours", None),
            ("3days", None),
            ("3 days ago", None),
            ("1.5 days", None),
            ("2147483647 quarters", None),
        ] {
            assert_eq!(parse_date_period(text), expected, "{text}");
        }
        for (text, millis) in [("240 hours", 864_000_000), ("5 m", 300_000), ("1 ms", 1)] {
            assert_eq!(parse_time_duration(text), Some(SignedDuration::from_millis(millis)));
        }
        assert_eq!(parse_time_duration("1 day"), None);
    }
}
