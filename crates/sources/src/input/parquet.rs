//! Parquet: rows become the lines that the same events would be in NDJSON, so that what becomes of
//! a value is decided in one place. Columns that nobody wants are not read, nor are row groups
//! whose statistics say that none of their rows is wanted.

use std::io::{self, BufReader, Read};
use std::sync::Arc;

use arrow_json::LineDelimitedWriter;
use arrow_json::writer::{LineDelimited, WriterBuilder};
use bytes::Bytes;
use esql_data::arrow::schema::{DataType, FieldRef, Fields, Schema};
use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::{
    ArrowReaderMetadata, ArrowReaderOptions, ParquetRecordBatchReader,
    ParquetRecordBatchReaderBuilder,
};
use parquet::basic::{LogicalType, TimeUnit};
use parquet::errors::ParquetError;
use parquet::file::metadata::RowGroupMetaData;
use parquet::file::reader::{ChunkReader, Length};
use parquet::file::statistics::Statistics;
use parquet::schema::types::{ColumnDescriptor, SchemaDescriptor, Type};

use crate::document::Form;
use crate::input::ReadBuffer;
use crate::input::sequential::{Fault, Piece, Pieces};
use crate::input::source::Content;
use crate::input::wanted::{Bound, Range, Wanted};

/// How many rows make a piece.
const ROWS: usize = 4096;

/// The rows of a file.
pub(super) struct Rows {
    reader: ParquetRecordBatchReader,
    /// How many rows were given, how many there are, and how many of the file's bytes they stand
    /// for.
    given: u64,
    total: u64,
    file_bytes: u64,
    /// Rows passed over that no piece has told of.
    passed_over: u64,
    /// How many bytes of lines were given.
    offset: u64,
}

impl Rows {
    /// Opens a file.
    pub(super) fn open(content: Content, wanted: &Wanted) -> Result<Rows, Fault> {
        let file_bytes = content.len();
        let whole = Whole(Arc::new(content));
        // The schema of Arrow's own writers has types that come to the same text.
        let options = ArrowReaderOptions::new().with_skip_arrow_metadata(true);
        let metadata = ArrowReaderMetadata::load(&whole, options.clone()).map_err(fault)?;
        let options =
            options.with_schema(Arc::new(Schema::new(in_utc(metadata.schema().fields()))));
        let metadata =
            ArrowReaderMetadata::try_new(metadata.metadata().clone(), options).map_err(fault)?;
        let builder = ParquetRecordBatchReaderBuilder::new_with_metadata(whole, metadata);
        let leaves = leaves(builder.parquet_schema());
        let chosen = leaves.iter().enumerate().filter(|(_, leaf)| wanted.has(&leaf.path));
        let chosen: Vec<usize> = chosen.map(|(at, _)| at).collect();
        let mask = ProjectionMask::leaves(builder.parquet_schema(), chosen);
        let groups = builder.metadata().row_groups();
        let may_match = |group: &RowGroupMetaData| {
            wanted.bounds.iter().all(|bound| may_meet(bound, &leaves, group))
        };
        let rows = |group: &RowGroupMetaData| u64::try_from(group.num_rows()).unwrap_or(0);
        let (kept, passed): (Vec<usize>, Vec<usize>) =
            (0..groups.len()).partition(|&at| groups.get(at).is_some_and(may_match));
        let count = |numbers: &[usize]| -> u64 {
            numbers.iter().filter_map(|&at| groups.get(at)).map(rows).sum()
        };
        let (total, passed_over) = (count(&kept), count(&passed));
        let builder = builder.with_projection(mask).with_row_groups(kept).with_batch_size(ROWS);
        let reader = builder.build().map_err(fault)?;
        Ok(Rows { reader, given: 0, total, file_bytes, passed_over, offset: 0 })
    }
}

