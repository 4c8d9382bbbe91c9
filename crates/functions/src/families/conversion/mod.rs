//! Type conversion functions; `value::type` calls the same rows.

mod numbers;
mod to_angle;
mod to_boolean;
mod to_date_nanos;
mod to_date_range;
mod to_datetime;
mod to_double;
mod to_geometry;
mod to_grid;
mod to_integer;
mod to_ip;
mod to_long;
mod to_span;
mod to_string;
mod to_text;
mod to_unsigned_long;
mod to_version;

use esql_data::{Column, DataType};

use crate::{Args, FunctionDef, Kernel, Lift, Overload, Ret, TypeSet};

pub(super) const ALL: &[&FunctionDef] = &[
    &to_boolean::TO_BOOLEAN,
    &to_geometry::TO_CARTESIANPOINT,
    &to_geometry::TO_CARTESIANSHAPE,
    &to_datetime::TO_DATETIME,
    &to_date_nanos::TO_DATE_NANOS,
    &to_span::TO_DATEPERIOD,
    &to_date_range::TO_DATE_RANGE,
    &to_angle::TO_DEGREES,
    &to_double::TO_DOUBLE,
    &to_grid::TO_GEOHASH,
    &to_grid::TO_GEOHEX,
    &to_geometry::TO_GEOPOINT,
    &to_geometry::TO_GEOSHAPE,
    &to_grid::TO_GEOTILE,
    &to_integer::TO_INTEGER,
    &to_ip::TO_IP,
    &to_long::TO_LONG,
    &to_angle::TO_RADIANS,
    &to_date_range::TO_RANGE,
    &to_string::TO_STRING,
    &to_text::TO_TEXT,
    &to_span::TO_TIMEDURATION,
    &to_unsigned_long::TO_UNSIGNED_LONG,
    &to_version::TO_VERSION,
];

/// The signature for values that only need the other type's name: the cells stay the same, but
/// for those of the literal null, which has no storage.
const fn unchanged(set: &'static [TypeSet], ret: DataType) -> Overload {
    Overload {
        args: Args::each(set),
        ret: Ret::Type(ret),
        lift: Lift::WholeCell,
        kernel: Kernel::Plain(|cx, args| {
            if args[0].ty().storage() == cx.ret.storage() {
                args[0].clone().with_type(cx.ret)
            } else {
                Column::null(cx.ret, cx.rows)
            }
        }),
    }
}
