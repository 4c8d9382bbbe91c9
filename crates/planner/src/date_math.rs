//! Date math: `now-1d/d`, and index names such as `<logs-{now/d}>`.
//!
//! Source: the Elasticsearch reference, "Common options: date math" and "Date math support in
//! index and index alias names".

use esql_data::date::parse_iso;
use jiff::tz::TimeZone;
use jiff::{RoundMode, Span, Timestamp, Unit, ZonedDateTime, ZonedDateTimeRound};

/// The instant of `now`, `now-15m`, `now/d`, `2026-03-26||+1d/d`; dates without a zone are in
/// `zone`. With `up`, rounding and dates that leave parts out give the last nanosecond instead of
/// the first.
///
/// # Errors
/// What is wrong with the expression.
pub fn instant(text: &str, now: Timestamp, zone: &TimeZone, up: bool) -> Result<Timestamp, String> {
    let (base, rest) = match text.strip_prefix("now") {
        Some(rest) => (now.to_zoned_datetime(zone.clone()), rest),
        None => {
            let (date, rest) = text.split_once("||").unwrap_or((text, ""));
            let parsed = parse_iso(date, zone)
                .or_else(|| date.parse().ok().and_then(|ms| Timestamp::from_millisecond(ms).ok()));
            let start = parsed
                .ok_or_else(|| format!("`{date}` is no date"))?
                .to_zoned_datetime(zone.clone());
            (if up { end_of(&start, date)? } else { start }, rest)
        }
    };
    apply(base, rest, up).map(|zoned| zoned.timestamp())
}

/// A date written to the day, the second or less means all of that time.
fn end_of(start: &ZonedDateTime, text: &str) -> Result<ZonedDateTime, String> {
    let zone =
        text.find('T').and_then(|time| text[time..].find(['Z', '+', '-']).map(|at| time + at));
    let span = match zone.unwrap_or(text.len()) {
        4 => Span::new().years(1),
        7 => Span::new().months(1),
        10 => Span::new().days(1),
        13 => Span::new().hours(1),
        16 => Span::new().minutes(1),
        19 => Span::new().seconds(1),
        _ => return Ok(start.clone()),
    };
    before_end(start, span)
}

/// The last nanosecond of the time that begins at `start`.
fn before_end(start: &ZonedDateTime, span: Span) -> Result<ZonedDateTime, String> {
    let next = start.checked_add(span).map_err(|error| error.to_string())?;
    next.checked_sub(Span::new().nanoseconds(1)).map_err(|error| error.to_string())
}

fn apply(mut at: ZonedDateTime, mut rest: &str, up: bool) -> Result<ZonedDateTime, String> {
    while let Some(sign) = rest.chars().next() {
        rest = &rest[sign.len_utf8()..];
        let digits = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
        let amount: i64 = match &rest[..digits] {
            "" => 1,
            digits => digits.parse().map_err(|_| "a number too large".to_owned())?,
        };
        rest = &rest[digits..];
        let unit = rest.chars().next().ok_or("a unit is missing behind it")?;
        rest = &rest[unit.len_utf8()..];
        at = match sign {
            '+' | '-' => {
                let amount = if sign == '-' { -amount } else { amount };
                let span = span(unit, amount)?;
                at.checked_add(span).map_err(|error| error.to_string())?
            }
            '/' => round(&at, unit, up)?,
            other => return Err(format!("`{other}` is no date math; use +, - or /")),
        };
    }
    Ok(at)
}

fn span(unit: char, amount: i64) -> Result<Span, String> {
    let span = Span::new();
    let made = match unit {
        'y' => span.try_years(amount),
        'M' => span.try_months(amount),
        'w' => span.try_weeks(amount),
        'd' => span.try_days(amount),
        'h' | 'H' => span.try_hours(amount),
        'm' => span.try_minutes(amount),
        's' => span.try_seconds(amount),
        other => return Err(format!("`{other}` is no unit; use y, M, w, d, h, m or s")),
    };
    made.map_err(|error| error.to_string())
}

