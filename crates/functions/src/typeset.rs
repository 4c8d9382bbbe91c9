//! Sets of data types, for parameters.

use std::fmt;

use esql_data::DataType;
use esql_data::types::TYPES;

/// A set of data types.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct TypeSet(u32);

impl TypeSet {
    /// The set of one type.
    #[must_use]
    pub const fn of(ty: DataType) -> TypeSet {
        TypeSet(1 << ty as u32)
    }

    /// Both sets together.
    #[must_use]
    pub const fn or(self, other: TypeSet) -> TypeSet {
        TypeSet(self.0 | other.0)
    }

    /// Whether `ty` is in the set.
    #[must_use]
    pub const fn has(self, ty: DataType) -> bool {
        self.0 & (1 << ty as u32) != 0
    }

    /// The types in the set, in the order of the table.
    pub fn types(self) -> impl Iterator<Item = DataType> {
        TYPES.iter().map(|def| def.ty).filter(move |&ty| self.has(ty))
    }

    /// `null`, for what an overload says of that type alone: a null is taken anywhere.
    pub const NULL: TypeSet = TypeSet::of(DataType::Null);
    /// `boolean`
    pub const BOOLEAN: TypeSet = TypeSet::of(DataType::Boolean);
    /// `integer`
    pub const INTEGER: TypeSet = TypeSet::of(DataType::Integer);
    /// `long`
    pub const LONG: TypeSet = TypeSet::of(DataType::Long);
    /// `unsigned_long`
    pub const UNSIGNED_LONG: TypeSet = TypeSet::of(DataType::UnsignedLong);
    /// `double`
    pub const DOUBLE: TypeSet = TypeSet::of(DataType::Double);
    /// `integer`, `long`
    pub const WHOLE: TypeSet = TypeSet::INTEGER.or(TypeSet::LONG);
    /// `integer`, `long`, `double`
    pub const SIGNED: TypeSet = TypeSet::WHOLE.or(TypeSet::DOUBLE);
    /// All numbers.
    pub const NUMERIC: TypeSet = TypeSet::SIGNED.or(TypeSet::UNSIGNED_LONG);
    /// `keyword`
    pub const KEYWORD: TypeSet = TypeSet::of(DataType::Keyword);
    /// `keyword`, `text`
    pub const STRING: TypeSet = TypeSet::KEYWORD.or(TypeSet::of(DataType::Text));
    /// `ip`
    pub const IP: TypeSet = TypeSet::of(DataType::Ip);
    /// `version`
    pub const VERSION: TypeSet = TypeSet::of(DataType::Version);
    /// `date`
    pub const DATE: TypeSet = TypeSet::of(DataType::Date);
    /// `date_nanos`
    pub const DATE_NANOS: TypeSet = TypeSet::of(DataType::DateNanos);
    /// `date`, `date_nanos`
    pub const DATES: TypeSet = TypeSet::DATE.or(TypeSet::DATE_NANOS);
    /// `date_period`
    pub const DATE_PERIOD: TypeSet = TypeSet::of(DataType::DatePeriod);
    /// `time_duration`
    pub const TIME_DURATION: TypeSet = TypeSet::of(DataType::TimeDuration);
    /// `date_period`, `time_duration`
    pub const SPAN: TypeSet = TypeSet::DATE_PERIOD.or(TypeSet::TIME_DURATION);
    /// The points and shapes.
    pub const SPATIAL: TypeSet = TypeSet::of(DataType::GeoPoint)
        .or(TypeSet::of(DataType::CartesianPoint))
        .or(TypeSet::of(DataType::GeoShape))
        .or(TypeSet::of(DataType::CartesianShape));
    /// The cells of grids.
    pub const GRID: TypeSet = TypeSet::of(DataType::Geohash)
        .or(TypeSet::of(DataType::Geotile))
        .or(TypeSet::of(DataType::Geohex));
    /// `date_range`
    pub const DATE_RANGE: TypeSet = TypeSet::of(DataType::DateRange);
    /// `_source`
    pub const SOURCE: TypeSet = TypeSet::of(DataType::Source);
    /// Everything with an order: what MIN, MAX, GREATEST and the comparisons take.
    pub const ORDERED: TypeSet = TypeSet::NUMERIC
        .or(TypeSet::STRING)
        .or(TypeSet::IP)
        .or(TypeSet::VERSION)
        .or(TypeSet::DATES);
    /// Everything that a column can hold.
    pub const ANY: TypeSet = TypeSet::ORDERED
        .or(TypeSet::BOOLEAN)
        .or(TypeSet::SPATIAL)
        .or(TypeSet::GRID)
        .or(TypeSet::DATE_RANGE);
}

/// The types as messages name them, `keyword or text` as `string`, all numbers as `numeric`.
impl fmt::Display for TypeSet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut rest = *self;
        let mut names: Vec<&str> = Vec::new();
        for (set, name) in [(TypeSet::NUMERIC, "numeric"), (TypeSet::STRING, "string")] {
            if rest.0 & set.0 == set.0 {
                names.push(name);
                rest.0 &= !set.0;
            }
        }
        names.extend(rest.types().map(DataType::name));
        match names.split_last() {
            Some((last, [])) => f.write_str(last),
            Some((last, first)) => write!(f, "{} or {last}", first.join(", ")),
            None => f.write_str("nothing"),
        }
    }
}
