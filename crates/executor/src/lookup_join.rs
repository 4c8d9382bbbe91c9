//! LOOKUP JOIN: a hash join. The lookup is read as a whole first; rows then find theirs in it.

use std::sync::Arc;

use esql_data::{Batch, Column, Problem, Warnings};
use esql_functions::Session;
use esql_planner::physical::Join;

use crate::ExecError;
use crate::conjunction::Conjunction;
use crate::evaluator::index;
use crate::lookup::{Lookup, Table};
use crate::operator::{Emit, Transform};
use crate::row_key::writer;

/// Finds the rows of the lookup for each row.
pub(crate) struct LookupJoin<'p> {
    join: &'p Join,
    lookup: Arc<Lookup>,
    conditions: Conjunction<'p>,
    /// How many rows to emit at a time, about: a row can become many.
    batch_rows: usize,
}

/// A row and a row of the lookup.
#[derive(Default)]
struct Pairs {
    rows: Vec<u32>,
    found: Vec<u32>,
}

impl<'p> LookupJoin<'p> {
    pub(crate) fn new(
        join: &'p Join,
        lookup: Arc<Lookup>,
        batch_rows: usize,
        session: &'p Session,
    ) -> Result<Self, ExecError> {
        let conditions = Conjunction::new(&join.conditions, session, &|at| at)?;
        Ok(LookupJoin { join, lookup, conditions, batch_rows })
    }

    /// The rows of the lookup for a row whose keys are all there.
    fn find<'t>(&self, table: &'t Table, key: &[u8], warnings: &mut Warnings) -> &'t [u32] {
        if table.among_several.contains_key(key) {
            self.warn(warnings);
        }
        table.by_key.get(key).map_or(&[], Vec::as_slice)
    }

    fn warn(&self, warnings: &mut Warnings) {
        warnings
            .record(self.join.site, || Problem::argument("LOOKUP JOIN encountered multi-value"));
    }

    /// The columns of pairs that fulfil the conditions; a row without any gets nulls.
    fn joined(
        &self,
        batch: &Batch,
        table: &Table,
        mut pairs: Pairs,
        rows: std::ops::Range<usize>,
        warnings: &mut Warnings,
    ) -> Batch {
        if !self.join.conditions.is_empty() {
            let candidates = side_by_side(batch, table, &pairs);
            let kept = self.conditions.keep(None, &candidates.columns, candidates.rows, warnings);
            if let Some(kept) = kept {
                let pick = |from: &[u32]| kept.iter().map(|&at| from[at as usize]).collect();
                pairs = Pairs { rows: pick(&pairs.rows), found: pick(&pairs.found) };
            }
        }
        let nulls = index(table.len());
        let mut all = Pairs::default();
        let mut next = 0;
        for row in rows {
            let row = index(row);
            let start = next;
            while pairs.rows.get(next) == Some(&row) {
                next += 1;
            }
            let found = if start == next { &[nulls] } else { &pairs.found[start..next] };
            all.rows.extend(std::iter::repeat_n(row, found.len()));
            all.found.extend(found);
        }
        side_by_side(batch, table, &all)
    }
}

fn side_by_side(batch: &Batch, table: &Table, pairs: &Pairs) -> Batch {
    let mut joined = batch.take(&pairs.rows);
    joined.columns.extend(table.rows.take(&pairs.found).columns);
    joined
}

impl Transform for LookupJoin<'_> {
    fn apply(&self, batch: Batch, warnings: &mut Warnings, emit: &mut Emit<'_>) -> bool {
        let Some(table) = self.lookup.table() else { return true };
        let columns: Vec<&Column> =
            self.join.keys.iter().map(|(row, _)| &batch.columns[*row]).collect();
        let writers: Vec<_> = columns.iter().map(|column| writer(column)).collect();
        let (mut pairs, mut start) = (Pairs::default(), 0);
        let mut key = Vec::new();
        for row in 0..batch.rows {
            key.clear();
            let is_null = columns.iter().any(|column| column.is_null(row));
            let several = columns.iter().any(|column| column.cell(row).len() > 1);
            if several && !is_null {
                self.warn(warnings);
            } else if !is_null {
                for (column, write) in columns.iter().zip(&writers) {
                    write(column.cell(row).start, &mut key);
                }
                let found = self.find(table, &key, warnings);
                pairs.rows.extend(std::iter::repeat_n(index(row), found.len()));
                pairs.found.extend(found);
            }
            if pairs.rows.len() >= self.batch_rows || row + 1 == batch.rows {
                let pairs = std::mem::take(&mut pairs);
                let joined = self.joined(&batch, table, pairs, start..row + 1, warnings);
                start = row + 1;
                if !emit(joined, warnings) {
                    return false;
                }
            }
        }
        true
    }
}