impl Pieces for Rows {
    fn next(&mut self, mut bytes: ReadBuffer) -> Result<Option<Piece>, Fault> {
        bytes.restart(0, 0);
        let passed_over = std::mem::take(&mut self.passed_over);
        let batch = self.reader.next().transpose().map_err(|error| fault(error.into()))?;
        let Some(batch) = batch else {
            let form = Form::Lines;
            let told = Piece {
                form,
                bytes,
                offset: self.offset,
                line_feeds: self.given,
                taken: 0,
                passed_over,
            };
            return Ok((passed_over > 0).then_some(told));
        };
        if batch.num_columns() == 0 {
            bytes.extend("{}\n".repeat(batch.num_rows()).as_bytes());
        } else {
            let mut lines: LineDelimitedWriter<&mut ReadBuffer> = WriterBuilder::new()
                .with_timestamp_tz_format("%Y-%m-%dT%H:%M:%S%.9fZ".to_owned())
                .build::<_, LineDelimited>(&mut bytes);
            lines.write(&batch).map_err(|error| fault(error.into()))?;
            lines.finish().map_err(|error| fault(error.into()))?;
        }
        let share = |rows: u64| {
            let bytes = u128::from(self.file_bytes) * u128::from(rows);
            u64::try_from(bytes / u128::from(self.total.max(1))).unwrap_or(u64::MAX)
        };
        let (before, offset) = (self.given, self.offset);
        let after = before + batch.num_rows() as u64;
        let taken = share(after) - share(before);
        self.given = after;
        self.offset += bytes.len() as u64;
        Ok(Some(Piece { form: Form::Lines, bytes, offset, line_feeds: before, taken, passed_over }))
    }
}

/// The fields, with the zone of all instants as the writer of JSON can read it; those without a
/// zone are in UTC, as Elasticsearch takes them.
fn in_utc(fields: &Fields) -> Fields {
    fn zoned(field: &FieldRef) -> FieldRef {
        let ty = match field.data_type() {
            DataType::Timestamp(unit, _) => DataType::Timestamp(*unit, Some("+00:00".into())),
            DataType::Struct(fields) => DataType::Struct(in_utc(fields)),
            DataType::List(item) => DataType::List(zoned(item)),
            DataType::Map(entry, sorted) => DataType::Map(zoned(entry), *sorted),
            _ => return field.clone(),
        };
        Arc::new(field.as_ref().clone().with_data_type(ty))
    }
    fields.iter().map(zoned).collect()
}

/// A column of values.
struct Leaf {
    /// Its dotted path in documents: lists do not show.
    path: String,
    /// Whether its values are those of a field, not keys or values of a map.
    is_field: bool,
}

/// The leaves of a schema, in their order.
fn leaves(schema: &SchemaDescriptor) -> Vec<Leaf> {
    fn walk(ty: &Type, path: &str, is_field: bool, leaves: &mut Vec<Leaf>) {
        if ty.is_primitive() {
            leaves.push(Leaf { path: path.to_owned(), is_field });
            return;
        }
        match ty.get_basic_info().logical_type_ref() {
            // The group of the list, the repeated group in it, and the element.
            Some(LogicalType::List) => {
                for repeated in ty.get_fields() {
                    match repeated.as_ref() {
                        Type::GroupType { fields, .. } if fields.len() == 1 => {
                            walk(&fields[0], path, is_field, leaves);
                        }
                        element => walk(element, path, is_field, leaves),
                    }
                }
            }
            Some(LogicalType::Map) => {
                ty.get_fields().iter().for_each(|entry| walk_all(entry, path, leaves));
            }
            _ => {
                for field in ty.get_fields() {
                    walk(field, &joined(path, field.name()), is_field, leaves);
                }
            }
        }
    }
    /// All leaves below, under one path.
    fn walk_all(ty: &Type, path: &str, leaves: &mut Vec<Leaf>) {
        if ty.is_primitive() {
            leaves.push(Leaf { path: path.to_owned(), is_field: false });
            return;
        }
        ty.get_fields().iter().for_each(|field| walk_all(field, path, leaves));
    }
    let mut leaves = Vec::new();
    walk(schema.root_schema(), "", true, &mut leaves);
    leaves
}

