//! Which groups the rows of a batch belong to: keys get dense numbers in first-seen order.

use std::ops::Range;

use esql_data::{
    Column, ColumnBuilder, DataType, Storage, StorageKind, Str, ValueRef, with_storage,
};

use crate::evaluator::index;
use crate::key_table::{BytesTable, NumberTable};
use crate::row_key::{self, Writer};

/// The groups seen so far.
pub(crate) struct Grouping {
    types: Vec<DataType>,
    table: Table,
    seen: Seen,
}

/// The keys of the groups, by number.
enum Table {
    /// No keys: all rows are one group, also if there is no row.
    One,
    /// One key of a fixed width, as its bits.
    Numbers(NumberTable),
    /// One string, as it is.
    Bytes(BytesTable),
    /// Anything else: for each key 0 if it is null, else 1 and its [`row_key`].
    Tuples(BytesTable),
}

/// The groups of some rows.
#[derive(Debug, Default)]
pub(crate) struct Assignment {
    /// The rows, ascending, a row once for each of its groups; `None`: each row once.
    pub(crate) rows: Option<Vec<u32>>,
    /// The group of each of these.
    pub(crate) groups: Vec<u32>,
}

impl Assignment {
    fn add(&mut self, row: usize, group: u32) {
        self.rows.get_or_insert_default().push(index(row));
        self.groups.push(group);
    }

    /// Bytes of memory that it takes.
    pub(crate) fn bytes(&self) -> usize {
        let rows = self.rows.as_ref().map_or(0, Vec::capacity);
        (rows + self.groups.capacity()) * size_of::<u32>()
    }

    /// Just those of the rows that are in `kept`, which is ascending.
    pub(crate) fn narrow(&self, kept: &[u32]) -> Assignment {
        let Some(rows) = &self.rows else {
            let groups = kept.iter().map(|&row| self.groups[row as usize]).collect();
            return Assignment { rows: Some(kept.to_vec()), groups };
        };
        let mut narrowed = Assignment { rows: Some(Vec::new()), groups: Vec::new() };
        let mut kept = kept.iter().peekable();
        for (&row, &group) in rows.iter().zip(&self.groups) {
            while kept.next_if(|&&other| other < row).is_some() {}
            if kept.peek() == Some(&&row) {
                narrowed.add(row as usize, group);
            }
        }
        narrowed
    }
}

/// Remembers which groups a row already has, for cells that hold a value twice.
#[derive(Default)]
struct Seen {
    /// For each group the last row that got it.
    last: Vec<u64>,
    row: u64,
}

impl Seen {
    fn next_row(&mut self) {
        self.row += 1;
    }

    /// Whether the present row gets `group` for the first time.
    fn is_new(&mut self, group: u32) -> bool {
        let group = group as usize;
        if group >= self.last.len() {
            self.last.resize(group + 1, 0);
        }
        std::mem::replace(&mut self.last[group], self.row) != self.row
    }
}

impl Grouping {
    /// No groups yet, by keys of these types.
    pub(crate) fn new(types: &[DataType]) -> Self {
        let table = match types {
            [] => Table::One,
            [ty] if matches!(ty.storage(), StorageKind::Str | StorageKind::Bytes) => {
                Table::Bytes(BytesTable::default())
            }
            [_] => Table::Numbers(NumberTable::default()),
            _ => Table::Tuples(BytesTable::default()),
        };
        Grouping { types: types.to_vec(), table, seen: Seen::default() }
    }

    /// The groups that have these keys, which differ from one another.
    pub(crate) fn of_keys(types: &[DataType], keys: &[Column], groups: usize) -> Self {
        let mut grouping = Grouping::new(types);
        grouping.assign(&keys.iter().collect::<Vec<_>>(), groups);
        grouping
    }

    /// How many groups there are.
    pub(crate) fn len(&self) -> usize {
        match &self.table {
            Table::One => 1,
            Table::Numbers(table) => table.len(),
            Table::Bytes(table) | Table::Tuples(table) => table.len(),
        }
    }

    /// Bytes of memory that the groups take.
    pub(crate) fn bytes(&self) -> usize {
        let table = match &self.table {
            Table::One => 0,
            Table::Numbers(table) => table.bytes(),
            Table::Bytes(table) | Table::Tuples(table) => table.bytes(),
        };
        table + self.seen.last.capacity() * size_of::<u64>()
    }

