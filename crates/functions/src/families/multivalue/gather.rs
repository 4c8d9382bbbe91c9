//! Cells made of values that stand in an array already: positions are collected, values taken at
//! the end, so that strings are not copied one by one.

use std::ops::Range;

use esql_data::arrow::array::{ArrayRef, UInt32Array};
use esql_data::arrow::buffer::OffsetBuffer;
use esql_data::arrow::select::{concat::concat, take::take};
use esql_data::{Column, DataType, StorageKind};

use crate::EvalCx;

/// Cells of any number of values.
pub(super) struct Gather {
    positions: Vec<u32>,
    ends: Vec<i32>,
}

impl Gather {
    /// No cells, with room for some.
    pub(super) fn with_capacity(cells: usize) -> Self {
        let mut ends = Vec::with_capacity(cells + 1);
        ends.push(0);
        Gather { positions: Vec::with_capacity(cells), ends }
    }

    /// A cell with the values at these positions; without any it is null.
    pub(super) fn cell(&mut self, positions: impl IntoIterator<Item = usize>) {
        self.positions.extend(positions.into_iter().map(to_u32));
        self.ends.push(i32::try_from(self.positions.len()).unwrap_or(i32::MAX));
    }

    /// The column of type `ty` out of `values`.
    pub(super) fn finish(self, ty: DataType, values: &ArrayRef) -> Column {
        if ty.storage() == StorageKind::Null {
            return Column::null(ty, self.ends.len() - 1);
        }
        let values = take_values(values, &UInt32Array::from(self.positions));
        Column::multi(ty, values, OffsetBuffer::new(self.ends.into()))
    }
}

/// One value of each cell: `choose` gives its position; null stays null.
pub(super) fn pick(
    cx: &EvalCx<'_>,
    column: &Column,
    choose: impl Fn(Range<usize>) -> usize,
) -> Column {
    if column.ty().storage() == StorageKind::Null {
        return Column::null(cx.ret, cx.rows);
    }
    if !column.is_multi() {
        return column.clone().with_type(cx.ret);
    }
    let positions: UInt32Array = (0..cx.rows)
        .map(|row| {
            let cell = column.cell(row);
            (!cell.is_empty()).then(|| to_u32(choose(cell)))
        })
        .collect();
    Column::single(cx.ret, take_values(column.values(), &positions))
}

/// The values of two columns in one array, and where those of the second begin; `None` if one of
/// them is the literal null.
pub(super) fn joined(left: &Column, right: &Column) -> Option<(ArrayRef, usize)> {
    if left.ty().storage() != right.ty().storage() || left.ty().storage() == StorageKind::Null {
        return None;
    }
    match concat(&[left.values().as_ref(), right.values().as_ref()]) {
        Ok(values) => Some((values, left.values().len())),
        Err(error) => unreachable!("concat of equal types: {error}"),
    }
}

fn take_values(values: &ArrayRef, positions: &UInt32Array) -> ArrayRef {
    match take(values.as_ref(), positions, None) {
        Ok(values) => values,
        Err(error) => unreachable!("take within range: {error}"),
    }
}

fn to_u32(position: usize) -> u32 {
    u32::try_from(position).unwrap_or(u32::MAX)
}