fn round(at: &ZonedDateTime, unit: char, up: bool) -> Result<ZonedDateTime, String> {
    let text = |error: jiff::Error| error.to_string();
    let midnight = || at.start_of_day().map_err(text);
    let floor = |unit: Unit| {
        at.round(ZonedDateTimeRound::new().smallest(unit).mode(RoundMode::Trunc)).map_err(text)
    };
    let start = match unit {
        'y' => midnight()?.with().day(1).month(1).build().map_err(text)?,
        'M' => midnight()?.with().day(1).build().map_err(text)?,
        'w' => {
            let days = i64::from(at.weekday().to_monday_zero_offset());
            midnight()?.checked_sub(Span::new().days(days)).map_err(text)?
        }
        'd' => midnight()?,
        'h' | 'H' => floor(Unit::Hour)?,
        'm' => floor(Unit::Minute)?,
        's' => floor(Unit::Second)?,
        other => return Err(format!("`{other}` is no unit; use y, M, w, d, h, m or s")),
    };
    if !up {
        return Ok(start);
    }
    before_end(&start, span(unit, 1)?)
}

/// The index name of `<static-{math{format|zone}}>`; other names are as they are.
///
/// # Errors
/// What is wrong with the date math.
pub fn resolve_index(name: &str, now: Timestamp) -> Result<String, String> {
    let Some(mut rest) = name.strip_prefix('<').and_then(|name| name.strip_suffix('>')) else {
        return Ok(name.to_owned());
    };
    let mut resolved = String::new();
    while let Some(open) = rest.find('{') {
        resolved.push_str(&rest[..open]);
        rest = &rest[open + 1..];
        let mut depth = 1;
        let close = rest
            .char_indices()
            .find(|&(_, c)| {
                depth += match c {
                    '{' => 1,
                    '}' => -1,
                    _ => 0,
                };
                depth == 0
            })
            .map(|(at, _)| at)
            .ok_or("a closing brace is missing")?;
        let (math, format) = match rest[..close].split_once('{') {
            Some((math, format)) => (math, format.trim_end_matches('}')),
            None => (&rest[..close], "yyyy.MM.dd"),
        };
        let (format, zone) = format.split_once('|').unwrap_or((format, "UTC"));
        let zone = TimeZone::get(zone).map_err(|_| format!("`{zone}` is no time zone"))?;
        let at = instant(math, now, &TimeZone::UTC, false)?;
        resolved.push_str(&esql_functions::format_date(format, at, &zone)?);
        rest = &rest[close + 1..];
    }
    resolved.push_str(rest);
    Ok(resolved)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn math() {
        let now: Timestamp = "2026-03-26T10:15:30.500Z".parse().unwrap();
        for (text, up, expected) in [
            ("now", false, "2026-03-26T10:15:30.5Z"),
            ("now-15m", false, "2026-03-26T10:00:30.5Z"),
            ("now/d", false, "2026-03-26T00:00:00Z"),
            ("now/d", true, "2026-03-26T23:59:59.999999999Z"),
            ("now-1M/M", false, "2026-02-01T00:00:00Z"),
            ("now/w", false, "2026-03-23T00:00:00Z"),
            ("2026-03-26||+1d", false, "2026-03-27T00:00:00Z"),
            ("2026-03-26", true, "2026-03-26T23:59:59.999999999Z"),
            ("2026-03-26T10:00:00Z", true, "2026-03-26T10:00:00.999999999Z"),
            ("2026-03-26T10:00:00.5Z", true, "2026-03-26T10:00:00.5Z"),
        ] {
            assert_eq!(
                instant(text, now, &TimeZone::UTC, up).unwrap().to_string(),
                expected,
                "{text}"
            );
        }
        for bad in ["now-1x", "nowhere"] {
            assert!(instant(bad, now, &TimeZone::UTC, false).is_err());
        }
        let zone = TimeZone::get("America/New_York").unwrap();
        let local = instant("2026-03-26T10:00", now, &zone, false).unwrap();
        assert_eq!(local.to_string(), "2026-03-26T14:00:00Z");
    }

    #[test]
    fn index_names() {
        let now: Timestamp = "2026-03-26T10:15:30Z".parse().unwrap();
        assert_eq!(resolve_index("logs-*", now).unwrap(), "logs-*");
        assert_eq!(resolve_index("<logs-{now/d}>", now).unwrap(), "logs-2026.03.26");
        assert_eq!(resolve_index("<logs-{now/M-1M{yyyy.MM}}-x>", now).unwrap(), "logs-2026.02-x");
        assert!(resolve_index("<logs-{now/d>", now).is_err());
    }
}
