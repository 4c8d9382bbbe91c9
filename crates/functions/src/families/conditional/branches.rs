//! A column put together from branches that were evaluated for some rows each.

use esql_data::{Column, StorageKind};

use crate::{EvalCx, LazyArgs};

/// The rows that are still to be given a cell, and the cells so far.
pub(super) struct Branches {
    open: Vec<u32>,
    /// Rows with their cells.
    done: Vec<(Vec<u32>, Column)>,
}

impl Branches {
    /// All rows are open.
    pub(super) fn new(cx: &EvalCx<'_>) -> Self {
        Branches { open: (0..to_u32(cx.rows)).collect(), done: Vec::new() }
    }

    /// Whether no row is open any more.
    pub(super) fn is_done(&self) -> bool {
        self.open.is_empty()
    }

    /// Argument `at` for the open rows.
    pub(super) fn evaluate(
        &self,
        cx: &mut EvalCx<'_>,
        args: &mut dyn LazyArgs,
        at: usize,
    ) -> Column {
        evaluate(cx, args, at, &self.open)
    }

    /// Takes those open rows for which `choose`, given their place among the open ones, holds.
    pub(super) fn split_off(&mut self, choose: impl Fn(usize) -> bool) -> Vec<u32> {
        let mut place = 0;
        let (chosen, open) = std::mem::take(&mut self.open).into_iter().partition(|_| {
            place += 1;
            choose(place - 1)
        });
        self.open = open;
        chosen
    }

    /// Gives the rows the cells of argument `at`.
    pub(super) fn take(
        &mut self,
        cx: &mut EvalCx<'_>,
        args: &mut dyn LazyArgs,
        at: usize,
        rows: Vec<u32>,
    ) {
        if !rows.is_empty() {
            let cells = evaluate(cx, args, at, &rows);
            self.done.push((rows, cells));
        }
    }

    /// Gives the rows these cells.
    pub(super) fn put(&mut self, rows: Vec<u32>, cells: Column) {
        if !rows.is_empty() {
            self.done.push((rows, cells));
        }
    }

    /// Gives all open rows the cells of argument `at`.
    pub(super) fn take_rest(&mut self, cx: &mut EvalCx<'_>, args: &mut dyn LazyArgs, at: usize) {
        let rest = std::mem::take(&mut self.open);
        self.take(cx, args, at, rest);
    }

    /// The column; rows that are still open are null.
    pub(super) fn finish(mut self, cx: &EvalCx<'_>) -> Column {
        if !self.open.is_empty() {
            let nulls = Column::null(cx.ret, self.open.len());
            self.done.push((std::mem::take(&mut self.open), nulls));
        }
        let typed = |cells: &Column| match cells.ty().storage() {
            // The literal null has a type of its own.
            StorageKind::Null => Column::null(cx.ret, cells.len()),
            _ => cells.clone().with_type(cx.ret),
        };
        match self.done.as_slice() {
            [] => Column::null(cx.ret, cx.rows),
            [(_, cells)] => typed(cells),
            branches => {
                let cells: Vec<Column> = branches.iter().map(|(_, cells)| typed(cells)).collect();
                let mut places = vec![0; cx.rows];
                for (place, &row) in branches.iter().flat_map(|(rows, _)| rows).enumerate() {
                    if let Some(slot) = places.get_mut(row as usize) {
                        *slot = to_u32(place);
                    }
                }
                Column::concat(&cells.iter().collect::<Vec<_>>()).take(&places)
            }
        }
    }
}

fn evaluate(cx: &mut EvalCx<'_>, args: &mut dyn LazyArgs, at: usize, rows: &[u32]) -> Column {
    let all = std::mem::replace(&mut cx.rows, rows.len());
    let cells = args.evaluate(cx, at, rows);
    cx.rows = all;
    cells
}

fn to_u32(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}
