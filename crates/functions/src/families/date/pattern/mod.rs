//! Date patterns: Java's `DateTimeFormatter` letters and Elasticsearch's named formats, compiled
//! once, to write and read dates.
//!
//! Sources: the documentation of `java.time.format.DateTimeFormatterBuilder` and the Elasticsearch
//! reference, "format". Texts are English, weeks those of the United States, as in Elasticsearch's
//! default locale; reading is strict. What is not supported is refused by name.

mod item;
mod read;
mod write;

use jiff::Timestamp;
use jiff::tz::TimeZone;

use item::Item;

/// A compiled pattern.
pub(in crate::families) struct Pattern {
    /// The alternatives around `||`: the first one writes, the first that fits reads.
    forms: Vec<Form>,
}

enum Form {
    /// `strict_date_optional_time`, with the items that write it.
    Iso(Vec<Item>),
    EpochMillis,
    EpochSeconds,
    Letters(Vec<Item>),
}

/// The default format, `strict_date_optional_time`.
impl Default for Pattern {
    fn default() -> Self {
        Pattern { forms: vec![Form::Iso(item::iso(3))] }
    }
}

impl Pattern {
    /// Compiles a pattern or the names of formats.
    ///
    /// # Errors
    /// Why the pattern cannot be used, in Elasticsearch's words where it has some.
    pub(in crate::families) fn compile(text: &str) -> Result<Pattern, String> {
        let invalid = |why| format!("Invalid format: [{text}]: {why}");
        let forms: Result<Vec<Form>, String> =
            text.split("||").map(|part| Form::compile(part).map_err(invalid)).collect();
        Ok(Pattern { forms: forms? })
    }

    /// Compiles a pattern for reading, which some letters cannot.
    ///
    /// # Errors
    /// As [`Pattern::compile`].
    pub(in crate::families) fn for_reading(text: &str) -> Result<Pattern, String> {
        let pattern = Pattern::compile(text)?;
        for form in &pattern.forms {
            if let Form::Letters(items) = form {
                read::check(items).map_err(|why| format!("Invalid format: [{text}]: {why}"))?;
            }
        }
        Ok(pattern)
    }

    /// The text of an instant in a zone.
    pub(in crate::families) fn format(&self, instant: Timestamp, zone: &TimeZone) -> String {
        match self.forms.first() {
            Some(Form::Iso(items) | Form::Letters(items)) => write::write(items, instant, zone),
            Some(Form::EpochMillis) => instant.as_millisecond().to_string(),
            Some(Form::EpochSeconds) => instant.as_second().to_string(),
            None => String::new(),
        }
    }

    /// The instant that a text means; without a zone it is in `zone`.
    pub(in crate::families) fn parse(&self, text: &str, zone: &TimeZone) -> Option<Timestamp> {
        self.forms.iter().find_map(|form| match form {
            Form::Iso(_) => esql_data::date::parse_iso(text, zone),
            Form::EpochMillis => Timestamp::from_millisecond(text.parse().ok()?).ok(),
            Form::EpochSeconds => Timestamp::from_second(text.parse().ok()?).ok(),
            Form::Letters(items) => read::read(items, text, zone),
        })
    }
}

impl Form {
    fn compile(text: &str) -> Result<Form, String> {
        Ok(match text {
            "strict_date_optional_time" | "iso8601" => Form::Iso(item::iso(3)),
            "strict_date_optional_time_nanos" => Form::Iso(item::iso(9)),
            "epoch_millis" => Form::EpochMillis,
            "epoch_second" => Form::EpochSeconds,
            _ => Form::Letters(item::compile(named(text).unwrap_or(text))?),
        })
    }
}

