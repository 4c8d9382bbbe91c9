//! Field values: raw JSON values into the cells of a column, as an index would hold them.
//!
//! Sources: the Elasticsearch reference, "Field data types" with their parameters `coerce`,
//! `ignore_above`, `normalizer` and `scaling_factor`, and each type's section on synthetic
//! `_source`, which says in what order doc values keep the values of a document.

mod date;
mod geo;
mod number;
mod range;

use std::borrow::Cow;
use std::ops::RangeInclusive;

use esql_data::{
    Bool, Bytes, CellsBuilder, Column, DataType, Double, Int, Long, Precision, Str, ULong, Value,
    ip, version,
};
use esql_planner::catalog::{FieldMapping, Values};

use crate::json::{Kind, Raw};

/// Why a value is not there for the query.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Misfit {
    /// Longer than `ignore_above` allows.
    TooLong,
    /// The field's type cannot hold it.
    Malformed,
}

/// A column of a field, built document by document.
pub(crate) struct FieldColumn {
    ty: DataType,
    cells: Cells,
}

enum Cells {
    Boolean(CellsBuilder<Bool>),
    Integer(CellsBuilder<Int>, RangeInclusive<i64>),
    Long(CellsBuilder<Long>),
    Date(CellsBuilder<Long>),
    DateNanos(CellsBuilder<Long>),
    DateAsNanos(CellsBuilder<Long>),
    UnsignedLong(CellsBuilder<ULong>),
    Double(CellsBuilder<Double>, Precision),
    Ip(CellsBuilder<Bytes>),
    Text(CellsBuilder<Str>, TextRules),
    Geo(CellsBuilder<Str>, geo::Surface),
    Bounds(range::Bounds),
    DateRange(CellsBuilder<Bytes>),
    /// The same value in every document.
    Constant(Value, usize),
}

/// How strings are kept.
struct TextRules {
    /// In UTF-16 units.
    ignore_above: usize,
    lowercase: bool,
    order: Order,
}

/// In which order a cell has its strings.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Order {
    /// As in the document.
    Written,
    /// Ascending, each once.
    Sorted,
    /// Ascending as versions, each once.
    Versions,
}

impl FieldColumn {
    /// An empty column of type `ty` for a field with this mapping.
    pub(crate) fn new(ty: DataType, mapping: &FieldMapping) -> Self {
        let text = |usual| TextRules {
            ignore_above: mapping.ignore_above.unwrap_or(usize::MAX),
            lowercase: mapping.lowercase,
            order: match mapping.values {
                Values::Usual | Values::Lower | Values::Upper => usual,
                Values::Written => Order::Written,
                Values::Sorted => Order::Sorted,
            },
        };
        let cells = match ty {
            _ if mapping.constant.is_some() => {
                Cells::Constant(Value::from(mapping.constant.as_deref().unwrap_or("")), 0)
            }
            _ if mapping.values == Values::Lower => Cells::Bounds(range::Bounds::new(ty, false)),
            _ if mapping.values == Values::Upper => Cells::Bounds(range::Bounds::new(ty, true)),
            DataType::Boolean => Cells::Boolean(CellsBuilder::new()),
            DataType::Integer => {
                let range = match mapping.kind.as_str() {
                    "byte" => i64::from(i8::MIN)..=i64::from(i8::MAX),
                    "short" => i64::from(i16::MIN)..=i64::from(i16::MAX),
                    _ => i64::from(i32::MIN)..=i64::from(i32::MAX),
                };
                Cells::Integer(CellsBuilder::new(), range)
            }
            DataType::Long => Cells::Long(CellsBuilder::new()),
            DataType::UnsignedLong => Cells::UnsignedLong(CellsBuilder::new()),
            DataType::Double => Cells::Double(
                CellsBuilder::new(),
                Precision::of_mapping(&mapping.kind, mapping.scaling_factor),
            ),
            DataType::Ip => Cells::Ip(CellsBuilder::new()),
            DataType::Date => Cells::Date(CellsBuilder::new()),
            // A `date` among `date_nanos` keeps its precision.
            DataType::DateNanos if mapping.kind == "date" => {
                Cells::DateAsNanos(CellsBuilder::new())
            }
            DataType::DateNanos => Cells::DateNanos(CellsBuilder::new()),
            DataType::Keyword => Cells::Text(CellsBuilder::new(), text(Order::Sorted)),
            DataType::Version => Cells::Text(CellsBuilder::new(), text(Order::Versions)),
            DataType::Text => Cells::Text(CellsBuilder::new(), text(Order::Written)),
            DataType::GeoPoint => Cells::Geo(CellsBuilder::new(), geo::Surface::Globe),
            DataType::CartesianPoint => Cells::Geo(CellsBuilder::new(), geo::Surface::Plane),
            DataType::DateRange => Cells::DateRange(CellsBuilder::new()),
            DataType::Null
            | DataType::GeoShape
            | DataType::CartesianShape
            | DataType::Geohash
            | DataType::Geotile
            | DataType::Geohex
            | DataType::DatePeriod
            | DataType::TimeDuration
            | DataType::Source
            | DataType::Unsupported => Cells::Constant(Value::Null, 0),
        };
        FieldColumn { ty, cells }
    }

