//! Adapters from plain Rust functions over single values to kernels over columns.
//!
//! They run behind [`Lift::SingleValue`](crate::Lift) or `PerValue`, so no cell has several
//! values; a null argument gives null. A function may give a value, an `Option` (none is null)
//! or a `Result` whose [`Problem`] becomes null and a warning.

use std::borrow::Cow;

use esql_data::arrow::array::Array;
use esql_data::{
    Bool, Bytes, CellsBuilder, Column, Double, Int, Long, Problem, Storage, Str, ULong,
};

use crate::EvalCx;

/// The cells of a single-valued column, for random access.
pub struct Cells<'a, S: Storage> {
    array: Option<&'a S::Array>,
    constant: bool,
}

impl<'a, S: Storage> Cells<'a, S> {
    /// The cells of `column`; all null if it is of another storage.
    #[must_use]
    pub fn new(column: &'a Column) -> Self {
        Cells { array: column.array::<S>(), constant: column.is_constant() }
    }

    /// The value of cell `row`.
    #[must_use]
    pub fn get(&self, row: usize) -> Option<S::Item<'a>> {
        let array = self.array?;
        let at = if self.constant { 0 } else { row };
        array.is_valid(at).then(|| S::value(array, at))
    }
}

/// What a kernel function may give for a cell of storage `S`.
pub trait IntoCell<S: Storage> {
    /// Puts the cell into the builder.
    fn put(self, cx: &mut EvalCx<'_>, cells: &mut CellsBuilder<S>);
}

macro_rules! into_cell {
    ($($ty:ty => $storage:ty),*) => {$(
        impl IntoCell<$storage> for $ty {
            fn put(self, _: &mut EvalCx<'_>, cells: &mut CellsBuilder<$storage>) {
                cells.single(self);
            }
        }
    )*};
}
into_cell!(bool => Bool, i32 => Int, i64 => Long, u64 => ULong, f64 => Double);

macro_rules! into_text_cell {
    ($($ty:ty => $storage:ty),*) => {$(
        impl IntoCell<$storage> for $ty {
            fn put(self, _: &mut EvalCx<'_>, cells: &mut CellsBuilder<$storage>) {
                cells.single(self.as_ref());
            }
        }
    )*};
}
into_text_cell!(String => Str, &str => Str, Cow<'_, str> => Str, [u8; 16] => Bytes, &[u8] => Bytes);

impl<S: Storage, T: IntoCell<S>> IntoCell<S> for Option<T> {
    fn put(self, cx: &mut EvalCx<'_>, cells: &mut CellsBuilder<S>) {
        match self {
            Some(value) => value.put(cx, cells),
            None => cells.null(),
        }
    }
}

impl<S: Storage, T: IntoCell<S>> IntoCell<S> for Result<T, Problem> {
    fn put(self, cx: &mut EvalCx<'_>, cells: &mut CellsBuilder<S>) {
        match self {
            Ok(value) => value.put(cx, cells),
            Err(problem) => {
                cx.warn(|| problem);
                cells.null();
            }
        }
    }
}

/// A kernel of one argument.
pub fn unary<A, R, T>(
    cx: &mut EvalCx<'_>,
    args: &[Column],
    f: impl for<'a> Fn(A::Item<'a>) -> T,
) -> Column
where
    A: Storage,
    R: Storage,
    T: IntoCell<R>,
{
    let mut cells = CellsBuilder::<R>::new();
    let a = Cells::<A>::new(&args[0]);
    for row in 0..cx.rows {
        match a.get(row) {
            Some(a) => f(a).put(cx, &mut cells),
            None => cells.null(),
        }
    }
    cells.finish(cx.ret)
}

/// A kernel of one string argument whose result may borrow from it.
pub fn text(cx: &mut EvalCx<'_>, args: &[Column], f: impl Fn(&str) -> Cow<'_, str>) -> Column {
    let mut cells = CellsBuilder::<Str>::new();
    let a = Cells::<Str>::new(&args[0]);
    for row in 0..cx.rows {
        match a.get(row) {
            Some(a) => cells.single(&f(a)),
            None => cells.null(),
        }
    }
    cells.finish(cx.ret)
}

/// A kernel of two arguments.
pub fn binary<A, B, R, T>(
    cx: &mut EvalCx<'_>,
    args: &[Column],
    f: impl for<'a, 'b> Fn(A::Item<'a>, B::Item<'b>) -> T,
) -> Column
where
    A: Storage,
    B: Storage,
    R: Storage,
    T: IntoCell<R>,
{
    let mut cells = CellsBuilder::<R>::new();
    let (a, b) = (Cells::<A>::new(&args[0]), Cells::<B>::new(&args[1]));
    for row in 0..cx.rows {
        match (a.get(row), b.get(row)) {
            (Some(a), Some(b)) => f(a, b).put(cx, &mut cells),
            _ => cells.null(),
        }
    }
    cells.finish(cx.ret)
}

/// A kernel of three arguments.
pub fn ternary<A, B, C, R, T>(
    cx: &mut EvalCx<'_>,
    args: &[Column],
    f: impl for<'a, 'b, 'c> Fn(A::Item<'a>, B::Item<'b>, C::Item<'c>) -> T,
) -> Column
where
    A: Storage,
    B: Storage,
    C: Storage,
    R: Storage,
    T: IntoCell<R>,
{
    let mut cells = CellsBuilder::<R>::new();
    let a = Cells::<A>::new(&args[0]);
    let (b, c) = (Cells::<B>::new(&args[1]), Cells::<C>::new(&args[2]));
    for row in 0..cx.rows {
        match (a.get(row), b.get(row), c.get(row)) {
            (Some(a), Some(b), Some(c)) => f(a, b, c).put(cx, &mut cells),
            _ => cells.null(),
        }
    }
    cells.finish(cx.ret)
}

/// The kernel of a plain function: `kernel!(starts_with: Str, Str => Bool)`.
#[macro_export]
macro_rules! kernel {
    ($f:expr; $a:ty => $r:ty) => {
        $crate::Kernel::Plain(|cx, args| $crate::typed::unary::<$a, $r, _>(cx, args, $f))
    };
    ($f:expr; $a:ty, $b:ty => $r:ty) => {
        $crate::Kernel::Plain(|cx, args| $crate::typed::binary::<$a, $b, $r, _>(cx, args, $f))
    };
    ($f:expr; $a:ty, $b:ty, $c:ty => $r:ty) => {
        $crate::Kernel::Plain(|cx, args| $crate::typed::ternary::<$a, $b, $c, $r, _>(cx, args, $f))
    };
}
