//! INLINE STATS: groups rows, and adds the aggregates of its groups to each.

use esql_data::{Batch, Column, ColumnBuilder, Warnings};
use esql_functions::Session;
use esql_planner::physical::Expr;

use crate::ExecError;
use crate::aggregate::{self, Aggregation};
use crate::eval::Eval;
use crate::grouping::Assignment;
use crate::memory::compact;
use crate::operator::Breaker;

pub(crate) struct InlineStats<'p> {
    aggregation: Aggregation<'p>,
    /// What is computed for each group, behind its aggregates and keys.
    fields: Eval<'p>,
}

impl<'p> InlineStats<'p> {
    pub(crate) fn new(
        aggregation: Aggregation<'p>,
        fields: &[Expr],
        session: &'p Session,
    ) -> Result<Self, ExecError> {
        Ok(InlineStats { aggregation, fields: Eval::new(fields, session)? })
    }
}

/// The groups so far, and the rows with the groups of each.
pub(crate) struct Grouped<G> {
    groups: G,
    rows: Vec<(Batch, Assignment)>,
    /// Bytes of memory that the rows take.
    bytes: usize,
}

impl<G> Grouped<G> {
    fn of(groups: G) -> Self {
        Grouped { groups, rows: Vec::new(), bytes: 0 }
    }
}

impl Breaker for InlineStats<'_> {
    type State = Grouped<aggregate::State>;
    type Part = Grouped<aggregate::Part>;

    fn name(&self) -> &'static str {
        "inline_stats"
    }

    fn begin(&self) -> Result<Self::State, ExecError> {
        Ok(Grouped::of(self.aggregation.begin()?))
    }

    fn push(&self, state: &mut Self::State, batch: Batch, warnings: &mut Warnings) {
        let Grouped { groups, rows, bytes } = state;
        self.aggregation.accumulate(groups, &batch, warnings, &mut |batch, assignment| {
            let batch = compact(batch.clone());
            *bytes += batch.bytes() + assignment.bytes();
            rows.push((batch, assignment));
        });
    }

    fn state_bytes(&self, state: &Self::State) -> usize {
        self.aggregation.state_bytes(&state.groups) + state.bytes
    }

    fn seal(&self, state: Self::State, warnings: &mut Warnings) -> Self::Part {
        let Grouped { groups, rows, bytes } = state;
        Grouped { groups: self.aggregation.seal(groups, warnings), rows, bytes }
    }

    fn part_bytes(&self, part: &Self::Part) -> usize {
        self.aggregation.part_bytes(&part.groups) + part.bytes
    }

    fn absorb(&self, state: &mut Self::State, part: Self::Part, warnings: &mut Warnings) {
        let numbers = self.aggregation.merge(&mut state.groups, &part.groups, warnings);
        for (batch, mut assignment) in part.rows {
            assignment.groups.iter_mut().for_each(|group| *group = numbers[*group as usize]);
            state.rows.push((batch, assignment));
        }
        state.bytes += part.bytes;
    }

    fn finish(&self, state: Self::State, warnings: &mut Warnings) -> Result<Vec<Batch>, ExecError> {
        if state.rows.is_empty() {
            return Ok(Vec::new());
        }
        let groups = self.aggregation.groups(state.groups, warnings);
        let mut columns = self.fields.extend(groups, warnings).columns;
        columns.drain(self.aggregation.key_columns());
        let with_groups = |(mut batch, assignment): (Batch, Assignment)| {
            let added = columns.iter().map(|column| of_rows(column, &assignment, batch.rows));
            batch.columns.extend(added);
            batch
        };
        Ok(state.rows.into_iter().map(with_groups).collect())
    }
}

/// A column of groups as a column of rows: a row of several groups has the values of all.
fn of_rows(column: &Column, Assignment { rows, groups }: &Assignment, count: usize) -> Column {
    let Some(rows) = rows else { return column.take(groups) };
    let mut builder = ColumnBuilder::new(column.ty());
    let mut start = 0;
    for row in 0..count {
        let length = rows[start..].iter().take_while(|&&other| other as usize == row).count();
        let groups = &groups[start..start + length];
        let values = groups.iter().flat_map(|&group| column.cell(group as usize));
        builder.push_many(values.map(|at| column.value(at)));
        start += length;
    }
    builder.finish()
}
