//! The fields of events, as a table and as JSON.

use std::io::{self, Write};

use comfy_table::{Attribute, Cell, CellAlignment, Table, presets};
use esql_engine::fields::{FieldSummary, Fields};
use esql_engine::sources::TypeSource;
use serde_json::{Value, json};

use super::Layout;
use super::printable::escaped;
use super::width::{cut, width};

/// The fewest and the most columns of the sample values.
const SAMPLES: (usize, usize) = (8, 60);

/// The columns between two columns of the table.
const GAP: usize = 2;

/// Writes a line a field.
///
/// # Errors
/// If `out` cannot be written.
pub(crate) fn table(found: &Fields, layout: Layout, out: &mut dyn Write) -> io::Result<()> {
    let mut table = Table::new();
    table.load_style(presets::NOTHING).force_no_tty();
    if layout.color {
        table.enforce_styling();
    }
    let head = ["field", "type", "from", "events", "lists", "values"];
    let mut rows: Vec<[String; 6]> = vec![head.map(str::to_owned)];
    rows.extend(found.fields.iter().map(|field| {
        [
            escaped(&field.name).into_owned(),
            kind(field),
            source(field.source).to_owned(),
            share(field.events, found.events),
            if field.several == 0 { String::new() } else { field.several.to_string() },
            escaped(&field.samples.join(", ")).into_owned(),
        ]
    }));
    let widest = |column: usize| rows.iter().map(|row| width(&row[column])).max().unwrap_or(0);
    let taken: usize = (0..5).map(|column| widest(column) + GAP).sum();
    let room = layout.width.map_or(SAMPLES.1, |width| width.saturating_sub(taken).min(SAMPLES.1));
    // Values cut to a letter or two say nothing.
    let columns = if room < SAMPLES.0 { 5 } else { 6 };
    for (number, row) in rows.iter().enumerate() {
        let cells = row.iter().take(columns).enumerate().map(|(column, text)| match column {
            _ if number == 0 => Cell::new(text).add_attribute(Attribute::Bold),
            3 | 4 => Cell::new(text).set_alignment(CellAlignment::Right),
            5 => Cell::new(cut(text, room)),
            _ => Cell::new(text),
        });
        if number == 0 {
            table.set_header(cells)
        } else {
            table.add_row(cells)
        };
    }
    for (number, column) in table.column_iter_mut().enumerate() {
        column.set_padding((0, if number + 1 == columns { 0 } else { 2 }));
    }
    for line in table.lines() {
        writeln!(out, "{}", line.trim_end())?;
    }
    let conflicts = found.fields.iter().filter_map(|field| Some((field, field.conflict.as_ref()?)));
    for (at, (field, conflict)) in conflicts.enumerate() {
        let gap = if at == 0 { "\n" } else { "" };
        writeln!(out, "{gap}{}: {conflict}", escaped(&field.name))?;
    }
    writeln!(out, "\n{} fields in {} events", found.fields.len(), found.events)
}

/// The type of ES|QL, with that of the mapping where it is another.
fn kind(field: &FieldSummary) -> String {
    let name = field.ty.name();
    if field.kind == name { name.to_owned() } else { format!("{name} ({})", field.kind) }
}

fn source(source: TypeSource) -> &'static str {
    match source {
        TypeSource::Mapping => "mapping",
        TypeSource::Table => "table",
        TypeSource::Data => "data",
    }
}

/// A count with its share.
fn share(count: u64, of: u64) -> String {
    let percent = (count * 100).checked_div(of).unwrap_or(0);
    let percent = if count > 0 && percent == 0 { "<1".into() } else { percent.to_string() };
    format!("{count} ({percent} %)")
}

fn object(field: &FieldSummary) -> Value {
    json!({
        "name": field.name,
        "type": field.ty.name(),
        "mapping_type": field.kind,
        "from": source(field.source),
        "events": field.events,
        "multi_valued": field.several,
        "samples": field.samples,
        "conflict": field.conflict,
    })
}

/// Writes one JSON object.
///
/// # Errors
/// If `out` cannot be written.
pub(crate) fn json(found: &Fields, out: &mut dyn Write) -> io::Result<()> {
    let fields: Vec<Value> = found.fields.iter().map(object).collect();
    writeln!(out, "{:#}", json!({ "events": found.events, "fields": fields }))
}

/// Writes a JSON object a field.
///
/// # Errors
/// If `out` cannot be written.
pub(crate) fn ndjson(found: &Fields, out: &mut dyn Write) -> io::Result<()> {
    found.fields.iter().try_for_each(|field| writeln!(out, "{}", object(field)))
}
