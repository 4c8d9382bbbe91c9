//! The columns of a scan: what each is read from, and their builders.

use std::borrow::Cow;

use esql_data::{CellsBuilder, Column, DataType, Long, Str, Value};
use esql_planner::catalog::{FieldMapping, Values};
use esql_planner::scan::{FieldSource, Metadata, Scan, ScanField};
use xxhash_rust::xxh3::xxh3_128;

use crate::document::{IndexName, Row, Shapes, slot};
use crate::extract::{Keep, Slots};
use crate::field::{FieldColumn, Misfit};
use crate::input::Block;
use crate::json::{Kind, Raw};
use crate::scan::Problems;
use crate::scan::by_index::ByIndex;
use crate::scan::ignored::IgnoredFields;
use crate::schema::Schema;

/// Columns that are read together.
pub(crate) struct ColumnSet<'a> {
    columns: Vec<Plan<'a>>,
    pub(crate) shapes: Shapes,
}

/// One column.
struct Plan<'a> {
    field: &'a ScanField,
    /// The slots of its values, for a field of the document: one, or one for each of its mappings.
    slots: Vec<usize>,
}

impl<'a> ColumnSet<'a> {
    /// The columns of `scan` at these positions. `with_index`: the index of documents must be
    /// known even if no column shows it.
    pub(crate) fn new(scan: &'a Scan, positions: &[usize], with_index: bool) -> Self {
        let mut paths: Vec<(&str, Keep)> = Vec::new();
        let mut with_index = with_index;
        let mut columns = Vec::new();
        for field in positions.iter().filter_map(|&at| scan.fields.get(at)) {
            let mut slot = |mapping: &'a FieldMapping| {
                let is_range = matches!(mapping.values, Values::Lower | Values::Upper);
                let whole = is_range || FieldColumn::reads_whole(field.ty);
                let keep = if whole { Keep::Whole } else { Keep::Flat };
                let wanted = (mapping.path.as_str(), keep);
                let number = paths.iter().position(|path| *path == wanted).unwrap_or(paths.len());
                if number == paths.len() {
                    paths.push(wanted);
                }
                slot::FIRST_FIELD + number
            };
            let slots = match &field.from {
                FieldSource::Field(mapping) => vec![slot(mapping)],
                FieldSource::ByIndex(fields) => {
                    with_index = true;
                    fields.iter().map(|one| slot(&one.mapping)).collect()
                }
                FieldSource::Metadata(metadata) => {
                    with_index |= matches!(metadata, Metadata::Index | Metadata::KnownIndex);
                    Vec::new()
                }
                FieldSource::Null => Vec::new(),
            };
            columns.push(Plan { field, slots });
        }
        ColumnSet { columns, shapes: Shapes::new(&paths, with_index) }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.columns.is_empty()
    }

    pub(crate) fn builders(&self, schema: &'a Schema) -> Vec<ColumnBuilder<'_>> {
        self.columns.iter().map(|plan| ColumnBuilder::new(plan, schema)).collect()
    }
}

/// Builds one column, document by document.
pub(crate) struct ColumnBuilder<'s> {
    field: &'s ScanField,
    cells: Cells<'s>,
}

enum Cells<'s> {
    Field(usize, FieldColumn),
    ByIndex(Box<ByIndex>),
    Text(Text, CellsBuilder<Str>),
    Number(Number, CellsBuilder<Long>),
    Size(CellsBuilder<esql_data::Int>),
    Ignored(Box<IgnoredFields<'s>>, CellsBuilder<Str>),
    /// The same value for every document.
    Same(Value, usize),
}

#[derive(Clone, Copy)]
enum Text {
    Id,
    Index,
    KnownIndex,
    Source,
}

#[derive(Clone, Copy)]
enum Number {
    Version,
    Origin,
}

impl<'s> ColumnBuilder<'s> {
    fn new(plan: &Plan<'s>, schema: &'s Schema) -> Self {
        let cells = match &plan.field.from {
            FieldSource::Field(mapping) => Cells::Field(
                plan.slots.first().copied().unwrap_or(usize::MAX),
                FieldColumn::new(plan.field.ty, mapping),
            ),
            FieldSource::ByIndex(fields) => {
                Cells::ByIndex(Box::new(ByIndex::new(plan.field.ty, fields, &plan.slots)))
            }
            FieldSource::Null => Cells::Same(Value::Null, 0),
            FieldSource::Metadata(metadata) => match metadata {
                Metadata::Id => Cells::Text(Text::Id, CellsBuilder::new()),
                Metadata::Index => Cells::Text(Text::Index, CellsBuilder::new()),
                Metadata::KnownIndex => Cells::Text(Text::KnownIndex, CellsBuilder::new()),
                Metadata::Source => Cells::Text(Text::Source, CellsBuilder::new()),
                Metadata::Version => Cells::Number(Number::Version, CellsBuilder::new()),
                Metadata::Origin => Cells::Number(Number::Origin, CellsBuilder::new()),
                Metadata::Size => Cells::Size(CellsBuilder::new()),
                Metadata::Ignored => {
                    Cells::Ignored(Box::new(IgnoredFields::new(schema)), CellsBuilder::new())
                }
                // What a document scores that no search function has rated.
                Metadata::Score => Cells::Same(Value::Double(0.0), 0),
                Metadata::IndexMode => Cells::Same(Value::from("standard"), 0),
            },
        };
        ColumnBuilder { field: plan.field, cells }
    }

