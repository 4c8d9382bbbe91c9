//! Ranges: their least and their greatest value, both inside.
//!
//! Source: the Elasticsearch reference, "Range field types": bounds are `gte`, `gt`, `lte` and
//! `lt`, any of which may be missing; `ip_range` also takes CIDR blocks.

use esql_data::{Column, ColumnBuilder, DataType, DateRange, Value, date, ip};
use serde_json::{Map, Value as Json};

use crate::field::Misfit;
use crate::json::{Kind, Raw};

/// A column with one of the bounds of ranges.
pub(super) struct Bounds {
    upper: bool,
    cells: ColumnBuilder,
}

impl Bounds {
    pub(super) fn new(ty: DataType, upper: bool) -> Self {
        Bounds { upper, cells: ColumnBuilder::new(ty) }
    }

    /// A cell with the bounds of one document's ranges, in their order.
    pub(super) fn push<'a>(&mut self, raws: &[Raw<'a>], misfit: &mut dyn FnMut(Raw<'a>, Misfit)) {
        let ty = self.cells.ty();
        let mut bounds = Vec::new();
        for &raw in raws {
            match ranges(raw, ty) {
                Some(found) => bounds.extend(found),
                None => misfit(raw, Misfit::Malformed),
            }
        }
        let values: Vec<Value> = bounds
            .into_iter()
            .map(|(lower, upper)| if self.upper { upper } else { lower })
            .collect();
        self.cells.push(&Value::List(values));
    }

    /// The column; the builder is empty afterwards.
    pub(super) fn finish(&mut self) -> Column {
        let ty = self.cells.ty();
        std::mem::replace(&mut self.cells, ColumnBuilder::new(ty)).finish()
    }
}

