//! CSV and TSV, with a header.

use std::io::{self, Write};

use super::cell_text;
use crate::Outcome;

/// Writes comma-separated values; cells are quoted where they need it.
///
/// # Errors
/// If `out` cannot be written.
pub fn csv(outcome: &Outcome, out: &mut dyn Write) -> io::Result<()> {
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(out);
    writer.write_record(outcome.schema.iter().map(|field| &field.name))?;
    for batch in &outcome.batches {
        for row in 0..batch.rows {
            writer.write_record(batch.columns.iter().map(|column| cell_text(column, row)))?;
        }
    }
    writer.flush()
}

/// Writes tab-separated values; tabs and line ends in cells become `\t` and `\n`.
///
/// # Errors
/// If `out` cannot be written.
pub fn tsv(outcome: &Outcome, out: &mut dyn Write) -> io::Result<()> {
    let escape = |text: &str| text.replace('\t', "\\t").replace('\n', "\\n");
    let header: Vec<String> = outcome.schema.iter().map(|field| escape(&field.name)).collect();
    writeln!(out, "{}", header.join("\t"))?;
    for batch in &outcome.batches {
        for row in 0..batch.rows {
            let cells: Vec<String> =
                batch.columns.iter().map(|column| escape(&cell_text(column, row))).collect();
            writeln!(out, "{}", cells.join("\t"))?;
        }
    }
    Ok(())
}
