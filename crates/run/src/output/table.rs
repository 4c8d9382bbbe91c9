//! The answer as a table for people.
//!
//! A row may take several lines: one for each value of a cell. Where the terminal is narrower than
//! the table, the widest columns give way first, and what does not fit is cut with an ellipsis.
//! Names of columns are never cut; when they alone do not fit, each row becomes a
//! [record](super::record).

use std::io::{self, Write};

use comfy_table::{Attribute, Cell, CellAlignment, ContentLineStyle, LineStyle, Table, TableStyle};
use esql_engine::Outcome;
use esql_engine::data::Column;

use super::width::{ELLIPSIS, cut, width};
use super::{Layout, printable, record};

/// The fewest terminal columns that a column of strings is cut down to; other values stay whole.
const NARROWEST: usize = 16;

/// How many values of a cell are shown where the terminal has a width.
const MOST_VALUES: usize = 8;

/// What stands between two columns: a blank, a line, a blank.
const SEPARATOR: usize = 3;

/// What is shown for no value.
pub(super) const NULL: &str = "null";

/// Lines around the table and between columns.
const STYLE: TableStyle = TableStyle::new()
    .top_border(LineStyle::new('┌', '─', '┬', '┐'))
    .header_lines(ContentLineStyle::new('│', '│', '│'))
    .header_separator(LineStyle::new('╞', '═', '╪', '╡'))
    .content_lines(ContentLineStyle::new('│', '│', '│'))
    .bottom_border(LineStyle::new('└', '─', '┴', '┘'));

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
    table.load_style(if has_lists(outcome) {
        STYLE.row_separator(LineStyle::new('├', '─', '┼', '┤'))
    } else {
        STYLE
    });
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
            values.push(rest(more));
        }
    }
    align(Cell::new_owned(values.join("\n")), column)
}

/// The line behind the values that are shown of a long list.
fn rest(more: usize) -> String {
    format!("{ELLIPSIS} {more} more")
}

/// Whether some row takes several lines, so that lines between rows are needed.
fn has_lists(outcome: &Outcome) -> bool {
    let mut columns = outcome.batches.iter().flat_map(|batch| &batch.columns);
    columns.any(|column| (0..column.len()).any(|row| column.cell(row).len() > 1))
}

/// Numbers stand on the right.
fn align(cell: Cell, column: &Column) -> Cell {
    if column.ty().is_numeric() { cell.set_alignment(CellAlignment::Right) } else { cell }
}

/// The width of each column in a terminal of `terminal` columns; `None` if there is no room.
fn fit(outcome: &Outcome, names: &[String], terminal: usize) -> Option<Vec<usize>> {
    let borders = SEPARATOR * names.len() + 1;
    let room = terminal.checked_sub(borders)?;
    let mut widths = Vec::with_capacity(names.len());
    let mut least = Vec::with_capacity(names.len());
    for (at, (name, field)) in names.iter().zip(&outcome.schema).enumerate() {
        // More than there is room for is cut anyway, and need not be counted down below.
        let wide = widest(outcome, at).min(room + 1);
        let whole = if field.ty.is_string() { wide.min(NARROWEST) } else { wide };
        widths.push(wide.max(width(name)));
        least.push(whole.max(width(name)));
    }
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

/// The width of the widest line in column `at`.
fn widest(outcome: &Outcome, at: usize) -> usize {
    let mut widest = 0;
    for batch in &outcome.batches {
        let Some(column) = batch.columns.get(at) else { continue };
        for row in 0..batch.rows {
            let values = printable::values(column, row);
            let more = values.len().saturating_sub(MOST_VALUES);
            let cell = values.iter().take(MOST_VALUES).map(|value| width(value)).max();
            let last = if more > 0 { width(&rest(more)) } else { 0 };
            widest = widest.max(cell.unwrap_or(NULL.len())).max(last);
        }
    }
    widest
}

#[cfg(test)]
#[path = "table_tests.rs"]
mod tests;
