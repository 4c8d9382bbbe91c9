//! `ST_ENVELOPE`, `ST_XMIN`, `ST_XMAX`, `ST_YMIN`, `ST_YMAX`.

use esql_data::{Column, DataType, Double, Str};

use super::cells::{each_cell, envelope, on_globe};
use super::geometry::{Envelope, Geometry};
use super::wkt::write;
use super::{CARTESIAN, GEO};
use crate::{
    Args, EvalCx, Example, Family, FunctionDef, Impl, Kernel, Lift, Overload, Param, Ret, TypeSet,
    since,
};

const DETAIL: &str = "On the globe the rectangle lies across the date line if it is narrower so: \
                      its least longitude then is greater than its greatest. Several geometries \
                      count as one. A geometry without a point gives null and a warning.";

const fn overload(set: &'static [TypeSet], ret: DataType, kernel: Kernel) -> Overload {
    Overload { args: Args::each(set), ret: Ret::Type(ret), lift: Lift::WholeCell, kernel }
}

pub(super) const ST_ENVELOPE: FunctionDef = FunctionDef {
    name: "st_envelope",
    family: Family::Spatial,
    summary: "The smallest rectangle around a geometry; a single point stays as it is.",
    detail: DETAIL,
    params: &[Param::new("geometry", "the geometry")],
    imp: Impl::Scalar(&[
        overload(&[GEO], DataType::GeoShape, Kernel::Plain(rectangle)),
        overload(&[CARTESIAN], DataType::CartesianShape, Kernel::Plain(rectangle)),
    ]),
    examples: &[Example {
        query: r#"ROW a = TO_GEOSHAPE("LINESTRING(1 5, 3 4)") | EVAL b = ST_ENVELOPE(a) | KEEP b"#,
        answer: "b:geo_shape\nBBOX (1.0, 3.0, 5.0, 4.0)",
    }],
    since: since!(preview 8.18),
    ..FunctionDef::SCALAR
};

const SIDES: FunctionDef = FunctionDef {
    examples: &[Example {
        query: r#"ROW a = TO_CARTESIANSHAPE("LINESTRING(1 5, 3 4)")
| EVAL w = ST_XMIN(a), e = ST_XMAX(a), s = ST_YMIN(a), n = ST_YMAX(a) | DROP a"#,
        answer: "w:double | e:double | s:double | n:double\n1.0 | 3.0 | 4.0 | 5.0",
    }],
    ..ST_ENVELOPE
};

const fn number(kernel: Kernel) -> Overload {
    overload(&[TypeSet::SPATIAL], DataType::Double, kernel)
}

pub(super) const ST_XMIN: FunctionDef = FunctionDef {
    name: "st_xmin",
    summary: "The least x of a geometry; on the globe the western longitude of its rectangle.",
    imp: Impl::Scalar(&[number(Kernel::Plain(|cx, args| side(cx, args, |at| at.min_x)))]),
    ..SIDES
};

pub(super) const ST_XMAX: FunctionDef = FunctionDef {
    name: "st_xmax",
    summary: "The greatest x of a geometry; on the globe the eastern longitude of its rectangle.",
    imp: Impl::Scalar(&[number(Kernel::Plain(|cx, args| side(cx, args, |at| at.max_x)))]),
    ..SIDES
};

pub(super) const ST_YMIN: FunctionDef = FunctionDef {
    name: "st_ymin",
    summary: "The least y of a geometry; on the globe its southernmost latitude.",
    imp: Impl::Scalar(&[number(Kernel::Plain(|cx, args| side(cx, args, |at| at.min_y)))]),
    ..SIDES
};

pub(super) const ST_YMAX: FunctionDef = FunctionDef {
    name: "st_ymax",
    summary: "The greatest y of a geometry; on the globe its northernmost latitude.",
    imp: Impl::Scalar(&[number(Kernel::Plain(|cx, args| side(cx, args, |at| at.max_y)))]),
    ..SIDES
};

fn rectangle(cx: &mut EvalCx<'_>, args: &[Column]) -> Column {
    let on_globe = on_globe(args[0].ty());
    each_cell::<Str, _>(cx, &args[0], |parts| match parts.as_slice() {
        [point @ Geometry::Point(Some(_))] => Ok(write(point)),
        parts => envelope(parts, on_globe).map(|envelope| write(&Geometry::Envelope(envelope))),
    })
}

fn side(cx: &mut EvalCx<'_>, args: &[Column], side: fn(Envelope) -> f64) -> Column {
    let on_globe = on_globe(args[0].ty());
    each_cell::<Double, _>(cx, &args[0], |parts| envelope(&parts, on_globe).map(side))
}
