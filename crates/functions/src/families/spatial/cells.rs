//! What is computed over all geometries of a cell at once.

use esql_data::{CellsBuilder, Column, DataType, Problem, Storage, ValueRef};

use super::bounds::Bounds;
use super::geometry::{Envelope, Geometry};
use super::wkt::read;
use crate::EvalCx;
use crate::typed::IntoCell;

/// Whether geometries of this type lie on the globe.
pub(in crate::families) fn on_globe(ty: DataType) -> bool {
    matches!(ty, DataType::GeoPoint | DataType::GeoShape)
}

/// The geometries of a row's cell.
pub(super) fn geometries(column: &Column, row: usize) -> Result<Vec<Geometry>, Problem> {
    column
        .cell(row)
        .map(|at| match column.value(at) {
            ValueRef::Text(text) => read(text),
            _ => Ok(Geometry::Collection(Vec::new())),
        })
        .collect()
}

/// A kernel over the geometries of each cell that has some.
pub(super) fn each_cell<R, T>(
    cx: &mut EvalCx<'_>,
    column: &Column,
    f: impl Fn(Vec<Geometry>) -> T,
) -> Column
where
    R: Storage,
    T: IntoCell<R>,
{
    let mut cells = CellsBuilder::<R>::new();
    for row in 0..cx.rows {
        match geometries(column, row) {
            Ok(parts) if parts.is_empty() => cells.null(),
            Ok(parts) => f(parts).put(cx, &mut cells),
            Err(problem) => Err::<T, Problem>(problem).put(cx, &mut cells),
        }
    }
    cells.finish(cx.ret)
}

/// The rectangle around geometries.
pub(super) fn envelope(geometries: &[Geometry], on_globe: bool) -> Result<Envelope, Problem> {
    let mut bounds = Bounds::default();
    for geometry in geometries {
        geometry.visit(&mut |point| bounds.add(point));
    }
    bounds
        .envelope(on_globe)
        .ok_or_else(|| Problem::argument("Cannot determine envelope of geometry"))
}
