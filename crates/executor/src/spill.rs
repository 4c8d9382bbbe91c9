//! Spilling: groups that do not fit into memory wait in temporary files.
//!
//! Each group goes to the file that the hash of its keys names, part by part in the order of the
//! tasks. A file is then merged alone, by the very steps that would have been taken in memory, so
//! that the answer is the same; groups come out in first-seen order by the number that each has.

use std::hash::BuildHasher;
use std::io::{self, BufReader, BufWriter, IntoInnerError, Seek, SeekFrom};

use esql_data::{Batch, Column, ColumnBuilder, DataType, ValueRef, ipc};
use esql_planner::temporary::{TemporaryFile, TemporaryFiles};
use hashbrown::DefaultHashBuilder;

use crate::ExecError;
use crate::evaluator::index;
use crate::row_key;

/// How many files there are: as many times the memory budget can be merged, at most.
const FILES: usize = 32;

/// Groups in files.
pub(crate) struct Spill {
    files: Vec<BufWriter<Box<dyn TemporaryFile>>>,
    hasher: DefaultHashBuilder,
    /// The types of the columns: the number of each group, then what it consists of.
    types: Vec<DataType>,
    /// How many groups were written.
    groups: i64,
    /// How many bytes a file may take in memory when it is merged.
    limit: usize,
    /// Why writing failed.
    error: Option<io::Error>,
}

/// Groups read back: the number of each, and its columns.
pub(crate) struct Groups {
    pub(crate) numbers: Vec<i64>,
    pub(crate) columns: Vec<Column>,
}

impl Spill {
    /// No groups yet.
    ///
    /// # Errors
    /// If files cannot be made.
    pub(crate) fn new(
        files: &dyn TemporaryFiles,
        types: impl IntoIterator<Item = DataType>,
        limit: usize,
    ) -> Result<Self, ExecError> {
        let create = |_| files.create().map(BufWriter::new);
        Ok(Spill {
            files: tried((0..FILES).map(create).collect())?,
            hasher: DefaultHashBuilder::default(),
            types: std::iter::once(DataType::Long).chain(types).collect(),
            groups: 0,
            limit,
            error: None,
        })
    }

    /// Whether writing failed; what follows is of no use then.
    pub(crate) fn has_failed(&self) -> bool {
        self.error.is_some()
    }

    /// How many bytes a file may take in memory when it is merged.
    pub(crate) fn limit(&self) -> usize {
        self.limit
    }

    /// Writes groups: their keys, and the columns of their states.
    pub(crate) fn write<'c>(
        &mut self,
        keys: Vec<Column>,
        states: impl IntoIterator<Item = &'c Column>,
    ) {
        let count = keys.first().map_or(0, Column::len);
        let files = self.files_of(&keys, count);
        let mut numbers = ColumnBuilder::new(DataType::Long);
        for number in (self.groups..).take(count) {
            numbers.push_many(std::iter::once(ValueRef::Long(number)));
        }
        self.groups = self.groups.saturating_add_unsigned(count as u64);
        let mut columns = vec![numbers.finish()];
        columns.extend(keys);
        columns.extend(states.into_iter().cloned());
        let all = Batch::new(columns, count);
        for (rows, file) in files.iter().zip(&mut self.files) {
            if self.error.is_none() && !rows.is_empty() {
                self.error = ipc::write(&all.take(rows), file).err();
            }
        }
    }

    /// The rows that belong to each file.
    fn files_of(&self, keys: &[Column], count: usize) -> Vec<Vec<u32>> {
        let writers: Vec<_> = keys.iter().map(row_key::writer).collect();
        let mut files = vec![Vec::new(); FILES];
        let mut bytes = Vec::new();
        for row in 0..count {
            bytes.clear();
            for (key, write) in keys.iter().zip(&writers) {
                let cell = key.cell(row);
                bytes.push(u8::from(!cell.is_empty()));
                cell.for_each(|at| write(at, &mut bytes));
            }
            let hash = self.hasher.hash_one(bytes.as_slice());
            files[hash as usize % FILES].push(index(row));
        }
        files
    }

    /// Reads the groups of each file, in the order in which they were written.
    ///
    /// # Errors
    /// If a file cannot be written or read.
    pub(crate) fn read(
        self,
        mut each: impl FnMut(
            &mut dyn FnMut() -> Result<Option<Groups>, ExecError>,
        ) -> Result<(), ExecError>,
    ) -> Result<(), ExecError> {
        tried(self.error.map_or(Ok(()), Err))?;
        for file in self.files {
            let mut file = tried(file.into_inner().map_err(IntoInnerError::into_error))?;
            tried(file.seek(SeekFrom::Start(0)))?;
            let mut file = BufReader::new(file);
            each(&mut || {
                let batch = tried(ipc::read(&self.types, &mut file))?;
                Ok(batch.map(|batch| {
                    let mut columns = batch.columns;
                    let numbers = columns.remove(0);
                    let number = |row| match numbers.value(row) {
                        ValueRef::Long(number) => number,
                        _ => 0,
                    };
                    Groups { numbers: (0..batch.rows).map(number).collect(), columns }
                }))
            })?;
        }
        Ok(())
    }
}

fn tried<T>(result: io::Result<T>) -> Result<T, ExecError> {
    result.map_err(|error| ExecError::TemporaryFile { message: error.to_string() })
}