fn joined(path: &str, name: &str) -> String {
    if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") }
}

/// Whether some row of the group may meet a bound.
fn may_meet(bound: &Bound, leaves: &[Leaf], group: &RowGroupMetaData) -> bool {
    let related = |leaf: &Leaf| {
        let below = leaf.path.strip_prefix(&bound.path).is_some_and(|rest| rest.starts_with('.'));
        let above = bound.path.strip_prefix(&leaf.path).is_some_and(|rest| rest.starts_with('.'));
        leaf.path == bound.path || below || above && !leaf.is_field
    };
    let mut found = leaves.iter().enumerate().filter(|(_, leaf)| related(leaf));
    // A field that is in several places, or has objects for values, is left to the scan.
    let (Some((at, leaf)), None) = (found.next(), found.next()) else { return true };
    let Some(column) = group.columns().get(at) else { return true };
    if leaf.path != bound.path || !leaf.is_field {
        return true;
    }
    let Some(statistics) = column.statistics() else { return true };
    in_range(&bound.range, column.column_descr(), statistics).unwrap_or(true)
}

/// Whether values with these statistics may be in a range; `None` if they do not say it.
fn in_range(range: &Range, column: &ColumnDescriptor, statistics: &Statistics) -> Option<bool> {
    if statistics.is_min_max_deprecated() {
        return None;
    }
    let logical = column.logical_type_ref();
    match (range, statistics, logical) {
        (Range::Texts(texts), Statistics::ByteArray(_), Some(LogicalType::String)) => {
            let (least, greatest) = (statistics.min_bytes_opt()?, statistics.max_bytes_opt()?);
            let is_inside = |text: &String| (least..=greatest).contains(&text.as_bytes());
            Some(texts.iter().any(is_inside))
        }
        (Range::Numbers { least, greatest }, Statistics::Int64(values), None) => {
            Some(values.max_opt()? >= least && values.min_opt()? <= greatest)
        }
        (
            Range::Instants { least, greatest },
            Statistics::Int64(values),
            Some(LogicalType::Timestamp(timestamp)),
        ) => {
            let parts = match timestamp.unit {
                TimeUnit::MILLIS => 1,
                TimeUnit::MICROS => 1_000,
                TimeUnit::NANOS => 1_000_000,
            };
            let millis = |value: &i64| value.div_euclid(parts);
            Some(millis(values.max_opt()?) >= *least && millis(values.min_opt()?) <= *greatest)
        }
        _ => None,
    }
}

fn fault(error: ParquetError) -> Fault {
    Fault::Io(io::Error::new(io::ErrorKind::InvalidData, error))
}

/// A file's bytes, at any place.
struct Whole(Arc<Content>);

impl Length for Whole {
    fn len(&self) -> u64 {
        self.0.len()
    }
}

impl ChunkReader for Whole {
    type T = BufReader<From>;

    fn get_read(&self, start: u64) -> parquet::errors::Result<Self::T> {
        Ok(BufReader::new(From { content: self.0.clone(), at: start }))
    }

    fn get_bytes(&self, start: u64, length: usize) -> parquet::errors::Result<Bytes> {
        let mut bytes = ReadBuffer::default();
        self.0.read(&mut bytes, start, length)?;
        if bytes.len() < length {
            return Err(ParquetError::EOF("the file is cut short".to_owned()));
        }
        Ok(Bytes::from_owner(bytes))
    }
}

/// A file's bytes, from a place on.
struct From {
    content: Arc<Content>,
    at: u64,
}

impl Read for From {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let filled = self.content.read_at(buffer, self.at)?;
        self.at += filled as u64;
        Ok(filled)
    }
}