    /// Whether a field of this type reads arrays and objects as they stand.
    pub(crate) fn reads_whole(ty: DataType) -> bool {
        matches!(ty, DataType::GeoPoint | DataType::CartesianPoint | DataType::DateRange)
    }

    /// A cell with the values of one document; `misfit` hears of those that are left out.
    pub(crate) fn push<'a>(&mut self, raws: &[Raw<'a>], misfit: &mut dyn FnMut(Raw<'a>, Misfit)) {
        match &mut self.cells {
            Cells::Boolean(cells) => {
                let values = read(raws, misfit, boolean);
                fill(cells, values, |values| values.sort_unstable());
            }
            Cells::Integer(cells, range) => {
                let values = read(raws, misfit, |raw| number::integer(raw, range));
                fill(cells, values, |values| values.sort_unstable());
            }
            Cells::Long(cells) => {
                fill(cells, read(raws, misfit, number::long), |values| values.sort_unstable());
            }
            Cells::Date(cells) => {
                fill(cells, read(raws, misfit, date::millis), |values| values.sort_unstable());
            }
            Cells::DateNanos(cells) => {
                fill(cells, read(raws, misfit, date::nanos), |values| values.sort_unstable());
            }
            Cells::DateAsNanos(cells) => {
                let values = read(raws, misfit, date::millis_as_nanos);
                fill(cells, values, |values| values.sort_unstable());
            }
            Cells::UnsignedLong(cells) => {
                let values = read(raws, misfit, number::unsigned_long);
                fill(cells, values, |values| values.sort_unstable());
            }
            Cells::Double(cells, precision) => {
                let values = read(raws, misfit, |raw| number::double(raw, *precision));
                fill(cells, values, |values| values.sort_unstable_by(f64::total_cmp));
            }
            Cells::Ip(cells) => match read(raws, misfit, address) {
                Few::None => cells.null(),
                Few::One(value) => cells.single(&value),
                Few::Many(mut values) => {
                    values.sort_unstable();
                    values.dedup();
                    cells.many(values.iter().map(<[u8; 16]>::as_slice));
                }
            },
            Cells::Text(cells, rules) => {
                fill_text(cells, read(raws, misfit, |raw| rules.read(raw)), rules.order);
            }
            Cells::Geo(cells, surface) => {
                let mut points = Vec::new();
                for &raw in raws {
                    if surface.points(raw, &mut points).is_err() {
                        misfit(raw, Misfit::Malformed);
                    }
                }
                cells.many(points.iter().map(String::as_str));
            }
            Cells::Bounds(bounds) => bounds.push(raws, misfit),
            Cells::DateRange(cells) => {
                let ranges = range::date_ranges(raws, misfit);
                cells.many(ranges.iter().map(<[u8; 16]>::as_slice));
            }
            Cells::Constant(_, count) => *count += 1,
        }
    }

    /// The column; the builder is empty afterwards.
    pub(crate) fn finish(&mut self) -> Column {
        let ty = self.ty;
        match &mut self.cells {
            Cells::Boolean(cells) => std::mem::take(cells).finish(ty),
            Cells::Integer(cells, _) => std::mem::take(cells).finish(ty),
            Cells::Long(cells)
            | Cells::Date(cells)
            | Cells::DateNanos(cells)
            | Cells::DateAsNanos(cells) => std::mem::take(cells).finish(ty),
            Cells::UnsignedLong(cells) => std::mem::take(cells).finish(ty),
            Cells::Double(cells, _) => std::mem::take(cells).finish(ty),
            Cells::Ip(cells) | Cells::DateRange(cells) => std::mem::take(cells).finish(ty),
            Cells::Text(cells, _) | Cells::Geo(cells, _) => std::mem::take(cells).finish(ty),
            Cells::Bounds(bounds) => bounds.finish(),
            Cells::Constant(value, count) => Column::constant(ty, value, std::mem::take(count)),
        }
    }
}

