//! `ST_NPOINTS`, `ST_GEOMETRYTYPE`, `ST_ISEMPTY`, `ST_DIMENSION`.

use esql_data::{Bool, Column, DataType, Int, Str};

use super::cells::each_cell;
use super::geometry::Geometry;
use crate::{
    Args, EvalCx, Example, Family, FunctionDef, Impl, Kernel, Lift, Overload, Param, Ret, TypeSet,
    since,
};

const fn overload(ret: DataType, kernel: fn(&mut EvalCx<'_>, &[Column]) -> Column) -> Overload {
    Overload {
        args: Args::each(&[TypeSet::SPATIAL]),
        ret: Ret::Type(ret),
        lift: Lift::WholeCell,
        kernel: Kernel::Plain(kernel),
    }
}

const SHAPE: FunctionDef = FunctionDef {
    family: Family::Spatial,
    params: &[Param::new("geometry", "the geometry")],
    since: since!(preview 9.4),
    ..FunctionDef::SCALAR
};

pub(super) const ST_NPOINTS: FunctionDef = FunctionDef {
    name: "st_npoints",
    summary: "Counts the points of a geometry, corners of areas included.",
    detail: "The last point of a ring, which is its first, counts as well; a rectangle has 4. \
             Several geometries are counted together.",
    imp: Impl::Scalar(&[overload(DataType::Integer, |cx, args| {
        each_cell::<Int, _>(cx, &args[0], |parts| {
            let mut count = 0;
            parts.iter().for_each(|part| part.visit(&mut |_| count += 1));
            count
        })
    })]),
    examples: &[Example {
        query: r#"ROW a = TO_GEOSHAPE("POLYGON((0 0, 1 0, 1 1, 0 0))") | EVAL b = ST_NPOINTS(a) | KEEP b"#,
        answer: "b:integer\n4",
    }],
    ..SHAPE
};

pub(super) const ST_GEOMETRYTYPE: FunctionDef = FunctionDef {
    name: "st_geometrytype",
    summary: "The kind of a geometry, such as `ST_Point` or `ST_MultiPolygon`.",
    detail: "A rectangle is an `ST_Polygon`, several shapes are an `ST_GeometryCollection`.",
    imp: Impl::Scalar(&[overload(DataType::Keyword, |cx, args| {
        let points = matches!(args[0].ty(), DataType::GeoPoint | DataType::CartesianPoint);
        each_cell::<Str, _>(cx, &args[0], move |parts| match parts.as_slice() {
            _ if points => "ST_Point",
            [only] => only.type_name(),
            _ => "ST_GeometryCollection",
        })
    })]),
    examples: &[Example {
        query: r#"ROW a = TO_GEOSHAPE("LINESTRING(0 0, 1 1)") | EVAL b = ST_GEOMETRYTYPE(a) | KEEP b"#,
        answer: "b:keyword\nST_LineString",
    }],
    ..SHAPE
};

pub(super) const ST_ISEMPTY: FunctionDef = FunctionDef {
    name: "st_isempty",
    summary: "Tells whether a geometry has no point.",
    detail: "Several geometries are empty if all of them are.",
    imp: Impl::Scalar(&[overload(DataType::Boolean, |cx, args| {
        each_cell::<Bool, _>(cx, &args[0], |parts| parts.iter().all(Geometry::is_empty))
    })]),
    examples: &[Example {
        query: r#"ROW a = TO_GEOSHAPE("GEOMETRYCOLLECTION EMPTY") | EVAL b = ST_ISEMPTY(a) | KEEP b"#,
        answer: "b:boolean\ntrue",
    }],
    ..SHAPE
};

pub(super) const ST_DIMENSION: FunctionDef = FunctionDef {
    name: "st_dimension",
    summary: "The dimension of a geometry: 0 for points, 1 for lines, 2 for areas.",
    detail: "Of a collection and of several geometries it is the greatest.",
    imp: Impl::Scalar(&[overload(DataType::Integer, |cx, args| {
        each_cell::<Int, _>(cx, &args[0], |parts| {
            parts.iter().map(Geometry::dimension).max().unwrap_or(0)
        })
    })]),
    examples: &[Example {
        query: r#"ROW a = TO_GEOSHAPE("POLYGON((0 0, 1 0, 1 1, 0 0))") | EVAL b = ST_DIMENSION(a) | KEEP b"#,
        answer: "b:integer\n2",
    }],
    ..SHAPE
};
