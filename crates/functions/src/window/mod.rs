//! Columns computed from all rows at once, in their order: CHANGE_POINT, the scores of FUSE,
//! COMPLETION.
//!
//! A [`WindowFunction`] is made once a query out of what the command says. It sees the whole of its
//! input columns, keeps every row, and gives columns of the same length.

pub mod change_point;
pub mod completion;
pub mod fuse;

use std::fmt;

use esql_data::{Column, DataType};

use crate::EvalCx;

pub use change_point::ChangePoint;
pub use completion::{Completer, Completion};
pub use fuse::{FuseMethod, FuseScore, Normalizer};

/// Makes columns out of columns of all rows.
///
/// Its `Debug` form names the command and all that the result depends on: two are equal if they
/// print alike.
pub trait WindowFunction: fmt::Debug + Send + Sync {
    /// The types of the columns, in the order in which the command adds them.
    fn outputs(&self) -> &[DataType];

    /// A column for each of the outputs, over the `cx.rows` rows of the inputs.
    ///
    /// # Errors
    /// If something outside of the query fails that the command asks, as a sentence.
    fn compute(&self, cx: &mut EvalCx<'_>, inputs: &[Column]) -> Result<Vec<Column>, String>;
}

impl PartialEq for dyn WindowFunction {
    fn eq(&self, other: &Self) -> bool {
        format!("{self:?}") == format!("{other:?}")
    }
}
