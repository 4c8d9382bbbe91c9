//! A column: Arrow values, plus offsets only when some cell holds several values.

use std::ops::Range;
use std::sync::Arc;

use arrow_array::{Array, ArrayRef, BinaryViewArray, NullArray, StringViewArray, UInt32Array};
use arrow_buffer::{BooleanBuffer, NullBuffer, OffsetBuffer};

use crate::{ColumnBuilder, DataType, Storage, StorageKind, Value, ValueRef, with_storage};

/// The cells of one column.
///
/// - `offsets` absent: cell `i` is value `i`; null where the Arrow array is null.
/// - `offsets` present: cell `i` is `values[offsets[i]..offsets[i + 1]]`; no values is null, and
///   the Arrow array itself has no nulls.
/// - `repeat` present: there is one cell, and the column repeats it so many times. Literals come
///   like this, so that no kernel fills a column with copies.
///
/// Every cell with several values keeps their order; whether it is sorted is for its maker.
#[derive(Clone, Debug)]
pub struct Column {
    ty: DataType,
    values: ArrayRef,
    offsets: Option<OffsetBuffer<i32>>,
    repeat: Option<usize>,
}

impl Column {
    /// A column with at most one value a cell.
    #[must_use]
    pub fn single(ty: DataType, values: ArrayRef) -> Self {
        Column { ty, values, offsets: None, repeat: None }
    }

    /// A column whose cells are ranges of `values`, which must have no nulls.
    ///
    /// The offsets are dropped when no cell has several values.
    #[must_use]
    pub fn multi(ty: DataType, values: ArrayRef, offsets: OffsetBuffer<i32>) -> Self {
        debug_assert_eq!(values.null_count(), 0);
        let lengths = || offsets.lengths();
        if lengths().any(|len| len > 1) || matches!(ty.storage(), StorageKind::Null) {
            return Column { ty, values, offsets: Some(offsets), repeat: None };
        }
        let validity: BooleanBuffer = lengths().map(|len| len == 1).collect();
        let indices: UInt32Array = offsets
            .windows(2)
            .map(|pair| (pair[1] > pair[0]).then(|| u32::try_from(pair[0]).unwrap_or(0)))
            .collect();
        if validity.count_set_bits() == values.len() && values.len() == offsets.len() - 1 {
            return Column::single(ty, values);
        }
        let values = take_array(&values, &indices);
        Column::single(ty, values)
    }

    /// A column of `len` nulls.
    #[must_use]
    pub fn null(ty: DataType, len: usize) -> Self {
        Column::constant(ty, &Value::Null, len)
    }

    /// A column that has `value` in each of `len` cells.
    #[must_use]
    pub fn constant(ty: DataType, value: &Value, len: usize) -> Self {
        let mut builder = ColumnBuilder::new(ty);
        builder.push(value);
        Column { repeat: Some(len), ..builder.finish() }
    }

    /// The type.
    #[must_use]
    pub fn ty(&self) -> DataType {
        self.ty
    }

    /// The same cells under another type of the same storage.
    #[must_use]
    pub fn with_type(self, ty: DataType) -> Self {
        debug_assert_eq!(self.ty.storage(), ty.storage());
        Column { ty, ..self }
    }

    /// How many cells.
    #[must_use]
    pub fn len(&self) -> usize {
        self.repeat.unwrap_or_else(|| self.cells())
    }

    /// Whether it has no cell.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// How many cells are stored.
    fn cells(&self) -> usize {
        self.offsets.as_ref().map_or(self.values.len(), |offsets| offsets.len() - 1)
    }

    /// Whether one cell is repeated.
    #[must_use]
    pub fn is_constant(&self) -> bool {
        self.repeat.is_some()
    }

    /// Whether some cell may have several values.
    #[must_use]
    pub fn is_multi(&self) -> bool {
        self.offsets.is_some()
    }

    /// All values of all stored cells.
    #[must_use]
    pub fn values(&self) -> &ArrayRef {
        &self.values
    }

