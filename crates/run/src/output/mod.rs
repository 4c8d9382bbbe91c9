//! The answer in its formats.

pub(crate) mod check;
pub(crate) mod escape;
pub(crate) mod fields;
mod printable;
mod record;
pub(crate) mod scan;
mod summary;
mod table;
pub(crate) mod why;
mod width;

use std::io::{self, Write};

use esql_engine::{Outcome, response};

use crate::args::Format;

pub(crate) use printable::escaped;
pub(crate) use summary::{Run, Summary, duration, problems};

/// How text for people is laid out.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Layout {
    /// Columns of the terminal; without, lines are as long as they need to be.
    pub width: Option<usize>,
    /// Whether ANSI colors are used.
    pub color: bool,
}

/// Writes an answer.
///
/// # Errors
/// If `out` cannot be written.
pub fn write(
    outcome: &Outcome,
    format: Format,
    layout: Layout,
    out: &mut dyn Write,
) -> io::Result<()> {
    match format {
        Format::Table => table::write(outcome, layout, out),
        Format::Json => response::json(outcome, out),
        Format::Ndjson => response::ndjson(outcome, out),
        Format::Csv => response::csv(outcome, out),
        Format::Tsv => response::tsv(outcome, out),
        Format::Md => response::markdown(outcome, out),
    }
}
