//! Builders of columns: one generic over the storage for kernels, one by type for the rest.

use arrow_buffer::OffsetBuffer;

use crate::{
    Bool, Bytes, Column, DataType, Double, Int, Long, Storage, StorageKind, Str, ULong, Value,
    ValueRef,
};

/// Builds a column of storage `S`, cell by cell.
///
/// Offsets are kept only from the first cell on that has several values.
pub struct CellsBuilder<S: Storage> {
    values: S::Builder,
    /// Values so far, null slots included.
    count: usize,
    /// Cells so far that have no slot of their own in `values`.
    cells: usize,
    /// Ends of cells, once some cell had several values.
    ends: Option<Vec<i32>>,
    /// Cells so far that are null.
    nulls: Vec<u32>,
}

impl<S: Storage> Default for CellsBuilder<S> {
    fn default() -> Self {
        CellsBuilder {
            values: S::Builder::default(),
            count: 0,
            cells: 0,
            ends: None,
            nulls: Vec::new(),
        }
    }
}

impl<S: Storage> CellsBuilder<S> {
    /// An empty builder.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// How many cells are built.
    #[must_use]
    pub fn len(&self) -> usize {
        self.cells
    }

    /// Whether no cell is built.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.cells == 0
    }

    /// A cell without a value.
    pub fn null(&mut self) {
        match &mut self.ends {
            Some(ends) => ends.push(to_offset(self.count)),
            None => {
                self.nulls.push(u32::try_from(self.cells).unwrap_or(u32::MAX));
                S::append_null(&mut self.values);
                self.count += 1;
            }
        }
        self.cells += 1;
    }

    /// A cell with one value.
    pub fn single(&mut self, item: S::Item<'_>) {
        S::append(&mut self.values, item);
        self.count += 1;
        self.cells += 1;
        if let Some(ends) = &mut self.ends {
            ends.push(to_offset(self.count));
        }
    }

    /// A cell with one value, or null.
    pub fn option(&mut self, item: Option<S::Item<'_>>) {
        match item {
            Some(item) => self.single(item),
            None => self.null(),
        }
    }

    /// A cell with all values of `items`; none is null.
    pub fn many<'a>(&mut self, items: impl IntoIterator<Item = S::Item<'a>>) {
        let mut items = items.into_iter();
        let Some(first) = items.next() else { return self.null() };
        S::append(&mut self.values, first);
        self.count += 1;
        let mut several = false;
        for item in items {
            if !several && self.ends.is_none() {
                self.ends = Some((0..=self.cells).map(to_offset).collect());
            }
            several = true;
            S::append(&mut self.values, item);
            self.count += 1;
        }
        self.cells += 1;
        if let Some(ends) = &mut self.ends {
            ends.push(to_offset(self.count));
        }
    }

    /// The column of type `ty`, which must have storage `S`.
    #[must_use]
    pub fn finish(mut self, ty: DataType) -> Column {
        let values = S::finish(&mut self.values);
        let Some(ends) = self.ends else { return Column::single(ty, values) };
        if self.nulls.is_empty() {
            return Column::multi(ty, values, OffsetBuffer::new(ends.into()));
        }
        // The cells before the first multi-valued one have a slot each, null ones too; those
        // slots go, and the ends move up.
        let mut gone = 0;
        let mut next = 0;
        let mut kept_ends = Vec::with_capacity(ends.len());
        for (cell, end) in ends.iter().enumerate() {
            // `ends[cell]` is the end of cell `cell - 1`.
            while next < self.nulls.len() && (self.nulls[next] as usize) < cell {
                next += 1;
                gone += 1;
            }
            kept_ends.push(end - gone);
        }
        let mut keep = vec![true; values.len()];
        for &at in &self.nulls {
            keep[at as usize] = false;
        }
        let filter = arrow_array::BooleanArray::from(keep);
        match arrow_select::filter::filter(values.as_ref(), &filter) {
            Ok(values) => Column::multi(ty, values, OffsetBuffer::new(kept_ends.into())),
            Err(error) => unreachable!("filter of equal length: {error}"),
        }
    }
}

fn to_offset(count: usize) -> i32 {
    i32::try_from(count).unwrap_or(i32::MAX)
}

/// Builds a column of any type.
pub struct ColumnBuilder {
    ty: DataType,
    cells: AnyCells,
}

enum AnyCells {
    Bool(CellsBuilder<Bool>),
    Int(CellsBuilder<Int>),
    Long(CellsBuilder<Long>),
    ULong(CellsBuilder<ULong>),
    Double(CellsBuilder<Double>),
    Str(CellsBuilder<Str>),
    Bytes(CellsBuilder<Bytes>),
    Nothing(usize),
}