    /// The groups of `rows` rows with these keys. A cell with several values puts its row into a
    /// group for each distinct one, several such cells into one for each combination.
    pub(crate) fn assign(&mut self, keys: &[&Column], rows: usize) -> Assignment {
        match (&mut self.table, keys) {
            (Table::Numbers(table), [key]) => assign_numbers(table, &mut self.seen, key),
            (Table::Bytes(table), [key]) => assign_bytes(table, &mut self.seen, key),
            (Table::Tuples(table), keys) => assign_tuples(table, &mut self.seen, keys, rows),
            (Table::One | Table::Numbers(_) | Table::Bytes(_), _) => {
                Assignment { rows: None, groups: vec![0; rows] }
            }
        }
    }

    /// Adds the groups of another grouping by the same keys; gives the number here of each.
    pub(crate) fn absorb(&mut self, later: &Grouping) -> Vec<u32> {
        match (&mut self.table, &later.table) {
            (Table::Numbers(table), Table::Numbers(later)) => {
                later.keys().map(|key| table.number(key)).collect()
            }
            (Table::Bytes(table), Table::Bytes(later))
            | (Table::Tuples(table), Table::Tuples(later)) => table.numbers(later.keys()),
            _ => vec![0; later.len()],
        }
    }

    /// The keys of the groups, a column for each.
    pub(crate) fn columns(&self) -> Vec<Column> {
        let mut builders: Vec<ColumnBuilder> =
            self.types.iter().map(|ty| ColumnBuilder::new(*ty)).collect();
        match (&self.table, builders.as_mut_slice()) {
            (Table::Numbers(table), [builder]) => {
                let kind = builder.ty().storage();
                for key in table.keys() {
                    builder.push_many(key.and_then(|bits| number_value(kind, bits)).into_iter());
                }
            }
            (Table::Bytes(table), [builder]) => {
                let kind = builder.ty().storage();
                for key in table.keys() {
                    builder.push_many(key.and_then(|key| bytes_value(kind, key)).into_iter());
                }
            }
            (Table::Tuples(table), builders) => {
                for mut tuple in table.keys().flatten() {
                    for builder in &mut *builders {
                        match tuple.split_off_first() {
                            Some(1) => row_key::read(&mut tuple, builder),
                            _ => builder.push_null(),
                        }
                    }
                }
            }
            (Table::One | Table::Numbers(_) | Table::Bytes(_), _) => {}
        }
        builders.into_iter().map(ColumnBuilder::finish).collect()
    }
}

/// How many groups rows with these keys can have in all, at most.
pub(crate) fn fan_out(keys: &[&Column], rows: usize) -> usize {
    if !keys.iter().any(|key| key.is_multi()) {
        return rows;
    }
    let of_row = |row| {
        let lengths = keys.iter().map(|key| key.cell(row).len().max(1));
        lengths.fold(1, usize::saturating_mul)
    };
    (0..rows).map(of_row).fold(0, usize::saturating_add)
}

/// The groups of rows with one key. `number` gives the number of the key at a value index, or
/// of null.
fn assign_values(
    seen: &mut Seen,
    column: &Column,
    mut number: impl FnMut(Option<usize>) -> u32,
) -> Assignment {
    let rows = column.len();
    if column.is_multi() {
        let mut assignment = Assignment::default();
        for row in 0..rows {
            let cell = column.cell(row);
            if cell.is_empty() {
                assignment.add(row, number(None));
            }
            seen.next_row();
            for at in cell {
                let group = number(Some(at));
                if seen.is_new(group) {
                    assignment.add(row, group);
                }
            }
        }
        return assignment;
    }
    let groups = if column.is_constant() && rows > 0 {
        vec![number(column.cell(0).next()); rows]
    } else {
        match column.validity() {
            None => (0..rows).map(|row| number(Some(row))).collect(),
            Some(valid) => {
                (0..rows).map(|row| number(valid.is_valid(row).then_some(row))).collect()
            }
        }
    };
    Assignment { rows: None, groups }
}

