//! The answer as records: a line a column, for rows that are wider than the terminal.

use std::io::{self, Write};

use anstyle::Style;
use esql_engine::Outcome;

use super::printable;
use super::table::NULL;
use super::width::{ELLIPSIS, width, wrap};

/// How many lines a value takes before it is cut.
const MOST_LINES: usize = 12;

/// The fewest terminal columns left for values; narrower, the lines become too long.
const NARROWEST: usize = 20;

/// Writes each row under a line with its number.
///
/// # Errors
/// If `out` cannot be written.
pub(super) fn write(
    outcome: &Outcome,
    names: &[String],
    terminal: usize,
    color: bool,
    out: &mut dyn Write,
) -> io::Result<()> {
    let style = |style: Style| if color { style } else { Style::new() };
    let (bold, dim) = (style(Style::new().bold()), style(Style::new().dimmed()));
    let indent = names.iter().map(|name| width(name)).max().unwrap_or(0) + 2;
    let room = terminal.saturating_sub(indent).max(NARROWEST);
    let mut number = 0;
    for batch in &outcome.batches {
        for row in 0..batch.rows {
            number += 1;
            let title = format!("── {number} ");
            let rule = "─".repeat(terminal.saturating_sub(width(&title)));
            writeln!(out, "{dim}{title}{rule}{dim:#}")?;
            for (name, column) in names.iter().zip(&batch.columns) {
                let gap = " ".repeat(indent - width(name));
                write!(out, "{bold}{name}{bold:#}{gap}")?;
                let values = printable::values(column, row);
                if values.is_empty() {
                    writeln!(out, "{dim}{NULL}{dim:#}")?;
                    continue;
                }
                let mut lines = values.iter().flat_map(|value| shortened(value, room));
                if let Some(first) = lines.next() {
                    writeln!(out, "{first}")?;
                }
                for line in lines {
                    writeln!(out, "{:indent$}{line}", "")?;
                }
            }
        }
    }
    Ok(())
}

/// A value in lines, the last an ellipsis if there would be too many.
fn shortened(value: &str, room: usize) -> impl Iterator<Item = &str> {
    let mut lines = wrap(value, room);
    if lines.len() > MOST_LINES {
        lines.truncate(MOST_LINES);
        lines.push(ELLIPSIS);
    }
    lines.into_iter()
}
