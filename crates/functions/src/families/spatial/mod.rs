//! Spatial functions, over points and shapes on the globe and in the plane.

pub(super) mod bounds;
pub(super) mod cells;
pub(super) mod geometry;
mod sloppy_math;
mod st_buffer;
mod st_distance;
mod st_envelope;
mod st_grid;
mod st_relation;
mod st_shape;
mod st_simplify;
mod st_x;
pub(super) mod wkt;

pub(super) use sloppy_math::haversine_meters;
pub(super) use wkt::read_point;
pub(crate) use wkt::write_point;

use esql_data::{DataType, Value};

use crate::{FunctionDef, TypeSet};

const GEO_POINT: TypeSet = TypeSet::of(DataType::GeoPoint);
const CARTESIAN_POINT: TypeSet = TypeSet::of(DataType::CartesianPoint);
const POINTS: TypeSet = GEO_POINT.or(CARTESIAN_POINT);
/// What lies on the globe.
const GEO: TypeSet = GEO_POINT.or(TypeSet::of(DataType::GeoShape));
/// What lies in the plane.
const CARTESIAN: TypeSet = CARTESIAN_POINT.or(TypeSet::of(DataType::CartesianShape));

/// A constant distance or tolerance; none for null.
#[allow(clippy::cast_precision_loss)]
fn distance(value: &Value) -> Option<f64> {
    match value {
        Value::Integer(number) => Some(f64::from(*number)),
        Value::Long(number) => Some(*number as f64),
        Value::Double(number) => Some(*number),
        _ => None,
    }
}

pub(super) const ALL: &[&FunctionDef] = &[
    &st_buffer::ST_BUFFER,
    &st_relation::ST_CONTAINS,
    &st_shape::ST_DIMENSION,
    &st_relation::ST_DISJOINT,
    &st_distance::ST_DISTANCE,
    &st_envelope::ST_ENVELOPE,
    &st_grid::ST_GEOHASH,
    &st_grid::ST_GEOHEX,
    &st_shape::ST_GEOMETRYTYPE,
    &st_grid::ST_GEOTILE,
    &st_relation::ST_INTERSECTS,
    &st_shape::ST_ISEMPTY,
    &st_shape::ST_NPOINTS,
    &st_simplify::ST_SIMPLIFY,
    &st_relation::ST_WITHIN,
    &st_x::ST_X,
    &st_envelope::ST_XMAX,
    &st_envelope::ST_XMIN,
    &st_x::ST_Y,
    &st_envelope::ST_YMAX,
    &st_envelope::ST_YMIN,
];
