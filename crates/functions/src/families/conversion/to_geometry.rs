//! `TO_GEOPOINT`, `TO_GEOSHAPE`, `TO_CARTESIANPOINT`, `TO_CARTESIANSHAPE`.

use esql_data::{DataType, Str};

use super::unchanged;
use crate::families::spatial::wkt::{read, write};
use crate::{
    Args, Example, Family, FunctionDef, Impl, Lift, Overload, Param, Ret, TypeSet, kernel, since,
};

const GEO_POINT: TypeSet = TypeSet::of(DataType::GeoPoint);
const GEO: TypeSet = GEO_POINT.or(TypeSet::of(DataType::GeoShape));
const CARTESIAN_POINT: TypeSet = TypeSet::of(DataType::CartesianPoint);
const CARTESIAN: TypeSet = CARTESIAN_POINT.or(TypeSet::of(DataType::CartesianShape));

const fn from_text(ret: DataType) -> Overload {
    Overload {
        args: Args::each(&[TypeSet::STRING]),
        ret: Ret::Type(ret),
        lift: Lift::PerValue,
        kernel: kernel!(|text| read(text).map(|geometry| write(&geometry)); Str => Str),
    }
}

const GEOMETRY: FunctionDef = FunctionDef {
    family: Family::Conversion,
    detail: "The string is well-known text, such as `POINT(1 2)`, longitude first; a third \
             coordinate is dropped. Other text gives null and a warning. Each of several values is \
             converted.",
    params: &[Param::new("field", "the value or values")],
    since: since!(8.12),
    ..FunctionDef::SCALAR
};

pub(super) const TO_GEOPOINT: FunctionDef = FunctionDef {
    name: "to_geopoint",
    summary: "Converts a string to a point on the globe.",
    imp: Impl::Scalar(&[
        unchanged(&[GEO_POINT], DataType::GeoPoint),
        from_text(DataType::GeoPoint),
    ]),
    converts_to: Some(DataType::GeoPoint),
    examples: &[Example {
        query: r#"ROW a = "POINT(42.97 14.75)" | EVAL b = TO_GEOPOINT(a) | KEEP b"#,
        answer: "b:geo_point\nPOINT (42.97 14.75)",
    }],
    ..GEOMETRY
};

pub(super) const TO_GEOSHAPE: FunctionDef = FunctionDef {
    name: "to_geoshape",
    summary: "Converts a string or a point to a shape on the globe.",
    imp: Impl::Scalar(&[unchanged(&[GEO], DataType::GeoShape), from_text(DataType::GeoShape)]),
    converts_to: Some(DataType::GeoShape),
    examples: &[Example {
        query: r#"ROW a = "LINESTRING(30 10, 40 20)" | EVAL b = TO_GEOSHAPE(a) | KEEP b"#,
        answer: "b:geo_shape\nLINESTRING (30.0 10.0, 40.0 20.0)",
    }],
    ..GEOMETRY
};

pub(super) const TO_CARTESIANPOINT: FunctionDef = FunctionDef {
    name: "to_cartesianpoint",
    summary: "Converts a string to a point in the plane.",
    imp: Impl::Scalar(&[
        unchanged(&[CARTESIAN_POINT], DataType::CartesianPoint),
        from_text(DataType::CartesianPoint),
    ]),
    converts_to: Some(DataType::CartesianPoint),
    examples: &[Example {
        query: r#"ROW a = ["POINT(4297 -1475)", "POINT(7580 2246)"] | EVAL b = TO_CARTESIANPOINT(a) | KEEP b"#,
        answer: "b:cartesian_point\n[POINT (4297.0 -1475.0), POINT (7580.0 2246.0)]",
    }],
    ..GEOMETRY
};

pub(super) const TO_CARTESIANSHAPE: FunctionDef = FunctionDef {
    name: "to_cartesianshape",
    summary: "Converts a string or a point to a shape in the plane.",
    imp: Impl::Scalar(&[
        unchanged(&[CARTESIAN], DataType::CartesianShape),
        from_text(DataType::CartesianShape),
    ]),
    converts_to: Some(DataType::CartesianShape),
    examples: &[Example {
        query: r#"ROW a = "POLYGON((3 1, 4 4, 2 4, 3 1))" | EVAL b = TO_CARTESIANSHAPE(a) | KEEP b"#,
        answer: "b:cartesian_shape\nPOLYGON ((3.0 1.0, 4.0 4.0, 2.0 4.0, 3.0 1.0))",
    }],
    ..GEOMETRY
};
