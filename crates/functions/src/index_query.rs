//! How Elasticsearch's index answers conditions: a document is found if one of its values fits, and
//! only then it is looked at whether there are several.
//!
//! Elasticsearch hands the conditions of a filter that its index can answer to Lucene, each as a
//! query for any of a field's values together with one that demands a single value
//! (`SingleValueQuery`). The latter is asked last, of documents that all the others find; only
//! there a field with several values warns. Computed row by row, the same condition warns of
//! every such field.

use std::sync::Arc;

use esql_data::arrow::array::{Array, BooleanArray};
use esql_data::{Bool, Column, DataType, Problem};

use crate::{Call, EvalCx};

/// What a condition is for the index.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum IndexQuery {
    /// It is computed row by row.
    None,
    /// AND and OR: a question to the index if its operands are.
    Connective,
    /// NOT: likewise.
    Negation,
    /// A question about all values of a field at once, which never warns.
    WholeField,
    /// A question about the values of a field with a single value.
    SingleValue(Found),
}

/// When a field with several values is found.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Found {
    /// If one of them fits.
    ByAny,
    /// If all of them do: the condition negates one of the other kind, such as `!=`.
    ByAll,
}

/// How a call answers for fields with several values.
#[derive(Clone, Copy, Debug)]
pub struct Matching {
    /// When such a field is found.
    pub found: Found,
    /// The answer at which there is a warning, and null instead: true, or false under a NOT.
    pub warns_at: Option<bool>,
}

impl Matching {
    /// Evaluates `call` for each value of the argument that has several in a cell.
    pub(crate) fn evaluate(self, call: &Call, cx: &mut EvalCx<'_>, args: &[Column]) -> Column {
        let several = args.iter().find(|arg| arg.is_multi());
        let Some((field, offsets)) = several.and_then(|arg| Some((arg, arg.offsets()?))) else {
            return call.lifted(cx, args);
        };
        let ends: Vec<usize> =
            offsets.iter().map(|end| usize::try_from(*end).unwrap_or(0)).collect();
        let (start, end) = (ends.first().copied().unwrap_or(0), ends.last().copied().unwrap_or(0));
        let count = end.saturating_sub(start);
        let values = args.iter().map(|arg| {
            if std::ptr::eq(arg, field) {
                Column::single(arg.ty(), arg.values().slice(start, count))
            } else {
                // The others are constants.
                Column::constant(arg.ty(), &arg.cell_value(0), count)
            }
        });
        let values: Vec<Column> = values.collect();
        let fits = call.lifted(&mut cx.for_rows(count), &values).flattened();
        let fits = |at: usize| {
            let array = fits.array::<Bool>()?;
            array.is_valid(at - start).then(|| array.value(at - start))
        };
        let cells = ends.windows(2).map(|cell| {
            let mut values = (cell[0]..cell[1]).map(fits);
            if cell[1] - cell[0] < 2 {
                return values.next().flatten();
            }
            let found = match self.found {
                Found::ByAny => values.any(|fits| fits == Some(true)),
                Found::ByAll => values.all(|fits| fits == Some(true)),
            };
            if self.warns_at == Some(found) {
                cx.warn(Problem::multi_value);
                return None;
            }
            Some(found)
        });
        let cells: BooleanArray = cells.collect();
        Column::single(DataType::Boolean, Arc::new(cells))
    }
}