macro_rules! each_cells {
    ($any:expr, $cells:ident => $body:expr, none($count:ident) => $other:expr) => {
        match $any {
            AnyCells::Bool($cells) => $body,
            AnyCells::Int($cells) => $body,
            AnyCells::Long($cells) => $body,
            AnyCells::ULong($cells) => $body,
            AnyCells::Double($cells) => $body,
            AnyCells::Str($cells) => $body,
            AnyCells::Bytes($cells) => $body,
            AnyCells::Nothing($count) => $other,
        }
    };
}

impl ColumnBuilder {
    /// An empty builder for columns of type `ty`.
    #[must_use]
    pub fn new(ty: DataType) -> Self {
        let cells = match ty.storage() {
            StorageKind::Bool => AnyCells::Bool(CellsBuilder::new()),
            StorageKind::Int => AnyCells::Int(CellsBuilder::new()),
            StorageKind::Long => AnyCells::Long(CellsBuilder::new()),
            StorageKind::ULong => AnyCells::ULong(CellsBuilder::new()),
            StorageKind::Double => AnyCells::Double(CellsBuilder::new()),
            StorageKind::Str => AnyCells::Str(CellsBuilder::new()),
            StorageKind::Bytes => AnyCells::Bytes(CellsBuilder::new()),
            StorageKind::Null | StorageKind::Literal => AnyCells::Nothing(0),
        };
        ColumnBuilder { ty, cells }
    }

    /// The type of the column.
    #[must_use]
    pub fn ty(&self) -> DataType {
        self.ty
    }

    /// How many cells are built.
    #[must_use]
    pub fn len(&self) -> usize {
        each_cells!(&self.cells, cells => cells.len(), none(count) => *count)
    }

    /// Whether no cell is built.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// A cell without a value.
    pub fn push_null(&mut self) {
        each_cells!(&mut self.cells, cells => cells.null(), none(count) => *count += 1);
    }

    /// A cell with `value`; a value of another storage counts as null.
    pub fn push(&mut self, value: &Value) {
        self.push_many(value.values().iter().filter_map(Value::as_ref));
    }

    /// A cell with all `values`; those of another storage are left out, none is null.
    pub fn push_many<'a>(&mut self, values: impl Iterator<Item = ValueRef<'a>>) {
        macro_rules! fill {
            ($cells:expr, $variant:ident) => {
                $cells.many(values.filter_map(|value| match value {
                    ValueRef::$variant(value) => Some(value),
                    _ => None,
                }))
            };
        }
        match &mut self.cells {
            AnyCells::Bool(cells) => fill!(cells, Boolean),
            AnyCells::Int(cells) => fill!(cells, Integer),
            AnyCells::Long(cells) => fill!(cells, Long),
            AnyCells::ULong(cells) => fill!(cells, UnsignedLong),
            AnyCells::Double(cells) => fill!(cells, Double),
            AnyCells::Str(cells) => fill!(cells, Text),
            AnyCells::Bytes(cells) => fill!(cells, Bytes),
            AnyCells::Nothing(count) => *count += 1,
        }
    }

    /// A copy of cell `at` of `column`, which must be of the same storage.
    pub fn push_cell(&mut self, column: &Column, at: usize) {
        if column.ty().storage() == StorageKind::Null {
            return self.push_null();
        }
        self.push_many(column.cell(at).map(|at| column.value(at)));
    }

    /// The column.
    #[must_use]
    pub fn finish(self) -> Column {
        let ty = self.ty;
        each_cells!(self.cells, cells => cells.finish(ty),
            none(count) => Column::single(ty, Column::empty_array(count)))
    }
}

impl Column {
    /// A column of type `ty` with these cells.
    #[must_use]
    pub fn from_values<'a>(ty: DataType, cells: impl IntoIterator<Item = &'a Value>) -> Column {
        let mut builder = ColumnBuilder::new(ty);
        for cell in cells {
            builder.push(cell);
        }
        builder.finish()
    }

    /// The items of cell `at`, for storage `S`; empty if the column is of another storage.
    pub fn items<S: Storage>(&self, at: usize) -> impl ExactSizeIterator<Item = S::Item<'_>> {
        let (array, cell) = match self.array::<S>() {
            Some(array) => (Some(array), self.cell(at)),
            None => (None, 0..0),
        };
        cell.map(move |at| match array {
            Some(array) => S::value(array, at),
            None => unreachable!("an empty range has no items"),
        })
    }
}
