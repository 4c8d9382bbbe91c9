//! The answer as a table for people.
//!
//! A row may take several lines: one for each value of a cell. Where the terminal is narrower than
//! the table, the widest columns give way first, and what does not fit is cut with an ellipsis.
//! Names of columns are never cut; when they alone do not fit, each row becomes a
//! [record](super::record).

use std::io::{self, Write};

use comfy_table::{Attribute, Cell, CellAlignment, Table, presets};
use esql_engine::Outcome;
use esql_engine::data::Column;

use super::width::{ELLIPSIS, cut, width};
use super::{Layout, printable, record};

/// The fewest terminal columns that a column of long values is cut down to.
const NARROWEST: usize = 16;

/// How many values of a cell are shown where the terminal has a width.
const MOST_VALUES: usize = 8;

/// What stands between two columns: a blank, a line, a blank.
const SEPARATOR: usize = 3;

/// What is shown for no value.
pub(super) const NULL: &str = "null";

/// Writes the answer as a table, or as records where the terminal is too narrow for one. An answer
/// without rows is nothing.
///
/// # Errors
/// If `out` cannot be written.
pub(super) fn write(outcome: &Outcome, layout: Layout, out: &mut dyn Write) -> io::Result<()> {
    if outcome.rows() == 0 {
        return Ok(());
    }
    let names: Vec<String> =
        outcome.schema.iter().map(|field| printable::escaped(&field.name).into_owned()).collect();
    let widths = match layout.width {
        None => None,
        Some(width) => match fit(outcome, &names, width) {
            None => return record::write(outcome, &names, width, layout.color, out),
            widths => widths,
        },
    };
    let mut table = Table::new();
    table.load_style(presets::UTF8_FULL_CONDENSED.with_solid_inner_borders());
    table.force_no_tty();
    if layout.color {
        table.enforce_styling();
    }
    table.set_header(names.iter().map(|name| Cell::new(name).add_attribute(Attribute::Bold)));
    for batch in &outcome.batches {
        for row in 0..batch.rows {
            let limits = (0..batch.columns.len()).map(|at| widths.as_ref().map(|all| all[at]));
            table.add_row(
                batch.columns.iter().zip(limits).map(|(column, limit)| cell(column, row, limit)),
            );
        }
    }
    for line in table.lines() {
        writeln!(out, "{line}")?;
    }
    Ok(())
}

/// A cell, its values one a line. With a limit of columns, values are cut and long lists too.
fn cell(column: &Column, row: usize, limit: Option<usize>) -> Cell {
    let mut values = printable::values(column, row);
    if values.is_empty() {
        let null = Cell::new(NULL).add_attribute(Attribute::Dim);
        return align(null, column);
    }
    if let Some(limit) = limit {
        let more = values.len().saturating_sub(MOST_VALUES);
        values.truncate(MOST_VALUES);
        for value in &mut values {
            *value = cut(value, limit);
        }
        if more > 0 {
            values.push(cut(&format!("{ELLIPSIS} {more} more"), limit));
        }
    }
    align(Cell::new_owned(values.join("\n")), column)
}

/// Numbers stand on the right.
fn align(cell: Cell, column: &Column) -> Cell {
    if column.ty().is_numeric() { cell.set_alignment(CellAlignment::Right) } else { cell }
}

/// The width of each column in a terminal of `width` columns; `None` if there is no room.
fn fit(outcome: &Outcome, names: &[String], terminal: usize) -> Option<Vec<usize>> {
    let borders = SEPARATOR * names.len() + 1;
    let room = terminal.checked_sub(borders)?;
    let headers: Vec<usize> = names.iter().map(|name| width(name)).collect();
    let mut widths: Vec<usize> = (0..names.len())
        .map(|at| widest(outcome, at).max(headers[at]).min(room.max(NARROWEST)))
        .collect();
    let least: Vec<usize> =
        widths.iter().zip(&headers).map(|(&wide, &head)| head.max(wide.min(NARROWEST))).collect();
    if least.iter().sum::<usize>() > room {
        return None;
    }
    // The widest column that can give way does, column by column of the terminal.
    while widths.iter().sum::<usize>() > room {
        let shrinkable = (0..widths.len()).filter(|&at| widths[at] > least[at]);
        let at = shrinkable.max_by_key(|&at| widths[at])?;
        widths[at] -= 1;
    }
    Some(widths)
}

/// The width of the widest value of column `at`.
fn widest(outcome: &Outcome, at: usize) -> usize {
    let mut widest = 0;
    for batch in &outcome.batches {
        let Some(column) = batch.columns.get(at) else { continue };
        for row in 0..batch.rows {
            let values = printable::values(column, row);
            let cell = values.iter().map(|value| width(value)).max();
            widest = widest.max(cell.unwrap_or(NULL.len()));
        }
    }
    widest
}

#[cfg(test)]
#[path = "table_tests.rs"]
mod tests;