/// The letters of a named format.
fn named(name: &str) -> Option<&'static str> {
    Some(match name {
        "basic_date" => "uuuuMMdd",
        "basic_date_time_no_millis" => "uuuuMMdd'T'HHmmssX",
        "strict_date" | "strict_year_month_day" => "uuuu-MM-dd",
        "strict_date_hour" => "uuuu-MM-dd'T'HH",
        "strict_date_hour_minute" => "uuuu-MM-dd'T'HH:mm",
        "strict_date_hour_minute_second" => "uuuu-MM-dd'T'HH:mm:ss",
        "strict_date_time_no_millis" => "uuuu-MM-dd'T'HH:mm:ssXXX",
        "strict_hour" => "HH",
        "strict_hour_minute" => "HH:mm",
        "strict_hour_minute_second" => "HH:mm:ss",
        "strict_ordinal_date" => "uuuu-DDD",
        "strict_year" => "uuuu",
        "strict_year_month" => "uuuu-MM",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn instant() -> Timestamp {
        "2024-12-29T15:07:08.012345678Z".parse().unwrap()
    }

    #[test]
    fn writes() {
        let berlin = TimeZone::get("Europe/Berlin").unwrap();
        for (pattern, text, local) in [
            ("yyyy-MM-dd HH:mm:ss.SSS", "2024-12-29 15:07:08.012", "2024-12-29 16:07:08.012"),
            // Weeks begin on Sunday, and the first one holds January 1st.
            ("YYYY-mm-dd", "2025-07-29", "2025-07-29"),
            ("w W e E", "1 5 1 Sun", "1 5 1 Sun"),
            ("yy y u D Q q", "24 2024 2024 364 4 4", "24 2024 2024 364 4 4"),
            (
                "EEEE d MMM MMMM MMMMM QQQ",
                "Sunday 29 Dec December D Q4",
                "Sunday 29 Dec December D Q4",
            ),
            ("h a k K", "3 PM 15 3", "4 PM 16 4"),
            ("G GGGG", "AD Anno Domini", "AD Anno Domini"),
            (
                "X XX XXX x xx xxx Z ZZZZ ZZZZZ",
                "Z Z Z +00 +0000 +00:00 +0000 GMT Z",
                "+01 +0100 +01:00 +01 +0100 +01:00 +0100 GMT+01:00 +01:00",
            ),
            ("O VV", "GMT Z", "GMT+1 Europe/Berlin"),
            ("A n N", "54428012 12345678 54428012345678", "58028012 12345678 58028012345678"),
            ("'T'HH'h' ''", "T15h '", "T16h '"),
            ("yyyy[-MM]", "2024-12", "2024-12"),
            ("strict_date", "2024-12-29", "2024-12-29"),
            ("epoch_millis", "1735484828012", "1735484828012"),
            (
                "strict_date_optional_time",
                "2024-12-29T15:07:08.012345678Z",
                "2024-12-29T16:07:08.012345678+01:00",
            ),
        ] {
            let compiled = Pattern::compile(pattern).unwrap();
            assert_eq!(compiled.format(instant(), &TimeZone::UTC), text, "{pattern}");
            assert_eq!(compiled.format(instant(), &berlin), local, "{pattern} in Berlin");
        }
    }

    #[test]
    fn reads() {
        for (pattern, text, expected) in [
            ("yyyy-MM-dd", "2023-02-01", Some("2023-02-01T00:00:00Z")),
            ("yyyy-MM-dd", "2023-02-01 foo", None),
            ("yyyy-MM-dd", "2023-02-30", None),
            ("yyyy-MM-dd", "23-02-01", None),
            ("yyyy-MM", "2023-02-01", None),
            ("yyyy-MM", "2023-02", Some("2023-02-01T00:00:00Z")),
            ("yyyy", "2023", Some("2023-01-01T00:00:00Z")),
            ("MM-dd", "02-03", Some("1970-02-03T00:00:00Z")),
            ("HH:mm", "12:30", Some("1970-01-01T12:30:00Z")),
            ("dd", "12", None),
            ("yyyyMMddHHmmssSSS", "20230201121555123", Some("2023-02-01T12:15:55.123Z")),
            ("d/M/yy h:mm a", "1/2/23 1:05 PM", Some("2023-02-01T13:05:00Z")),
            ("d/M/yy h:mm a", "1/2/23 12:05 AM", Some("2023-02-01T00:05:00Z")),
            ("EEE, d MMM yyyy", "Wed, 1 Feb 2023", Some("2023-02-01T00:00:00Z")),
            ("EEE, d MMM yyyy", "Thu, 1 Feb 2023", None),
            ("MMMM d, yyyy", "february 1, 2023", None),
            ("yyyy-MM-dd'T'HH:mm:ssXXX", "2023-02-01T12:00:00+02:00", Some("2023-02-01T10:00:00Z")),
            ("yyyy-MM-dd HH Z", "2023-02-01 12 -0130", Some("2023-02-01T13:30:00Z")),
            ("yyyy-MM-dd HH VV", "2023-02-01 12 Europe/Berlin", Some("2023-02-01T11:00:00Z")),
            ("yyyy[-MM[-dd]]", "2023-02", Some("2023-02-01T00:00:00Z")),
            ("uuuu-DDD", "2023-032", Some("2023-02-01T00:00:00Z")),
            ("epoch_second", "1675209600", Some("2023-02-01T00:00:00Z")),
            ("yyyy||yyyy-MM-dd", "2023-02-01", Some("2023-02-01T00:00:00Z")),
        ] {
            let parsed = Pattern::for_reading(pattern).unwrap().parse(text, &TimeZone::UTC);
            assert_eq!(parsed, expected.map(|it| it.parse().unwrap()), "{text} as {pattern}");
        }
    }

    #[test]
    fn refuses() {
        for (pattern, why) in [
            ("yyyy-bb", "Unknown pattern letter: b"),
            ("aa", "Too many pattern letters: a"),
            ("MMMMMM", "Too many pattern letters: M"),
            ("V", "Pattern letter count must be 2: V"),
            ("'T", "Pattern ends with an incomplete string literal: 'T"),
            ("yyyy}", "Pattern includes reserved character: '}'"),
            ("yyyy]", "Pattern invalid as it contains ] without previous ["),
            ("yyyy z", "pattern letter `z` is not supported: names of time zones"),
        ] {
            let expected = format!("Invalid format: [{pattern}]: {why}");
            assert_eq!(Pattern::compile(pattern).err(), Some(expected));
        }
        for (pattern, why) in [
            ("YYYY-MM-dd", "pattern letter `Y` is not supported for reading"),
            ("yyyy hh:mm", "pattern letters `h` and `K` are not supported for reading without `a`"),
        ] {
            let expected = format!("Invalid format: [{pattern}]: {why}");
            assert_eq!(Pattern::for_reading(pattern).err(), Some(expected));
        }
    }
}
