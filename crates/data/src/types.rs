//! The data types of ES|QL and what is known of each: one row a type.

use std::fmt;

pub use crate::table::{TYPES, TypeDef};

/// A data type of ES|QL.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash, PartialOrd, Ord)]
#[repr(u8)]
pub enum DataType {
    /// The type of the literal `null`, and of fields that nothing maps.
    Null,
    /// `true` or `false`.
    Boolean,
    /// 32 bit signed; also `short` and `byte` fields.
    Integer,
    /// 64 bit signed.
    Long,
    /// 64 bit unsigned.
    UnsignedLong,
    /// 64 bit IEEE; also `float`, `half_float` and `scaled_float` fields.
    Double,
    /// A string taken as a whole; also `constant_keyword` and `wildcard` fields.
    Keyword,
    /// A string that search functions analyze into words.
    Text,
    /// An IPv4 or IPv6 address, 16 bytes, IPv4 mapped into IPv6.
    Ip,
    /// A software version, ordered as semantic versions are.
    Version,
    /// Milliseconds since 1970 UTC; called `datetime` inside Elasticsearch.
    Date,
    /// Nanoseconds since 1970 UTC.
    DateNanos,
    /// A point on the globe.
    GeoPoint,
    /// A point in the plane.
    CartesianPoint,
    /// A shape on the globe.
    GeoShape,
    /// A shape in the plane.
    CartesianShape,
    /// A range of dates, its end outside.
    DateRange,
    /// A cell of the geohash grid.
    Geohash,
    /// A cell of the grid of map tiles.
    Geotile,
    /// A cell of the H3 grid.
    Geohex,
    /// Years, months and days; only a literal.
    DatePeriod,
    /// Hours to milliseconds; only a literal.
    TimeDuration,
    /// The document as it was written, `_source`.
    Source,
    /// A field that ES|QL cannot read.
    Unsupported,
}

/// How the values of a type are held in memory.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
pub enum StorageKind {
    /// No values at all.
    Null,
    /// Bits.
    Bool,
    /// `i32`
    Int,
    /// `i64`
    Long,
    /// `u64`
    ULong,
    /// `f64`
    Double,
    /// UTF-8 views.
    Str,
    /// Byte views.
    Bytes,
    /// Never in a column: literals only.
    Literal,
}

impl DataType {
    /// The row of the type in the table.
    #[must_use]
    pub fn def(self) -> &'static TypeDef {
        &TYPES[self as usize]
    }

    /// The name in results and messages.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.def().name
    }

    /// How its values are held.
    #[must_use]
    pub fn storage(self) -> StorageKind {
        self.def().storage
    }

    /// The type that `::name` or a result header means, in any case.
    #[must_use]
    pub fn find(name: &str) -> Option<DataType> {
        TYPES
            .iter()
            .find(|def| {
                def.name.eq_ignore_ascii_case(name)
                    || def.aliases.iter().any(|alias| alias.eq_ignore_ascii_case(name))
            })
            .map(|def| def.ty)
    }

    /// The type that ES|QL gives to a field with this `type` in its mapping.
    #[must_use]
    pub fn of_mapping(mapping_type: &str) -> Option<DataType> {
        TYPES.iter().find(|def| def.mapping_types.contains(&mapping_type)).map(|def| def.ty)
    }

    /// `keyword` or `text`.
    #[must_use]
    pub fn is_string(self) -> bool {
        matches!(self, DataType::Keyword | DataType::Text)
    }

    /// Whole numbers and doubles.
    #[must_use]
    pub fn is_numeric(self) -> bool {
        matches!(
            self,
            DataType::Integer | DataType::Long | DataType::UnsignedLong | DataType::Double
        )
    }

    /// `date` or `date_nanos`.
    #[must_use]
    pub fn is_date(self) -> bool {
        matches!(self, DataType::Date | DataType::DateNanos)
    }

    /// `date_period` or `time_duration`.
    #[must_use]
    pub fn is_span(self) -> bool {
        matches!(self, DataType::DatePeriod | DataType::TimeDuration)
    }
}

impl fmt::Display for DataType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
