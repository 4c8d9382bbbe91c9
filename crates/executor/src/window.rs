//! CHANGE_POINT, FUSE and COMPLETION: adds columns computed from all rows in their order.

use esql_data::{Batch, Column, DataType, SiteId, Warnings};
use esql_functions::window::WindowFunction;
use esql_functions::{EvalCx, Session};

use crate::ExecError;
use crate::collect::{Collect, Rows};
use crate::operator::Breaker;

pub(crate) struct Window<'p> {
    pub(crate) function: &'p dyn WindowFunction,
    /// The columns that it reads.
    pub(crate) args: &'p [usize],
    pub(crate) site: SiteId,
    pub(crate) session: &'p Session,
}

impl Window<'_> {
    /// What gathers the rows.
    const ROWS: Collect = Collect::all();
}

impl Breaker for Window<'_> {
    type State = Rows;
    type Part = Rows;

    fn name(&self) -> &'static str {
        "window"
    }

    fn begin(&self) -> Result<Rows, ExecError> {
        Self::ROWS.begin()
    }

    fn push(&self, state: &mut Rows, batch: Batch, warnings: &mut Warnings) {
        Self::ROWS.push(state, batch, warnings);
    }

    fn state_bytes(&self, state: &Rows) -> usize {
        Self::ROWS.state_bytes(state)
    }

    fn seal(&self, state: Rows, warnings: &mut Warnings) -> Rows {
        Self::ROWS.seal(state, warnings)
    }

    fn part_bytes(&self, part: &Rows) -> usize {
        Self::ROWS.part_bytes(part)
    }

    fn absorb(&self, state: &mut Rows, part: Rows, warnings: &mut Warnings) {
        Self::ROWS.absorb(state, part, warnings);
    }

    fn finish(&self, state: Rows, warnings: &mut Warnings) -> Result<Vec<Batch>, ExecError> {
        let mut batches = Self::ROWS.finish(state, warnings)?;
        let rows = batches.iter().map(|batch| batch.rows).sum();
        let column = |at: &usize| {
            let parts: Vec<&Column> = batches.iter().map(|batch| &batch.columns[*at]).collect();
            match parts.as_slice() {
                [] => Column::null(DataType::Null, 0),
                parts => Column::concat(parts),
            }
        };
        let inputs: Vec<Column> = self.args.iter().map(column).collect();
        let mut cx = EvalCx::new(self.session, warnings, rows);
        // Each output has a type of its own.
        let mut cx = cx.call(self.site, DataType::Null, rows);
        let added = self
            .function
            .compute(&mut cx, &inputs)
            .map_err(|message| ExecError::Service { message, site: self.site })?;
        let mut start = 0;
        for batch in &mut batches {
            batch.columns.extend(added.iter().map(|column| column.slice(start, batch.rows)));
            start += batch.rows;
        }
        Ok(batches)
    }
}
