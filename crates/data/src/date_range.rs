//! Ranges of dates: the first millisecond and the one behind the last, in 16 bytes.

use crate::{ValueRef, date};

/// A range of dates, `[from, to)` in milliseconds since 1970 UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DateRange {
    /// The first millisecond.
    pub from: i64,
    /// The one behind the last.
    pub to: i64,
}

impl DateRange {
    /// Reads `2020-01-01..2021-01-01`.
    #[must_use]
    pub fn parse(text: &str) -> Option<DateRange> {
        let (from, to) = text.split_once("..")?;
        Some(DateRange {
            from: date::parse_millis(from.trim())?,
            to: date::parse_millis(to.trim())?,
        })
    }

    /// The form in a column: both ends big-endian.
    #[must_use]
    pub fn to_bytes(self) -> [u8; 16] {
        (u128::from(self.from.cast_unsigned()) << 64 | u128::from(self.to.cast_unsigned()))
            .to_be_bytes()
    }

    /// Reads the form in a column.
    #[must_use]
    #[allow(clippy::cast_possible_truncation)]
    pub fn from_bytes(bytes: &[u8]) -> Option<DateRange> {
        let both = u128::from_be_bytes(bytes.try_into().ok()?);
        let half = |bits: u128| (bits as u64).cast_signed();
        Some(DateRange { from: half(both >> 64), to: half(both) })
    }

    /// Whether all of `other` is in it.
    #[must_use]
    pub fn contains(self, other: DateRange) -> bool {
        self.from <= other.from && other.to <= self.to
    }

    /// Whether the two have a millisecond in common.
    #[must_use]
    pub fn intersects(self, other: DateRange) -> bool {
        self.from < other.to && other.from < self.to
    }

    /// The range with nothing but this millisecond.
    #[must_use]
    pub fn of_instant(millis: i64) -> DateRange {
        DateRange { from: millis, to: millis.saturating_add(1) }
    }
}

/// Writes a range as `2020-01-01T00:00:00.000Z..2021-01-01T00:00:00.000Z`.
pub fn print(value: ValueRef<'_>, out: &mut String) {
    let range = match value {
        ValueRef::Bytes(bytes) => DateRange::from_bytes(bytes),
        _ => None,
    };
    let Some(DateRange { from, to }) = range else { return value.write_plain(out) };
    date::print_millis(ValueRef::Long(from), out);
    out.push_str("..");
    date::print_millis(ValueRef::Long(to), out);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_and_back() {
        let range =
            DateRange::parse("1969-12-31 .. 2021-01-01T00:00:00.001Z".replace(' ', "").as_str());
        let range = range.unwrap();
        assert_eq!(range, DateRange { from: -86_400_000, to: 1_609_459_200_001 });
        let bytes = range.to_bytes();
        assert_eq!(DateRange::from_bytes(&bytes), Some(range));
        let mut text = String::new();
        print(ValueRef::Bytes(&bytes), &mut text);
        assert_eq!(text, "1969-12-31T00:00:00.000Z..2021-01-01T00:00:00.001Z");
        assert_eq!(DateRange::parse("2020-01-01"), None);
    }

    #[test]
    fn ends_are_open() {
        let range = DateRange { from: 10, to: 20 };
        assert!(range.contains(DateRange::of_instant(10)) && range.contains(range));
        assert!(!range.contains(DateRange::of_instant(20)));
        assert!(!range.intersects(DateRange { from: 20, to: 30 }));
        assert!(range.intersects(DateRange { from: 0, to: 11 }));
    }
}
