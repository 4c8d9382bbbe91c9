//! Many values to one: the numeric functions.

use esql_data::{CellsBuilder, Column, Storage, StorageKind};

use crate::EvalCx;
use crate::typed::IntoCell;

/// What `f` makes of the values of each cell, which it may reorder; null stays null.
pub(super) fn reduce<S, N, R, T>(
    cx: &mut EvalCx<'_>,
    column: &Column,
    f: impl Fn(&mut [N]) -> T,
) -> Column
where
    S: for<'a> Storage<Item<'a> = N>,
    R: Storage,
    T: IntoCell<R>,
{
    if cx.ret.storage() == StorageKind::Null {
        return Column::null(cx.ret, cx.rows);
    }
    let mut cells = CellsBuilder::<R>::new();
    let mut values = Vec::new();
    for row in 0..cx.rows {
        values.clear();
        values.extend(column.items::<S>(row));
        if values.is_empty() {
            cells.null();
        } else {
            f(&mut values).put(cx, &mut cells);
        }
    }
    cells.finish(cx.ret)
}

/// A kernel out of [`reduce`].
macro_rules! reduce_kernel {
    ($f:expr; $a:ty => $r:ty) => {
        $crate::Kernel::Plain(|cx, args| {
            $crate::families::multivalue::reduce::reduce::<$a, _, $r, _>(cx, &args[0], $f)
        })
    };
}
pub(super) use reduce_kernel;
