//! How an answer differs from what a test expects.

use std::fmt;

/// A difference.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Difference {
    /// Another number of alerts.
    Alerts {
        /// What is expected.
        expected: u64,
        /// What there is.
        actual: u64,
    },
    /// An event that should be among the rows is not.
    NoRow(String),
    /// An event is among the rows and should not be.
    Unexpected(String),
    /// No row is like this one; the cells that the nearest one has instead.
    Row {
        /// The number of the expected row, from 1.
        number: usize,
        /// What differs.
        cells: Vec<Cell>,
    },
    /// No row is left for this one.
    MissingRow {
        /// The number of the expected row, from 1.
        number: usize,
        /// Its cells.
        cells: String,
    },
    /// A row that nobody expects.
    ExtraRow(String),
    /// Other columns.
    Columns {
        /// What is expected.
        expected: String,
        /// What there is.
        actual: String,
    },
    /// No warning has this text.
    NoWarning(String),
    /// The snapshot cannot be used.
    Snapshot(String),
    /// The rule gave no answer.
    Failed(String),
}

/// A cell that differs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cell {
    /// The column.
    pub column: String,
    /// What is expected.
    pub expected: String,
    /// What there is; none if there is no such column.
    pub actual: Option<String>,
}

impl fmt::Display for Difference {
    /// Lines of text; cells stand on lines of their own.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Difference::Alerts { expected, actual } => {
                write!(f, "{expected} alerts expected, and there are {actual}")
            }
            Difference::NoRow(id) => write!(f, "event `{id}` should match, and does not"),
            Difference::Unexpected(id) => write!(f, "event `{id}` matches, and should not"),
            Difference::Row { number, cells } => {
                write!(f, "row {number} differs")?;
                for Cell { column, expected, actual } in cells {
                    let actual = actual.as_deref().unwrap_or("no such column");
                    write!(f, "\n  {column}\n    - {expected}\n    + {actual}")?;
                }
                Ok(())
            }
            Difference::MissingRow { number, cells } => {
                write!(f, "row {number} is missing\n  - {cells}")
            }
            Difference::ExtraRow(cells) => write!(f, "a row that is not expected\n  + {cells}"),
            Difference::Columns { expected, actual } => {
                write!(f, "other columns\n  - {expected}\n  + {actual}")
            }
            Difference::NoWarning(text) => write!(f, "no warning holds `{text}`"),
            Difference::Snapshot(text) | Difference::Failed(text) => f.write_str(text),
        }
    }
}
