//! The table of data types.

use crate::types::{DataType, StorageKind};
use crate::{DateRange, Value, ValueRef, date, date_range, double, grid, ip};

/// What is known of a data type.
pub struct TypeDef {
    /// The type.
    pub ty: DataType,
    /// Its name in results and messages.
    pub name: &'static str,
    /// Other names that `::` takes.
    pub aliases: &'static [&'static str],
    /// The `type` of index mappings that become this type.
    pub mapping_types: &'static [&'static str],
    /// How values are held.
    pub storage: StorageKind,
    /// Whether SORT takes it.
    pub sortable: bool,
    /// Whether a column of a result may have it.
    pub representable: bool,
    /// Reads a value from text as an index would, `None` if the text is no such value.
    pub parse: fn(&str) -> Option<Value>,
    /// Writes a value as results show it.
    pub print: fn(ValueRef<'_>, &mut String),
}

const ROW: TypeDef = TypeDef {
    ty: DataType::Null,
    name: "",
    aliases: &[],
    mapping_types: &[],
    storage: StorageKind::Str,
    sortable: true,
    representable: true,
    parse: |text| Some(Value::from(text)),
    print: |value, out| value.write_plain(out),
};

/// One row a type, in the order of [`DataType`].
pub static TYPES: &[TypeDef] = &[
    TypeDef {
        ty: DataType::Null,
        name: "null",
        storage: StorageKind::Null,
        parse: |_| None,
        ..ROW
    },
    TypeDef {
        ty: DataType::Boolean,
        name: "boolean",
        aliases: &["bool"],
        mapping_types: &["boolean"],
        storage: StorageKind::Bool,
        parse: |text| match text {
            "true" => Some(Value::Boolean(true)),
            "false" => Some(Value::Boolean(false)),
            _ => None,
        },
        ..ROW
    },
    TypeDef {
        ty: DataType::Integer,
        name: "integer",
        aliases: &["int"],
        mapping_types: &["integer", "short", "byte"],
        storage: StorageKind::Int,
        parse: |text| text.parse().ok().map(Value::Integer),
        ..ROW
    },
    TypeDef {
        ty: DataType::Long,
        name: "long",
        mapping_types: &["long"],
        storage: StorageKind::Long,
        parse: |text| text.parse().ok().map(Value::Long),
        ..ROW
    },
    TypeDef {
        ty: DataType::UnsignedLong,
        name: "unsigned_long",
        aliases: &["ul", "ulong"],
        mapping_types: &["unsigned_long"],
        storage: StorageKind::ULong,
        parse: |text| text.parse().ok().map(Value::UnsignedLong),
        ..ROW
    },
    TypeDef {
        ty: DataType::Double,
        name: "double",
        mapping_types: &["double", "float", "half_float", "scaled_float"],
        storage: StorageKind::Double,
        parse: |text| double::parse(text).map(Value::Double),
        ..ROW
    },
    TypeDef {
        ty: DataType::Keyword,
        name: "keyword",
        aliases: &["string"],
        mapping_types: &["keyword", "constant_keyword", "wildcard"],
        ..ROW
    },
    TypeDef {
        ty: DataType::Text,
        name: "text",
        mapping_types: &["text", "match_only_text", "semantic_text", "annotated_text"],
        ..ROW
    },
    TypeDef {
        ty: DataType::Ip,
        name: "ip",
        mapping_types: &["ip"],
        storage: StorageKind::Bytes,
        parse: |text| ip::parse(text).map(|bytes| Value::Bytes(bytes.into())),
        print: ip::print,
        ..ROW
    },
    TypeDef { ty: DataType::Version, name: "version", mapping_types: &["version"], ..ROW },
    TypeDef {
        ty: DataType::Date,
        name: "date",
        aliases: &["datetime"],
        mapping_types: &["date"],
        storage: StorageKind::Long,
        parse: |text| date::parse_millis(text).map(Value::Long),
        print: date::print_millis,
        ..ROW
    },
    TypeDef {
        ty: DataType::DateNanos,
        name: "date_nanos",
        mapping_types: &["date_nanos"],
        storage: StorageKind::Long,
        parse: |text| date::parse_nanos(text).map(Value::Long),
        print: date::print_nanos,
        ..ROW
    },
    TypeDef {
        ty: DataType::GeoPoint,
        name: "geo_point",
        mapping_types: &["geo_point"],
        sortable: false,
        ..ROW
    },
    TypeDef {
        ty: DataType::CartesianPoint,
        name: "cartesian_point",
        mapping_types: &["point"],
        sortable: false,
        ..ROW
    },
    TypeDef {
        ty: DataType::GeoShape,
        name: "geo_shape",
        mapping_types: &["geo_shape"],
        sortable: false,
        ..ROW
    },
    TypeDef {
        ty: DataType::CartesianShape,
        name: "cartesian_shape",
        mapping_types: &["shape"],
        sortable: false,
        ..ROW
    },
    TypeDef {
        ty: DataType::DateRange,
        name: "date_range",
        mapping_types: &["date_range"],
        storage: StorageKind::Bytes,
        sortable: false,
        parse: |text| {
            DateRange::parse(text).map(|range| Value::Bytes(range.to_bytes().as_slice().into()))
        },
        print: date_range::print,
        ..ROW
    },
    TypeDef {
        ty: DataType::Geohash,
        name: "geohash",
        storage: StorageKind::Long,
        sortable: false,
        parse: |text| grid::parse_geohash(text).map(Value::Long),
        print: grid::print_geohash,
        ..ROW
    },
    TypeDef {
        ty: DataType::Geotile,
        name: "geotile",
        storage: StorageKind::Long,
        sortable: false,
        parse: |text| grid::parse_geotile(text).map(Value::Long),
        print: grid::print_geotile,
        ..ROW
    },
    TypeDef {
        ty: DataType::Geohex,
        name: "geohex",
        storage: StorageKind::Long,
        sortable: false,
        parse: |text| grid::parse_geohex(text).map(Value::Long),
        print: grid::print_geohex,
        ..ROW
    },
    TypeDef {
        ty: DataType::DatePeriod,
        name: "date_period",
        storage: StorageKind::Literal,
        sortable: false,
        representable: false,
        parse: |_| None,
        ..ROW
    },
    TypeDef {
        ty: DataType::TimeDuration,
        name: "time_duration",
        storage: StorageKind::Literal,
        sortable: false,
        representable: false,
        parse: |_| None,
        ..ROW
    },
    TypeDef { ty: DataType::Source, name: "_source", sortable: false, ..ROW },
    TypeDef {
        ty: DataType::Unsupported,
        name: "unsupported",
        storage: StorageKind::Null,
        sortable: false,
        parse: |_| None,
        ..ROW
    },
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_stand_at_their_types_number() {
        for (at, def) in TYPES.iter().enumerate() {
            assert_eq!(def.ty as usize, at, "{}", def.name);
            assert_eq!(DataType::find(def.name), Some(def.ty));
            assert!(!def.name.is_empty());
        }
        assert_eq!(DataType::find("DATETIME"), Some(DataType::Date));
        assert_eq!(DataType::of_mapping("match_only_text"), Some(DataType::Text));
        assert_eq!(DataType::of_mapping("flattened"), None);
    }
}
