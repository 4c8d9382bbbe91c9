//! The fields of events, as a table and as JSON.

use std::io::{self, Write};

use comfy_table::{Attribute, Cell, CellAlignment, Table, presets};
use esql_engine::fields::{FieldSummary, Fields};
use esql_engine::sources::TypeSource;
use serde_json::{Value, json};

use super::Layout;
use super::printable::escaped;
use super::width::cut;

/// The fewest and the most columns of the sample values.
const SAMPLES: (usize, usize) = (16, 60);

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
    table.set_header(head.map(|name| Cell::new(name).add_attribute(Attribute::Bold)));
    let name = found.fields.iter().map(|field| field.name.len()).max().unwrap_or(0);
    let taken = name + found.fields.iter().map(|field| kind(field).len()).max().unwrap_or(0) + 36;
    let room = layout
        .width
        .map_or(SAMPLES.1, |width| width.saturating_sub(taken).clamp(SAMPLES.0, SAMPLES.1));
    for field in &found.fields {
        let right = |text: String| Cell::new_owned(text).set_alignment(CellAlignment::Right);
        let values = field.samples.join(", ");
        table.add_row([
            Cell::new_owned(escaped(&field.name).into_owned()),
            Cell::new_owned(kind(field)),
            Cell::new(source(field.source)),
            right(share(field.events, found.events)),
            right(if field.several == 0 { String::new() } else { field.several.to_string() }),
            Cell::new_owned(cut(&escaped(&values), room)),
        ]);
    }
    table.column_iter_mut().for_each(|column| {
        column.set_padding((0, 2));
    });
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
