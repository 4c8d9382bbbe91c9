//! `TOP` with an output field: the values of one field where another is least or greatest.

use std::cmp::Ordering;

use esql_data::{Column, ColumnBuilder, DataType, Value, compare};

use super::state::grow;
use crate::{Accumulator, EvalCx, Phase};

/// The best pairs of sort value and output of each group. Every value of a cell goes with every
/// value of the other; a row in which either is null counts for nothing.
pub(super) struct TopBy {
    groups: Vec<Vec<Pair>>,
    key_type: DataType,
    output_type: DataType,
    limit: usize,
    /// How a better value compares with a worse one.
    wanted: Ordering,
}

type Pair = (Value, Value);

impl TopBy {
    pub(super) fn new(
        key_type: DataType,
        output_type: DataType,
        limit: usize,
        wanted: Ordering,
    ) -> TopBy {
        TopBy { groups: Vec::new(), key_type, output_type, limit, wanted }
    }

    /// Keeps only the best, in order; of equal sort values the output decides.
    fn cut(&self, pairs: &mut Vec<Pair>) {
        let order = |ty, a: &Value, b: &Value| match (a.as_ref(), b.as_ref()) {
            (Some(a), Some(b)) if self.wanted == Ordering::Less => compare(ty, a, b),
            (Some(a), Some(b)) => compare(ty, b, a),
            _ => Ordering::Equal,
        };
        pairs.sort_by(|a, b| {
            order(self.key_type, &a.0, &b.0).then_with(|| order(self.output_type, &a.1, &b.1))
        });
        pairs.truncate(self.limit);
    }

    fn push(&mut self, group: usize, pair: Pair) {
        let Some(pairs) = self.groups.get_mut(group) else { return };
        pairs.push(pair);
        // Sorting only once the list has doubled keeps the cost for each value small.
        if pairs.len() >= self.limit.saturating_mul(2).max(16) {
            let mut pairs = std::mem::take(pairs);
            self.cut(&mut pairs);
            self.groups[group] = pairs;
        }
    }
}

impl Accumulator for TopBy {
    /// The sort values and, one for each, the outputs.
    fn state(&self) -> Vec<DataType> {
        vec![self.key_type, self.output_type]
    }

    fn accumulate(&mut self, _: &mut EvalCx<'_>, groups: &[u32], args: &[Column]) {
        let [keys, outputs] = args else { return };
        grow(&mut self.groups, groups);
        for (row, &group) in groups.iter().enumerate() {
            for key in keys.cell(row) {
                for output in outputs.cell(row) {
                    let pair = (keys.value(key).to_value(), outputs.value(output).to_value());
                    self.push(group as usize, pair);
                }
            }
        }
    }

    fn absorb(&mut self, _: &mut EvalCx<'_>, groups: &[u32], partial: &[Column]) {
        let [keys, outputs] = partial else { return };
        grow(&mut self.groups, groups);
        for (row, &group) in groups.iter().enumerate() {
            for (key, output) in keys.cell(row).zip(outputs.cell(row)) {
                let pair = (keys.value(key).to_value(), outputs.value(output).to_value());
                self.push(group as usize, pair);
            }
        }
    }

    fn emit(&mut self, _: &mut EvalCx<'_>, phase: Phase, count: usize) -> Vec<Column> {
        let mut groups = std::mem::take(&mut self.groups);
        groups.resize_with(count, Vec::new);
        let mut keys = ColumnBuilder::new(self.key_type);
        let mut outputs = ColumnBuilder::new(self.output_type);
        for mut pairs in groups {
            self.cut(&mut pairs);
            let (sort_values, values) = pairs.into_iter().unzip();
            keys.push(&Value::List(sort_values));
            outputs.push(&Value::List(values));
        }
        match phase {
            Phase::Partial => vec![keys.finish(), outputs.finish()],
            Phase::Final => vec![outputs.finish()],
        }
    }

    fn bytes(&self) -> usize {
        let pairs: usize = self.groups.iter().map(Vec::capacity).sum();
        self.groups.capacity() * size_of::<Vec<Pair>>() + pairs * size_of::<Pair>()
    }
}

#[cfg(test)]
mod tests {
    use super::super::check::{aggregate, column, constant};
    use esql_data::{DataType, Value};

    #[test]
    fn pairs_nulls_and_ties() {
        let whole = |cells: &[&[i32]]| {
            let cells = cells.iter().map(|cell| cell.iter().map(|&value| Value::Integer(value)));
            column(DataType::Integer, cells)
        };
        let keys = whole(&[&[3, 1], &[2], &[2], &[], &[9]]);
        let outputs = whole(&[&[10, 20], &[40], &[30], &[50], &[]]);
        let limit = constant(DataType::Integer, Value::Integer(3));
        for (order, answer) in [("asc", "[[10, 20, 30], null]"), ("desc", "[[20, 10, 40], null]")] {
            let order = constant(DataType::Keyword, order.into());
            let args = [keys.clone(), limit.clone(), order, outputs.clone()];
            assert_eq!(aggregate("top", &[0, 0, 0, 0, 1], &args, 2).0, answer);
        }
    }
}
