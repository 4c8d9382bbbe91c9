//! Choosing the size of date buckets by how many of them a range should have at most.

use jiff::tz::TimeZone;

use crate::families::date::rounding::Rounding;

const MINUTE: i64 = 60_000;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;

/// The sizes that people like, up to a day, from coarse to fine. Source: Elasticsearch.
const FINE: [Rounding; 16] = [
    Rounding::Day,
    Rounding::Millis(12 * HOUR),
    Rounding::Millis(3 * HOUR),
    Rounding::Millis(HOUR),
    Rounding::Millis(30 * MINUTE),
    Rounding::Millis(10 * MINUTE),
    Rounding::Millis(5 * MINUTE),
    Rounding::Millis(MINUTE),
    Rounding::Millis(30_000),
    Rounding::Millis(10_000),
    Rounding::Millis(5_000),
    Rounding::Millis(1_000),
    Rounding::Millis(100),
    Rounding::Millis(50),
    Rounding::Millis(10),
    Rounding::Millis(1),
];

/// The larger sizes, from fine to coarse.
const COARSE: [Rounding; 2] = [Rounding::Week, Rounding::Months(1)];

/// A range of dates, in milliseconds.
pub(super) struct DateRange<'a> {
    /// Where it starts.
    pub(super) from: i64,
    /// Where it ends, itself not in the range.
    pub(super) to: i64,
    /// The zone in which days start.
    pub(super) zone: &'a TimeZone,
}

impl DateRange<'_> {
    /// The finest size of which at most `buckets` cover the range; a year if none does.
    pub(super) fn finest(&self, buckets: i32) -> Rounding {
        let fits = |size: &Rounding| self.is_covered(*size, buckets);
        match FINE.partition_point(fits).checked_sub(1) {
            Some(finest) => FINE[finest],
            None => COARSE.into_iter().find(fits).unwrap_or(Rounding::Months(12)),
        }
    }

    /// The starts of the buckets of the [finest](Self::finest) size that begin up to the end of the
    /// range, itself included; `None` if there are more than `most`.
    pub(super) fn starts(&self, buckets: i32, most: usize) -> Option<Vec<i64>> {
        let size = self.finest(buckets);
        let mut starts = Vec::new();
        let mut next = size.floor(self.from, self.zone).ok();
        while let Some(start) = next.filter(|&start| start <= self.to) {
            if starts.len() == most {
                return None;
            }
            starts.push(start);
            next = self.next(size, start);
        }
        Some(starts)
    }

    /// Whether at most `buckets` buckets cover the range.
    fn is_covered(&self, size: Rounding, buckets: i32) -> bool {
        let Ok(mut start) = size.floor(self.from, self.zone) else { return false };
        if let Rounding::Millis(length @ ..=MINUTE) = size {
            // Clocks change by whole minutes, so these are evenly spaced, and there may be too
            // many to walk through.
            let span = (i128::from(self.to) - i128::from(start)).max(1);
            return (span - 1) / i128::from(length) < i128::from(buckets);
        }
        for _ in 0..buckets {
            match self.next(size, start) {
                Some(next) if next < self.to => start = next,
                Some(_) => return true,
                None => return false,
            }
        }
        false
    }

    /// The start of the bucket behind the one that starts at `start`.
    fn next(&self, size: Rounding, start: i64) -> Option<i64> {
        let floor = |millis: i64| size.floor(millis, self.zone).ok();
        // Half a day beyond the longest of its kind lies in the next one, whatever the clock does.
        match size {
            Rounding::Day => floor(start.checked_add(DAY + DAY / 2)?),
            Rounding::Week => floor(start.checked_add(7 * DAY + DAY / 2)?),
            Rounding::Months(count) => {
                floor(start.checked_add(i64::from(count) * 31 * DAY + DAY / 2)?)
            }
            // Where the clock goes back, the next one may begin with the same start.
            Rounding::Millis(length) => floor(start.checked_add(length)?)
                .filter(|&next| next > start)
                .or_else(|| floor(start.checked_add(2 * length)?)),
        }
    }
}

#[cfg(test)]
mod tests {
    use esql_data::date::parse_millis;

    use super::*;

    #[test]
    fn the_finest_size_that_fits() {
        for (buckets, from, to, size) in [
            (20, "1985-01-01", "1986-01-01", Rounding::Months(1)),
            (12, "1985-01-01", "1986-01-01", Rounding::Months(1)),
            (11, "1985-01-01", "1986-01-01", Rounding::Months(12)),
            (100, "1985-01-01", "1986-01-01", Rounding::Week),
            (365, "1985-01-01", "1986-01-01", Rounding::Day),
            (364, "1985-01-01", "1986-01-01", Rounding::Week),
            (5, "1999-01-01", "2026-01-01", Rounding::Months(12)),
            (24, "2023-10-23", "2023-10-23T23:59:59Z", Rounding::Millis(HOUR)),
            (1440, "2023-10-23", "2023-10-24", Rounding::Millis(MINUTE)),
            (1439, "2023-10-23", "2023-10-24", Rounding::Millis(5 * MINUTE)),
            (i32::MAX, "2023-10-23", "2023-10-24", Rounding::Millis(1)),
            (1, "2023-10-23", "2023-10-23", Rounding::Millis(1)),
            (0, "2023-10-23", "2023-10-24", Rounding::Months(12)),
        ] {
            let (from, to) = (parse_millis(from).unwrap(), parse_millis(to).unwrap());
            let range = DateRange { from, to, zone: &TimeZone::UTC };
            assert_eq!(range.finest(buckets), size, "{buckets}");
        }
    }

    #[test]
    fn days_of_25_hours() {
        let zone = TimeZone::get("Europe/Berlin").unwrap();
        let [from, to] = ["2026-10-23T22:00:00Z", "2026-10-26T23:00:00Z"];
        let (from, to) = (parse_millis(from).unwrap(), parse_millis(to).unwrap());
        let range = DateRange { from, to, zone: &zone };
        assert_eq!(
            [3, 73, 72].map(|buckets| range.finest(buckets)),
            [Rounding::Day, Rounding::Millis(HOUR), Rounding::Millis(3 * HOUR),]
        );
    }
}
