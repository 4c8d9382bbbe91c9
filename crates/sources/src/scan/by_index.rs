//! The column of a field that the indices map differently: a column for each mapping, and which
//! of them has the cell of each document.

use esql_data::{Column, DataType, Value};
use esql_planner::catalog::IndexField;

use crate::extract::Slots;
use crate::field::{FieldColumn, Misfit};
use crate::json::Raw;
use crate::scan::indices::Patterns;

/// Builds the column, document by document.
pub(crate) struct ByIndex {
    ty: DataType,
    parts: Vec<Part>,
    /// For each document the part that has its cell, and where; none if it has no value.
    cells: Vec<Option<(usize, u32)>>,
    /// The index met last, and the part for it.
    last: Option<(String, Option<usize>)>,
}

/// The documents of those indices that map the field in the same way.
struct Part {
    indices: Patterns,
    slot: usize,
    column: FieldColumn,
    rows: u32,
}

impl ByIndex {
    /// `slots` has the slot of each of the fields.
    pub(crate) fn new(ty: DataType, fields: &[IndexField], slots: &[usize]) -> Self {
        let part = |(field, &slot): (&IndexField, &usize)| Part {
            indices: Patterns::of_mapping(&field.indices),
            slot,
            column: FieldColumn::new(ty, &field.mapping),
            rows: 0,
        };
        let parts = fields.iter().zip(slots).map(part).collect();
        ByIndex { ty, parts, cells: Vec::new(), last: None }
    }

    /// A cell for a document of this index.
    pub(crate) fn push<'a>(
        &mut self,
        index: Option<&str>,
        slots: &Slots<'a>,
        misfit: &mut dyn FnMut(Raw<'a>, Misfit),
    ) {
        let at = index.map_or((!self.parts.is_empty()).then_some(0), |index| self.part(index));
        self.cells.push(at.map(|at| {
            let part = &mut self.parts[at];
            part.column.push(slots.get(part.slot), misfit);
            part.rows += 1;
            (at, part.rows - 1)
        }));
    }

    fn part(&mut self, index: &str) -> Option<usize> {
        if let Some((last, part)) = &self.last
            && last == index
        {
            return *part;
        }
        let part = self.parts.iter().position(|part| part.indices.matches(index));
        self.last = Some((index.to_owned(), part));
        part
    }

    /// The column; the builder is empty afterwards.
    pub(crate) fn finish(&mut self) -> Column {
        let mut columns = vec![Column::constant(self.ty, &Value::Null, 1)];
        let mut starts = Vec::with_capacity(self.parts.len());
        let mut next = 1;
        for part in &mut self.parts {
            starts.push(next);
            next += std::mem::take(&mut part.rows);
            columns.push(part.column.finish());
        }
        let all = Column::concat(&columns.iter().collect::<Vec<_>>());
        let cells = std::mem::take(&mut self.cells);
        let rows: Vec<u32> = cells
            .into_iter()
            .map(|cell| cell.map_or(0, |(part, row)| starts[part] + row))
            .collect();
        all.take(&rows)
    }
}