fn assign_numbers(table: &mut NumberTable, seen: &mut Seen, column: &Column) -> Assignment {
    with_storage!(column.ty().storage(), S => {
        let array = column.array::<S>();
        let bits = |at| array.map(|array| number_bits(S::value_ref(S::value(array, at))));
        assign_values(seen, column, |at| table.number(at.and_then(bits)))
    }, none => Assignment { rows: None, groups: vec![table.number(None); column.len()] })
}

fn assign_bytes(table: &mut BytesTable, seen: &mut Seen, column: &Column) -> Assignment {
    if let Some(array) = column.array::<Str>() {
        return assign_values(seen, column, |at| {
            table.number(at.map(|at| Str::value(array, at).as_bytes()))
        });
    }
    let array = column.array::<esql_data::Bytes>();
    assign_values(seen, column, |at| {
        table.number(at.zip(array).map(|(at, array)| esql_data::Bytes::value(array, at)))
    })
}

fn assign_tuples(
    table: &mut BytesTable,
    seen: &mut Seen,
    keys: &[&Column],
    rows: usize,
) -> Assignment {
    let several = keys.iter().any(|key| key.is_multi());
    let writers: Vec<Writer<'_>> = keys.iter().map(|key| row_key::writer(key)).collect();
    let mut cells: Vec<(Range<usize>, &Writer<'_>)> = Vec::with_capacity(keys.len());
    let mut assignment = Assignment::default();
    let mut tuple = Vec::new();
    for row in 0..rows {
        cells.clear();
        cells.extend(keys.iter().map(|key| key.cell(row)).zip(&writers));
        seen.next_row();
        for_each_tuple(&cells, &mut tuple, &mut |tuple| {
            let group = table.number(Some(tuple));
            if !several {
                assignment.groups.push(group);
            } else if seen.is_new(group) {
                assignment.add(row, group);
            }
        });
    }
    assignment
}

/// Visits each combination of values, one out of each cell, written behind what `tuple` has.
fn for_each_tuple(
    cells: &[(Range<usize>, &Writer<'_>)],
    tuple: &mut Vec<u8>,
    visit: &mut impl FnMut(&[u8]),
) {
    let Some(((cell, write), cells)) = cells.split_first() else { return visit(tuple) };
    let start = tuple.len();
    if cell.is_empty() {
        tuple.push(0);
        for_each_tuple(cells, tuple, visit);
        tuple.truncate(start);
    }
    for at in cell.clone() {
        tuple.push(1);
        write(at, tuple);
        for_each_tuple(cells, tuple, visit);
        tuple.truncate(start);
    }
}

/// A value of fixed width as bits; all NaN are one, `-0.0` is not `0.0`.
#[inline]
fn number_bits(value: ValueRef<'_>) -> u64 {
    match value {
        ValueRef::Boolean(value) => u64::from(value),
        ValueRef::Integer(value) => u64::from(value.cast_unsigned()),
        ValueRef::Long(value) => value.cast_unsigned(),
        ValueRef::UnsignedLong(value) => value,
        ValueRef::Double(value) if value.is_nan() => f64::NAN.to_bits(),
        ValueRef::Double(value) => value.to_bits(),
        ValueRef::Text(_) | ValueRef::Bytes(_) => 0,
    }
}

/// The value of [`number_bits`].
fn number_value(kind: StorageKind, bits: u64) -> Option<ValueRef<'static>> {
    Some(match kind {
        StorageKind::Bool => ValueRef::Boolean(bits != 0),
        StorageKind::Int => ValueRef::Integer(u32::try_from(bits).ok()?.cast_signed()),
        StorageKind::Long => ValueRef::Long(bits.cast_signed()),
        StorageKind::ULong => ValueRef::UnsignedLong(bits),
        StorageKind::Double => ValueRef::Double(f64::from_bits(bits)),
        StorageKind::Str | StorageKind::Bytes | StorageKind::Null | StorageKind::Literal => {
            return None;
        }
    })
}

fn bytes_value(kind: StorageKind, bytes: &[u8]) -> Option<ValueRef<'_>> {
    match kind {
        StorageKind::Str => str::from_utf8(bytes).ok().map(ValueRef::Text),
        _ => Some(ValueRef::Bytes(bytes)),
    }
}
