//! Lookups: the rows that a join looks in, read as a whole and found by their keys.

use std::sync::OnceLock;

use esql_data::{Batch, Column, DataType, Field};
use esql_planner::physical::{Join, JoinKind};
use hashbrown::HashMap;

use crate::evaluator::index;
use crate::ranges::Ranges;
use crate::row_key::writer;

/// The rows of a lookup by their keys, filled once before the rows that are joined come.
pub(crate) struct Lookup {
    kind: JoinKind,
    /// The key columns.
    keys: Vec<usize>,
    types: Vec<DataType>,
    table: OnceLock<Table>,
}

/// A lookup that was read.
pub(crate) struct Table {
    /// The rows, and behind them one of nulls.
    pub(crate) rows: Batch,
    /// The rows whose key is a single value.
    pub(crate) by_key: HashMap<Vec<u8>, Vec<u32>>,
    /// The rows with a key among several values in a cell.
    pub(crate) among_several: HashMap<Vec<u8>, Vec<u32>>,
    /// Whether some row has a null among its keys.
    pub(crate) has_null: bool,
    /// The ranges of rows, where keys are ranges.
    pub(crate) ranges: Ranges,
}

impl Lookup {
    /// An empty lookup with the columns of `schema`.
    pub(crate) fn new(join: &Join, schema: &[Field]) -> Self {
        Lookup {
            kind: join.kind,
            keys: join.keys.iter().map(|(_, lookup)| *lookup).collect(),
            types: schema.iter().map(|field| field.ty).collect(),
            table: OnceLock::new(),
        }
    }

    /// The table, once it is filled.
    pub(crate) fn table(&self) -> Option<&Table> {
        self.table.get()
    }

    /// Takes the rows in, once, and gives the bytes that they take.
    pub(crate) fn fill(&self, batches: &[Batch]) -> usize {
        let nulls = self.types.iter().map(|ty| Column::null(*ty, 1)).collect();
        let mut batches = batches.to_vec();
        batches.push(Batch::new(nulls, 1));
        let rows = Batch::concat(&batches);
        let mut table = Table {
            rows,
            by_key: HashMap::default(),
            among_several: HashMap::default(),
            has_null: false,
            ranges: Ranges::default(),
        };
        let bytes = match (self.kind, self.keys.as_slice()) {
            (JoinKind::Range, &[lower, upper]) => table.add_ranges(lower, upper),
            _ => table.add_keys(&self.keys),
        };
        // It is filled once.
        let bytes = bytes + table.rows.bytes();
        let _ = self.table.set(table);
        bytes
    }
}

impl Table {
    /// How many rows there are, and so the number of the one with nulls.
    pub(crate) fn len(&self) -> usize {
        self.rows.rows.saturating_sub(1)
    }

    fn add_keys(&mut self, keys: &[usize]) -> usize {
        let columns: Vec<&Column> =
            keys.iter().filter_map(|&at| self.rows.columns.get(at)).collect();
        let mut bytes = 0;
        for row in 0..self.rows.rows.saturating_sub(1) {
            self.has_null |= columns.iter().any(|column| column.is_null(row));
            for (key, among_several) in all_keys(&columns, row) {
                bytes += key.len() + size_of::<(Vec<u8>, Vec<u32>)>();
                let rows = if among_several { &mut self.among_several } else { &mut self.by_key };
                rows.entry(key).or_default().push(index(row));
            }
        }
        bytes
    }

    fn add_ranges(&mut self, lower: usize, upper: usize) -> usize {
        let columns = &self.rows.columns;
        self.ranges = Ranges::new(&columns[lower], &columns[upper], self.len());
        self.ranges.bytes()
    }
}

/// The keys of a row: one, none if a cell is null, and one for each combination of its values if
/// there are several.
fn all_keys(columns: &[&Column], row: usize) -> Vec<(Vec<u8>, bool)> {
    let mut keys = vec![Vec::new()];
    let mut several = false;
    for column in columns {
        let cell = column.cell(row);
        several |= cell.len() > 1;
        let write = writer(column);
        keys = cell
            .flat_map(|at| {
                let longer = keys.iter().map(|key: &Vec<u8>| {
                    let mut key = key.clone();
                    write(at, &mut key);
                    key
                });
                longer.collect::<Vec<_>>()
            })
            .collect();
    }
    keys.into_iter().map(|key| (key, several)).collect()
}
