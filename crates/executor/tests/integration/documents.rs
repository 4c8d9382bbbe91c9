//! Documents in memory, cut into tasks at will.

use esql_data::{Batch, Column, DataType, Value, Warnings};
use esql_planner::catalog::IndexPattern;
use esql_planner::scan::{
    Documents, FieldSource, Scan, ScanError, ScanField, ScanFilter, ScanReport, Task, Tasks,
};

/// A table that is scanned task by task; each row counts as ten bytes.
#[derive(Debug)]
pub(crate) struct Table {
    types: Vec<DataType>,
    tasks: Vec<Batch>,
    /// The task that cannot be read.
    broken: Option<usize>,
}

impl Table {
    /// A table of one task.
    pub(crate) fn new(columns: &[(DataType, Vec<Value>)]) -> Self {
        let rows = columns.first().map_or(0, |(_, cells)| cells.len());
        let types = columns.iter().map(|(ty, _)| *ty).collect();
        let columns = columns.iter().map(|(ty, cells)| Column::from_values(*ty, cells)).collect();
        Table { types, tasks: vec![Batch::new(columns, rows)], broken: None }
    }

    /// The same rows in tasks that begin at these rows too.
    pub(crate) fn cut(&self, starts: &[usize]) -> Self {
        let all = Batch::concat(&self.tasks);
        let mut bounds: Vec<usize> = starts.iter().map(|start| (*start).min(all.rows)).collect();
        bounds.extend([0, all.rows]);
        bounds.sort_unstable();
        let cut = |pair: &[usize]| all.slice(pair[0], pair[1] - pair[0]);
        Table {
            types: self.types.clone(),
            tasks: bounds.windows(2).map(cut).collect(),
            broken: None,
        }
    }

    /// The same table, but this task cannot be read.
    pub(crate) fn broken_at(self, task: usize) -> Self {
        Table { broken: Some(task), ..self }
    }

    /// The scan of all columns.
    pub(crate) fn scan(&self) -> Scan {
        let field = |(at, ty): (usize, &DataType)| ScanField {
            name: format!("c{at}"),
            ty: *ty,
            from: FieldSource::Null,
        };
        Scan { fields: self.types.iter().enumerate().map(field).collect(), ..Scan::default() }
    }
}

impl Documents for Table {
    fn scan<'a>(
        &'a self,
        _: &'a Scan,
        filter: Option<&'a dyn ScanFilter>,
    ) -> Result<Box<dyn Tasks<'a> + 'a>, ScanError> {
        Ok(Box::new(Pieces { table: self, filter, next: 0 }))
    }

    fn takes_part(&self, _: &[IndexPattern], _: Option<&str>) -> bool {
        true
    }

    fn total_bytes(&self) -> Option<u64> {
        None
    }
}

struct Pieces<'a> {
    table: &'a Table,
    filter: Option<&'a dyn ScanFilter>,
    next: usize,
}

impl<'a> Tasks<'a> for Pieces<'a> {
    fn next(&mut self) -> Result<Option<Box<dyn Task + 'a>>, ScanError> {
        let Some(batch) = self.table.tasks.get(self.next) else { return Ok(None) };
        let broken = self.table.broken == Some(self.next);
        self.next += 1;
        Ok(Some(Box::new(Piece { batch, filter: self.filter, broken })))
    }
}

struct Piece<'a> {
    batch: &'a Batch,
    filter: Option<&'a dyn ScanFilter>,
    broken: bool,
}

impl Task for Piece<'_> {
    fn run(
        self: Box<Self>,
        batch_rows: usize,
        warnings: &mut Warnings,
        emit: &mut dyn FnMut(Batch, &mut Warnings) -> bool,
    ) -> Result<ScanReport, ScanError> {
        if self.broken {
            return Err(ScanError::Io { file: "f".into(), message: "broken".into() });
        }
        let mut report = ScanReport::default();
        for start in (0..self.batch.rows).step_by(batch_rows) {
            let mut batch = self.batch.slice(start, batch_rows.min(self.batch.rows - start));
            report.documents += batch.rows as u64;
            report.bytes += 10 * batch.rows as u64;
            if let Some(filter) = self.filter {
                let columns = filter.columns().iter().map(|&at| batch.columns[at].clone());
                let seen = Batch::new(columns.collect(), batch.rows);
                batch = batch.take(&filter.keep(&seen, warnings));
            }
            if !emit(batch, warnings) {
                break;
            }
        }
        Ok(report)
    }
}
