//! `ST_DISTANCE`.

use esql_data::{CellsBuilder, Column, DataType, Double, Problem, ValueRef};
use geo::Coord;

use super::cells::on_globe;
use super::sloppy_math::haversine_meters;
use super::wkt::read_point;
use super::{CARTESIAN_POINT, GEO_POINT};
use crate::typed::IntoCell;
use crate::{
    Args, EvalCx, Example, Family, FunctionDef, Impl, Kernel, Lift, Overload, Param, Ret, TypeSet,
    since,
};

const fn overload(set: &'static [TypeSet]) -> Overload {
    Overload {
        args: Args::each(set),
        ret: Ret::Type(DataType::Double),
        lift: Lift::WholeCell,
        kernel: Kernel::Plain(distances),
    }
}

pub(super) const ST_DISTANCE: FunctionDef = FunctionDef {
    name: "st_distance",
    family: Family::Spatial,
    summary: "The distance between two points: meters along the great circle on the globe.",
    detail: "Computed as Lucene does, on a sphere and with fast approximations. In the plane it is \
             the straight distance of coordinates rounded to 32 bits. Both points lie on the globe \
             or both in the plane. Of several points the nearest count.",
    params: &[Param::new("geomA", "a point"), Param::new("geomB", "another point")],
    imp: Impl::Scalar(&[
        overload(&[GEO_POINT, GEO_POINT]),
        overload(&[CARTESIAN_POINT, CARTESIAN_POINT]),
    ]),
    examples: &[Example {
        query: r#"ROW a = TO_GEOPOINT("POINT(12.6 55.7)"), b = TO_GEOPOINT("POINT(-0.1 51.5)"),
    c = TO_CARTESIANPOINT("POINT(0 0)"), d = TO_CARTESIANPOINT("POINT(3 4)")
| EVAL e = ROUND(ST_DISTANCE(a, b)), f = ST_DISTANCE(c, d) | KEEP e, f"#,
        answer: "e:double | f:double\n957319.0 | 5.0",
    }],
    since: since!(8.15),
    ..FunctionDef::SCALAR
};

fn distances(cx: &mut EvalCx<'_>, args: &[Column]) -> Column {
    let distance = if on_globe(args[0].ty()) { haversine_meters } else { straight };
    let mut cells = CellsBuilder::<Double>::new();
    for row in 0..cx.rows {
        let least = points(&args[0], row).and_then(|from| {
            let to = points(&args[1], row)?;
            let pairs = from.iter().flat_map(|&a| to.iter().map(move |&b| distance(a, b)));
            Ok(pairs.reduce(f64::min))
        });
        least.put(cx, &mut cells);
    }
    cells.finish(cx.ret)
}

fn points(column: &Column, row: usize) -> Result<Vec<Coord>, Problem> {
    let texts = column.cell(row).filter_map(|at| match column.value(at) {
        ValueRef::Text(text) => Some(text),
        _ => None,
    });
    texts.map(read_point).collect()
}

#[allow(clippy::cast_possible_truncation)]
fn straight(a: Coord, b: Coord) -> f64 {
    let single = |number: f64| f64::from(number as f32);
    let (x, y) = (single(a.x) - single(b.x), single(a.y) - single(b.y));
    (x * x + y * y).sqrt()
}
