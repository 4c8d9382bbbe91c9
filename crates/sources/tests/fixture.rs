//! A folder of files for one test, and the rows that a scan of them gives.

use std::path::Path;

use esql_data::{Batch, Column, DataType, Warnings};
use esql_planner::catalog::{Catalog, IndexPattern, Lookup};
use esql_planner::physical::Expr;
use esql_planner::scan::{
    Documents, FieldSource, Metadata, Scan, ScanError, ScanField, ScanFilter, ScanReport,
};
use esql_sources::{Dataset, Input, Mapping, Options};
use tempfile::TempDir;

pub(crate) struct Fixture {
    pub(crate) folder: TempDir,
    pub(crate) options: Options,
    pub(crate) mapping: Option<&'static str>,
    pub(crate) from: &'static str,
    pub(crate) filter: Option<Keep>,
    /// What the scan is told of the filter.
    pub(crate) conditions: Vec<Expr>,
    pub(crate) limit: Option<usize>,
    pub(crate) batch_rows: usize,
}

/// Whether a row, its cells as text, is kept.
pub(crate) type RowTest = Box<dyn Fn(&[String]) -> bool + Send + Sync>;

/// A filter that keeps the rows whose column passes a test, given as the texts of its values.
pub(crate) struct Keep {
    pub(crate) column: [usize; 1],
    pub(crate) test: RowTest,
}

impl Keep {
    /// Keeps the rows whose column has no value.
    pub(crate) fn null(column: usize) -> Keep {
        Keep { column: [column], test: Box::new(<[String]>::is_empty) }
    }
}

impl ScanFilter for Keep {
    fn columns(&self) -> &[usize] {
        &self.column
    }

    fn keep(&self, batch: &Batch, _: &mut Warnings) -> Vec<u32> {
        let column = &batch.columns[0];
        let texts = |at: usize| -> Vec<String> {
            let cell = column.cell_value(at);
            cell.values().iter().map(|value| value.print(column.ty())).collect()
        };
        (0..batch.rows)
            .filter(|&at| (self.test)(&texts(at)))
            .map(|at| u32::try_from(at).unwrap())
            .collect()
    }
}

/// A fixture with these files.
pub(crate) fn files(files: &[(&str, &[u8])]) -> Fixture {
    let folder = TempDir::new().unwrap();
    for (name, content) in files {
        let path = folder.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, content).unwrap();
    }
    Fixture {
        folder,
        options: Options::default(),
        mapping: None,
        from: "",
        filter: None,
        conditions: Vec::new(),
        limit: None,
        batch_rows: 1000,
    }
}

/// A fixture with one file, `events.ndjson`.
pub(crate) fn file(content: &str) -> Fixture {
    files(&[("events.ndjson", content.as_bytes())])
}

pub(crate) fn patterns(from: &str) -> Vec<IndexPattern> {
    from.split(',')
        .filter(|part| !part.is_empty())
        .map(|part| IndexPattern {
            pattern: part.trim_start_matches('-').to_owned(),
            exclude: part.starts_with('-'),
            known: false,
        })
        .collect()
}

impl Fixture {
    pub(crate) fn path(&self, name: &str) -> String {
        self.folder.path().join(name).display().to_string()
    }

    /// All files of the folder, or the inputs given.
    pub(crate) fn dataset(&self, inputs: &[Input]) -> Dataset {
        let whole = [Input { spec: self.folder.path().display().to_string(), index: None }];
        let inputs = if inputs.is_empty() { &whole } else { inputs };
        let dataset = Dataset::open(inputs, self.options.clone()).unwrap();
        match self.mapping {
            Some(mapping) => dataset.with_mapping(Mapping::parse(mapping).unwrap()),
            None => dataset,
        }
    }

    /// The rows of the columns named, cells between bars; then the problems.
    pub(crate) fn rows(&self, columns: &str) -> Vec<String> {
        self.scan(&self.dataset(&[]), columns).unwrap()
    }

    pub(crate) fn scan(&self, dataset: &Dataset, columns: &str) -> Result<Vec<String>, ScanError> {
        let (batches, reports) = self.batches(dataset, columns)?;
        let mut rows = Vec::new();
        for batch in batches {
            for at in 0..batch.rows {
                let cell = |column: &Column| column.cell_value(at).print(column.ty());
                rows.push(batch.columns.iter().map(cell).collect::<Vec<_>>().join(" | "));
            }
        }
        for report in &reports {
            for problem in &report.problems {
                let file = Path::new(&problem.file).file_name().unwrap().to_string_lossy();
                let field = problem.field.as_ref().map_or(String::new(), |name| format!(" {name}"));
                rows.push(format!(
                    "!{file}:{}:{}{field}: {}",
                    problem.line,
                    problem.column.unwrap(),
                    problem.message
                ));
            }
        }
        let told: usize = reports.iter().map(|report| report.problems.len()).sum();
        let count: u64 = reports.iter().map(|report| report.problem_count).sum();
        if count != told as u64 {
            rows.push(format!("!{count} problems in all"));
        }
        Ok(rows)
    }

    pub(crate) fn batches(
        &self,
        dataset: &Dataset,
        columns: &str,
    ) -> Result<(Vec<Batch>, Vec<ScanReport>), ScanError> {
        let indices = patterns(self.from);
        let fields = columns.split(' ').filter(|name| !name.is_empty());
        let scan = Scan {
            fields: fields.map(|name| field(dataset, &indices, name)).collect(),
            indices,
            filter: self.conditions.clone(),
            indexed: self.conditions.len(),
            limit: self.limit,
        };
        let filter = self.filter.as_ref().map(|filter| filter as &dyn ScanFilter);
        let mut tasks = dataset.scan(&scan, filter)?;
        let mut batches = Vec::new();
        let mut reports = Vec::new();
        let mut warnings = Warnings::default();
        while let Some(task) = tasks.next()? {
            reports.push(task.run(self.batch_rows, &mut warnings, &mut |batch, _| {
                batches.push(batch);
                true
            })?);
        }
        Ok((batches, reports))
    }
}

/// The column that a query would get for `name`; `#` in front asks for a metadata field.
fn field(dataset: &Dataset, indices: &[IndexPattern], name: &str) -> ScanField {
    if name == "#origin" {
        let from = FieldSource::Metadata(Metadata::Origin);
        return ScanField { name: name.into(), ty: DataType::Long, from };
    }
    if let Some(&(name, ty, metadata)) =
        Metadata::NAMED.iter().find(|(known, ..)| Some(*known) == name.strip_prefix('#'))
    {
        return ScanField { name: name.into(), ty, from: FieldSource::Metadata(metadata) };
    }
    match dataset.field(indices, name) {
        Lookup::Found(field) => {
            let from = field.source();
            ScanField { name: field.name, ty: field.ty, from }
        }
        Lookup::Unmapped => {
            ScanField { name: name.into(), ty: DataType::Null, from: FieldSource::Null }
        }
        Lookup::Missing => panic!("{name} is missing"),
    }
}
