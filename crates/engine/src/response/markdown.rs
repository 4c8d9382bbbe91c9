//! A table in Markdown.

use std::io::{self, Write};

use super::cell_text;
use crate::Outcome;

/// Writes a Markdown table; bars and line ends in cells are escaped.
///
/// # Errors
/// If `out` cannot be written.
pub fn markdown(outcome: &Outcome, out: &mut dyn Write) -> io::Result<()> {
    let escape = |text: &str| text.replace('|', "\\|").replace('\n', "<br>");
    let names: Vec<String> = outcome.schema.iter().map(|field| escape(&field.name)).collect();
    writeln!(out, "| {} |", names.join(" | "))?;
    let rules: Vec<&str> = outcome
        .schema
        .iter()
        .map(|field| if field.ty.is_numeric() { "---:" } else { "---" })
        .collect();
    writeln!(out, "| {} |", rules.join(" | "))?;
    for batch in &outcome.batches {
        for row in 0..batch.rows {
            let cells: Vec<String> =
                batch.columns.iter().map(|column| escape(&cell_text(column, row))).collect();
            writeln!(out, "| {} |", cells.join(" | "))?;
        }
    }
    Ok(())
}