    /// The offsets, if some cell may have several values.
    #[must_use]
    pub fn offsets(&self) -> Option<&OffsetBuffer<i32>> {
        self.offsets.as_ref()
    }

    /// The values as an array of storage `S`; `None` if the column is of another storage.
    #[must_use]
    pub fn array<S: Storage>(&self) -> Option<&S::Array> {
        S::downcast(&self.values)
    }

    /// The validity of a column that is neither multi-valued nor constant; `None` if all valid.
    #[must_use]
    pub fn validity(&self) -> Option<&NullBuffer> {
        self.values.nulls()
    }

    /// Where the values of cell `at` stand: empty for null.
    #[must_use]
    pub fn cell(&self, at: usize) -> Range<usize> {
        let at = if self.repeat.is_some() { 0 } else { at };
        match &self.offsets {
            Some(offsets) => to_usize(offsets[at])..to_usize(offsets[at + 1]),
            None if self.values.is_null(at) || self.values.data_type().is_null() => at..at,
            None => at..at + 1,
        }
    }

    /// Whether cell `at` has no value.
    #[must_use]
    pub fn is_null(&self, at: usize) -> bool {
        self.cell(at).is_empty()
    }

    /// The value at value index `at` (see [`Column::cell`]).
    ///
    /// # Panics
    /// If `at` is no index out of [`Column::cell`].
    #[must_use]
    pub fn value(&self, at: usize) -> ValueRef<'_> {
        with_storage!(self.ty.storage(), S => match S::downcast(&self.values) {
            Some(array) => S::value_ref(S::value(array, at)),
            None => unreachable!("a column of type {} holds {}", self.ty, self.values.data_type()),
        }, none => unreachable!("a column of type {} has no values", self.ty))
    }

    /// Cell `at` as an owned value.
    #[must_use]
    pub fn cell_value(&self, at: usize) -> Value {
        let cell = self.cell(at);
        match cell.len() {
            0 => Value::Null,
            1 => self.value(cell.start).to_value(),
            _ => Value::List(cell.map(|at| self.value(at).to_value()).collect()),
        }
    }

    /// Cells `offset..offset + len`, without copying values.
    #[must_use]
    pub fn slice(&self, offset: usize, len: usize) -> Column {
        if self.repeat.is_some() {
            return Column { repeat: Some(len), ..self.clone() };
        }
        match &self.offsets {
            Some(offsets) => Column { offsets: Some(offsets.slice(offset, len)), ..self.clone() },
            None => Column { values: self.values.slice(offset, len), ..self.clone() },
        }
    }

    /// The cells at `indices`, in that order.
    #[must_use]
    pub fn take(&self, indices: &[u32]) -> Column {
        if self.repeat.is_some() {
            return Column { repeat: Some(indices.len()), ..self.clone() };
        }
        let Some(offsets) = &self.offsets else {
            let indices = UInt32Array::from(indices.to_vec());
            return Column { values: take_array(&self.values, &indices), ..self.clone() };
        };
        let mut ends = Vec::with_capacity(indices.len() + 1);
        ends.push(0);
        let mut positions: Vec<u32> = Vec::with_capacity(indices.len());
        for &at in indices {
            let (start, end) = (offsets[at as usize], offsets[at as usize + 1]);
            positions.extend((start..end).map(|at| u32::try_from(at).unwrap_or(0)));
            ends.push(i32::try_from(positions.len()).unwrap_or(i32::MAX));
        }
        let values = take_array(&self.values, &UInt32Array::from(positions));
        Column::multi(self.ty, values, OffsetBuffer::new(ends.into()))
    }

    /// The cells whose bit in `keep` is set.
    #[must_use]
    pub fn filter(&self, keep: &BooleanBuffer) -> Column {
        let indices: Vec<u32> =
            keep.set_indices().map(|at| u32::try_from(at).unwrap_or(u32::MAX)).collect();
        self.take(&indices)
    }

    /// The cells of all columns, one after another; all must have the same type.
    ///
    /// # Panics
    /// If the columns are of different storages, or none is given.
    #[must_use]
    pub fn concat(columns: &[&Column]) -> Column {
        assert!(!columns.is_empty(), "nothing to join");
        let ty = columns[0].ty;
        if matches!(ty.storage(), StorageKind::Null | StorageKind::Literal) {
            return Column::null(ty, columns.iter().map(|column| column.len()).sum());
        }
        let flat: Vec<Column> = columns.iter().map(|column| column.flattened()).collect();
        if flat.iter().all(|column| column.offsets.is_none()) {
            let arrays: Vec<&dyn Array> =
                flat.iter().map(|column| column.values.as_ref()).collect();
            return Column::single(ty, concat_arrays(&arrays));
        }
        let mut ends = vec![0];
        let mut parts: Vec<ArrayRef> = Vec::new();
        let mut total = 0;
        for column in &flat {
            // Only the values that cells name are taken: slices leave others around them, and a
            // null slot of a single-valued column is no value.
            let mut positions: Vec<u32> = Vec::with_capacity(column.len());
            for at in 0..column.len() {
                positions.extend(column.cell(at).map(|at| u32::try_from(at).unwrap_or(0)));
                ends.push(i32::try_from(total + positions.len()).unwrap_or(i32::MAX));
            }
            total += positions.len();
            parts.push(take_array(&column.values, &UInt32Array::from(positions)));
        }
        let arrays: Vec<&dyn Array> = parts.iter().map(AsRef::as_ref).collect();
        Column::multi(ty, concat_arrays(&arrays), OffsetBuffer::new(ends.into()))
    }

    /// The same cells, each stored: a repeated cell is copied out.
    #[must_use]
    pub fn flattened(&self) -> Column {
        let Some(len) = self.repeat else { return self.clone() };
        let stored = Column { repeat: None, ..self.clone() };
        stored.take(&vec![0; len])
    }

    /// The same cells in buffers of their own, if the present ones hold much more than the cells
    /// need: a few survivors of a filter must not keep a whole block of a file in memory.
    #[must_use]
    pub fn compacted(&self) -> Column {
        let values: ArrayRef = match self.ty.storage() {
            StorageKind::Str => match self.array::<crate::Str>() {
                Some(array) => Arc::new(StringViewArray::gc(array)),
                None => return self.clone(),
            },
            StorageKind::Bytes => match self.array::<crate::Bytes>() {
                Some(array) => Arc::new(BinaryViewArray::gc(array)),
                None => return self.clone(),
            },
            _ => return self.clone(),
        };
        Column { values, ..self.clone() }
    }

    /// Bytes of memory that the column holds on to.
    #[must_use]
    pub fn bytes(&self) -> usize {
        self.values.get_array_memory_size()
            + self.offsets.as_ref().map_or(0, |offsets| offsets.len() * size_of::<i32>())
    }

    /// An array of `len` empty slots for types without values.
    pub(crate) fn empty_array(len: usize) -> ArrayRef {
        Arc::new(NullArray::new(len))
    }
}

/// Two columns are equal when their types and cells are, however they are stored.
impl PartialEq for Column {
    fn eq(&self, other: &Column) -> bool {
        self.ty == other.ty
            && self.len() == other.len()
            && (0..self.len()).all(|at| self.cell_value(at) == other.cell_value(at))
    }
}

fn to_usize(offset: i32) -> usize {
    usize::try_from(offset).unwrap_or(0)
}

/// Arrow's `take`; it fails only for indices out of range, which would be a bug here.
fn take_array(values: &ArrayRef, indices: &UInt32Array) -> ArrayRef {
    match arrow_select::take::take(values.as_ref(), indices, None) {
        Ok(array) => array,
        Err(error) => unreachable!("take within range: {error}"),
    }
}

/// Arrow's `concat`; it fails only for arrays of different types, which would be a bug here.
fn concat_arrays(arrays: &[&dyn Array]) -> ArrayRef {
    match arrow_select::concat::concat(arrays) {
        Ok(array) => array,
        Err(error) => unreachable!("concat of equal types: {error}"),
    }
}