    /// A cell for the document in `row`.
    pub(crate) fn push<'a>(
        &mut self,
        row: &Row<'a>,
        slots: &Slots<'a>,
        block: &Block<'_>,
        problems: &mut Problems,
    ) {
        match &mut self.cells {
            Cells::Field(slot, column) => {
                column.push(slots.get(*slot), &mut misfits(self.field, block, problems));
            }
            Cells::ByIndex(columns) => {
                let named = row.index(slots).map(IndexName::into_text);
                let index = named.as_deref().or(block.source().index());
                columns.push(index, slots, &mut misfits(self.field, block, problems));
            }
            Cells::Text(Text::Id, cells) => cells.single(&id(row, slots)),
            Cells::Text(Text::Index, cells) => cells.single(&index(row, slots, block)),
            Cells::Text(Text::KnownIndex, cells) => {
                let named = row.index(slots).map(IndexName::into_text);
                cells.option(named.as_deref().or(block.source().index()));
            }
            Cells::Text(Text::Source, cells) => cells.option(row.source(slots)),
            Cells::Number(Number::Version, cells) => {
                let version = slots.first(slot::VERSION).and_then(|raw| raw.scalar());
                cells.single(version.and_then(|text| text.parse().ok()).unwrap_or(1));
            }
            Cells::Number(Number::Origin, cells) => cells.single(origin(row, block)),
            Cells::Size(cells) => {
                let len = row.source(slots).unwrap_or("").len();
                cells.single(i32::try_from(len).unwrap_or(i32::MAX));
            }
            Cells::Ignored(fields, cells) => {
                cells.many(fields.of(row, slots).iter().map(String::as_str));
            }
            Cells::Same(_, count) => *count += 1,
        }
    }

    /// The column; the builder is empty afterwards.
    pub(crate) fn finish(&mut self) -> Column {
        let ty = self.field.ty;
        match &mut self.cells {
            Cells::Field(_, column) => column.finish(),
            Cells::ByIndex(columns) => columns.finish(),
            Cells::Text(_, cells) | Cells::Ignored(_, cells) => std::mem::take(cells).finish(ty),
            Cells::Number(_, cells) => std::mem::take(cells).finish(ty),
            Cells::Size(cells) => std::mem::take(cells).finish(ty),
            Cells::Same(value, count) => Column::constant(ty, value, std::mem::take(count)),
        }
    }
}

/// Tells of the values of a field that are left out.
fn misfits<'m>(
    field: &'m ScanField,
    block: &'m Block<'_>,
    problems: &'m mut Problems,
) -> impl FnMut(Raw<'_>, Misfit) + 'm {
    // An object inside a `flattened` field is parts of it, and no misfit.
    let is_part = matches!(&field.from, FieldSource::Field(mapping) if mapping.kind == "flattened");
    move |raw, reason| {
        if reason == Misfit::Malformed && !(is_part && raw.kind == Kind::Object) {
            let message = || misfit_message(raw, field);
            problems.push(block.position(raw.text), Some(&field.name), message);
        }
    }
}

/// The document's own id, else one that follows from its text: in the form of Elasticsearch's.
fn id<'a>(row: &Row<'a>, slots: &Slots<'a>) -> Cow<'a, str> {
    row.id(slots).unwrap_or_else(|| {
        let hash = xxh3_128(row.source(slots).unwrap_or(row.text).as_bytes());
        const DIGITS: &[u8; 64] =
            b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        Cow::Owned((0..20).map(|at| DIGITS[(hash >> (6 * at)) as usize & 63] as char).collect())
    })
}

/// The index that the document names, else that of its input, else the file's name.
fn index<'a>(row: &Row<'a>, slots: &Slots<'a>, block: &Block<'a>) -> Cow<'a, str> {
    let source = block.source();
    match row.index(slots) {
        Some(name) => name.into_text(),
        None => Cow::Borrowed(source.index().unwrap_or(source.stem())),
    }
}

/// The number of the file in the upper bits, the document's offset in the lower 40.
fn origin(row: &Row<'_>, block: &Block<'_>) -> i64 {
    let offset = block.offset() + block.position(row.text) as u64;
    let number = block.source().number() as u64;
    i64::try_from(((number & 0x7f_ffff) << 40) | (offset & 0xff_ffff_ffff)).unwrap_or(i64::MAX)
}

/// How much of a value messages show.
const SHOWN: usize = 60;

fn misfit_message(raw: Raw<'_>, field: &ScanField) -> String {
    let shown = match raw.kind {
        Kind::Object => "an object".to_owned(),
        Kind::Array => "an array".to_owned(),
        _ if raw.text.chars().count() > SHOWN => {
            format!("`{}...`", raw.text.chars().take(SHOWN).collect::<String>())
        }
        _ => format!("`{}`", raw.text),
    };
    let kind = match &field.from {
        FieldSource::Field(mapping) => mapping.kind.as_str(),
        FieldSource::ByIndex(_) | FieldSource::Metadata(_) | FieldSource::Null => {
            DataType::name(field.ty)
        }
    };
    format!("{shown} does not fit a field of type `{kind}`")
}