/// The ranges of dates of one document, in the form of a column: ascending, each once.
pub(super) fn date_ranges<'a>(
    raws: &[Raw<'a>],
    misfit: &mut dyn FnMut(Raw<'a>, Misfit),
) -> Vec<[u8; 16]> {
    let mut found = Vec::new();
    for &raw in raws {
        let Some(ranges) = ranges(raw, DataType::Date) else {
            misfit(raw, Misfit::Malformed);
            continue;
        };
        for (lower, upper) in ranges {
            if let (Value::Long(from), Value::Long(last)) = (lower, upper) {
                found.push(DateRange { from, to: last.saturating_add(1) });
            }
        }
    }
    found.sort_unstable_by_key(|range| (range.from, range.to));
    found.dedup();
    found.into_iter().map(DateRange::to_bytes).collect()
}

/// The ranges in a value: one, or an array of them.
fn ranges(raw: Raw<'_>, ty: DataType) -> Option<Vec<(Value, Value)>> {
    match raw.kind {
        Kind::Object | Kind::Array => match serde_json::from_str(raw.text).ok()? {
            Json::Array(elements) => elements.iter().map(|one| range(one, ty)).collect(),
            one => Some(vec![range(&one, ty)?]),
        },
        _ => Some(vec![range(&Json::String(raw.decoded().into_owned()), ty)?]),
    }
}

fn range(json: &Json, ty: DataType) -> Option<(Value, Value)> {
    match json {
        Json::Object(bounds) => Some((bound(bounds, ty, false)?, bound(bounds, ty, true)?)),
        Json::String(block) if ty == DataType::Ip => cidr(block),
        _ => None,
    }
}

/// A bound, moved to the inside if it is an open one.
fn bound(bounds: &Map<String, Json>, ty: DataType, upper: bool) -> Option<Value> {
    let (closed, open) = if upper { ("lte", "lt") } else { ("gte", "gt") };
    let present = |key: &str| bounds.get(key).filter(|value| !value.is_null());
    match (present(closed), present(open)) {
        (Some(value), _) => read(value, ty),
        (None, Some(value)) => step(&read(value, ty)?, !upper),
        (None, None) => limit(ty, upper),
    }
}

fn read(json: &Json, ty: DataType) -> Option<Value> {
    let text = match json {
        Json::String(text) => text.trim().to_owned(),
        Json::Number(number) => number.to_string(),
        _ => return None,
    };
    match ty {
        DataType::Long => text.parse().ok().map(Value::Long),
        DataType::Double => text.parse().ok().map(Value::Double),
        DataType::Date => date::parse_millis(&text).or_else(|| text.parse().ok()).map(Value::Long),
        DataType::Ip => ip::parse(&text).map(|octets| Value::Bytes(octets.as_slice().into())),
        _ => None,
    }
}

/// The next value up or down.
fn step(value: &Value, up: bool) -> Option<Value> {
    match value {
        Value::Long(value) => {
            if up { value.checked_add(1) } else { value.checked_sub(1) }.map(Value::Long)
        }
        Value::Double(value) => {
            Some(Value::Double(if up { value.next_up() } else { value.next_down() }))
        }
        Value::Bytes(octets) => {
            let address = u128::from_be_bytes(octets.as_ref().try_into().ok()?);
            let next = if up { address.checked_add(1) } else { address.checked_sub(1) }?;
            Some(Value::Bytes(next.to_be_bytes().as_slice().into()))
        }
        _ => None,
    }
}

/// The least or greatest value of a type.
fn limit(ty: DataType, upper: bool) -> Option<Value> {
    match ty {
        DataType::Long | DataType::Date => {
            Some(Value::Long(if upper { i64::MAX } else { i64::MIN }))
        }
        DataType::Double => {
            Some(Value::Double(if upper { f64::INFINITY } else { f64::NEG_INFINITY }))
        }
        DataType::Ip => Some(Value::Bytes([if upper { 0xFF } else { 0 }; 16].as_slice().into())),
        _ => None,
    }
}

/// The first and the last address of `10.0.0.0/8`.
fn cidr(block: &str) -> Option<(Value, Value)> {
    let (start, length) = block.trim().split_once('/')?;
    let octets = ip::parse(start)?;
    let length: u32 = length.parse().ok()?;
    let length = if start.contains(':') { length } else { length.checked_add(96)? };
    let host = match length {
        0 => u128::MAX,
        1..=128 => u128::MAX.checked_shr(length).unwrap_or(0),
        _ => return None,
    };
    let address = u128::from_be_bytes(octets);
    let bound = |address: u128| Value::Bytes(address.to_be_bytes().as_slice().into());
    Some((bound(address & !host), bound(address | host)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bounds(text: &str, ty: DataType) -> String {
        let raw = Raw::of(text).unwrap();
        match ranges(raw, ty) {
            None => "none".to_owned(),
            Some(ranges) => ranges
                .iter()
                .map(|(lower, upper)| format!("{}..{}", lower.print(ty), upper.print(ty)))
                .collect::<Vec<_>>()
                .join(" "),
        }
    }

    #[test]
    fn bounds_are_inside() {
        for (text, ty, expected) in [
            (r#"{"gte":1,"lt":5}"#, DataType::Long, "1..4"),
            (r#"{"gt":"1","lte":"5"}"#, DataType::Long, "2..5"),
            (r#"[{"gte":1,"lte":1},{"gte":3,"lte":4}]"#, DataType::Long, "1..1 3..4"),
            (r#"{"gte":1.5,"lte":2}"#, DataType::Double, "1.5..2.0"),
            (
                r#"{"gte":"2020-01-01","lt":"2021-01-01"}"#,
                DataType::Date,
                "2020-01-01T00:00:00.000Z..2020-12-31T23:59:59.999Z",
            ),
            (r#""10.1.2.3/8""#, DataType::Ip, "10.0.0.0..10.255.255.255"),
            (r#""2001:db8::/127""#, DataType::Ip, "2001:db8::..2001:db8::1"),
            (r#"{"gte":"10.0.0.1","lt":"10.0.0.9"}"#, DataType::Ip, "10.0.0.1..10.0.0.8"),
            (r#"5"#, DataType::Long, "none"),
            (r#"{"gte":"x"}"#, DataType::Long, "none"),
        ] {
            assert_eq!(bounds(text, ty), expected, "{text}");
        }
    }
}
