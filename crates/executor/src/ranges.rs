//! Ranges of keys, and the rows whose ranges hold a key.

use esql_data::Column;

use crate::evaluator::index;
use crate::row_key::writer;

/// The ranges of the rows of a lookup.
#[derive(Default)]
pub(crate) struct Ranges {
    /// Ordered by the least key.
    ranges: Vec<Range>,
}

/// A range with its row; keys as [`crate::row_key`] has them.
struct Range {
    least: Vec<u8>,
    greatest: Vec<u8>,
    row: u32,
    /// The range with the greatest key of all up to this one.
    reaches: usize,
}

impl Ranges {
    /// The ranges of each of `rows` rows, several if its cells have several values.
    pub(crate) fn new(lower: &Column, upper: &Column, rows: usize) -> Self {
        let (write_lower, write_upper) = (writer(lower), writer(upper));
        let mut ranges = Vec::new();
        for row in 0..rows {
            for (from, to) in lower.cell(row).zip(upper.cell(row)) {
                let (mut least, mut greatest) = (Vec::new(), Vec::new());
                write_lower(from, &mut least);
                write_upper(to, &mut greatest);
                ranges.push(Range { least, greatest, row: index(row), reaches: 0 });
            }
        }
        ranges.sort_by(|one, other| one.least.cmp(&other.least));
        let mut reaches = 0;
        for at in 0..ranges.len() {
            if ranges[at].greatest > ranges[reaches].greatest {
                reaches = at;
            }
            ranges[at].reaches = reaches;
        }
        Ranges { ranges }
    }

    /// Bytes of memory.
    pub(crate) fn bytes(&self) -> usize {
        let keys = self.ranges.iter().map(|range| range.least.len() + range.greatest.len());
        keys.sum::<usize>() + self.ranges.capacity() * size_of::<Range>()
    }

    /// The rows with a range that holds `key`, in no order.
    pub(crate) fn rows<'r>(&'r self, key: &'r [u8]) -> impl Iterator<Item = u32> + 'r {
        let begun = self.ranges.partition_point(|range| range.least.as_slice() <= key);
        let ranges = self.ranges[..begun].iter().rev();
        // Before a place up to which no range reaches the key, none does.
        ranges
            .take_while(move |range| self.ranges[range.reaches].greatest.as_slice() >= key)
            .filter(move |range| range.greatest.as_slice() >= key)
            .map(|range| range.row)
    }
}

#[cfg(test)]
mod tests {
    use esql_data::{DataType, Value};
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn finds_what_looking_at_each_finds(
            ranges in prop::collection::vec((0i64..40, 0i64..20), 0..30),
            key in 0i64..60,
        ) {
            let column = |values: Vec<i64>| {
                let values: Vec<Value> = values.into_iter().map(Value::Long).collect();
                Column::from_values(DataType::Long, &values)
            };
            let lower = column(ranges.iter().map(|(from, _)| *from).collect());
            let upper = column(ranges.iter().map(|(from, length)| from + length).collect());
            let mut bytes = Vec::new();
            writer(&column(vec![key]))(0, &mut bytes);
            let mut found: Vec<u32> =
                Ranges::new(&lower, &upper, ranges.len()).rows(&bytes).collect();
            found.sort_unstable();
            let holds = |(from, length): &(i64, i64)| (*from..=from + length).contains(&key);
            let expected: Vec<u32> =
                (0..).zip(&ranges).filter(|(_, range)| holds(range)).map(|(row, _)| row).collect();
            prop_assert_eq!(found, expected);
        }
    }
}