/// The values of a cell; most cells have one.
enum Few<T> {
    None,
    One(T),
    Many(Vec<T>),
}

/// Reads each value; `Ok(None)` is no value and nothing wrong.
fn read<'a, T>(
    raws: &[Raw<'a>],
    misfit: &mut dyn FnMut(Raw<'a>, Misfit),
    read: impl Fn(Raw<'a>) -> Result<Option<T>, Misfit>,
) -> Few<T> {
    let mut one = |raw: Raw<'a>| match read(raw) {
        Ok(value) => value,
        Err(reason) => {
            misfit(raw, reason);
            None
        }
    };
    match raws {
        [] => Few::None,
        [raw] => one(*raw).map_or(Few::None, Few::One),
        _ => Few::Many(raws.iter().filter_map(|raw| one(*raw)).collect()),
    }
}

fn fill<S, T>(cells: &mut CellsBuilder<S>, values: Few<T>, sort: impl FnOnce(&mut Vec<T>))
where
    S: for<'v> esql_data::Storage<Item<'v> = T>,
    T: Copy,
{
    match values {
        Few::None => cells.null(),
        Few::One(value) => cells.single(value),
        Few::Many(mut values) => {
            sort(&mut values);
            cells.many(values);
        }
    }
}

fn fill_text(cells: &mut CellsBuilder<Str>, values: Few<Cow<'_, str>>, order: Order) {
    match values {
        Few::None => cells.null(),
        Few::One(value) => cells.single(&value),
        Few::Many(mut values) => {
            match order {
                Order::Written => {}
                Order::Sorted => values.sort_unstable(),
                Order::Versions => values.sort_unstable_by(|a, b| version::compare(a, b)),
            }
            if order != Order::Written {
                values.dedup();
            }
            cells.many(values.iter().map(AsRef::as_ref));
        }
    }
}

fn boolean(raw: Raw<'_>) -> Result<Option<bool>, Misfit> {
    match (raw.kind, raw.decoded().as_ref()) {
        (Kind::Boolean | Kind::Plain | Kind::Escaped, "true") => Ok(Some(true)),
        (Kind::Boolean | Kind::Plain | Kind::Escaped, "false") | (Kind::Plain, "") => {
            Ok(Some(false))
        }
        _ => Err(Misfit::Malformed),
    }
}

fn address(raw: Raw<'_>) -> Result<Option<[u8; 16]>, Misfit> {
    raw.scalar().and_then(|text| ip::parse(&text)).map(Some).ok_or(Misfit::Malformed)
}

impl TextRules {
    fn read<'a>(&self, raw: Raw<'a>) -> Result<Option<Cow<'a, str>>, Misfit> {
        let text = raw.scalar().ok_or(Misfit::Malformed)?;
        // A string has no more UTF-16 units than bytes.
        if text.len() > self.ignore_above && text.encode_utf16().count() > self.ignore_above {
            return Err(Misfit::TooLong);
        }
        Ok(Some(if self.lowercase { Cow::Owned(lowercase(&text)) } else { text }))
    }
}

/// The built-in normalizer `lowercase`: character by character, without the context that Unicode
/// gives a final sigma, and with one character for each.
fn lowercase(text: &str) -> String {
    text.chars().map(|letter| letter.to_lowercase().next().unwrap_or(letter)).collect()
}

#[cfg(test)]
mod tests;
