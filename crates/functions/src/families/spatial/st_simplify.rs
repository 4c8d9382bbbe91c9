//! `ST_SIMPLIFY`.

use esql_data::{Column, DataType, Problem, Str};
use geo::{Coord, Validation};

use super::cells::each_cell;
use super::geometry::Geometry;
use super::wkt::write;
use super::{CARTESIAN, GEO};
use crate::{
    ArgError, Args, CallSite, EvalCx, Evaluate, Example, Family, FunctionDef, Impl, Kernel, Lift,
    Overload, Param, Ret, TypeSet, since,
};

const fn overload(set: &'static [TypeSet]) -> Overload {
    Overload {
        args: Args::each(set),
        ret: Ret::ArgExact(0),
        lift: Lift::WholeCell,
        kernel: Kernel::Prepared(prepare),
    }
}

pub(super) const ST_SIMPLIFY: FunctionDef = FunctionDef {
    name: "st_simplify",
    family: Family::Spatial,
    summary: "A geometry with fewer corners, by the algorithm of Douglas and Peucker.",
    detail: "Corners that lie within the tolerance of the simpler line are left out; an area that \
             collapses is empty. Where an area would cross itself, Elasticsearch mends it in a way \
             that is not computed here: that gives null and a warning. Several values count as \
             one geometry.",
    params: &[
        Param::new("geometry", "the geometry"),
        Param::new("tolerance", "how far off a corner may be, in units of the coordinates")
            .constant(),
    ],
    imp: Impl::Scalar(&[
        overload(&[GEO, TypeSet::SIGNED]),
        overload(&[CARTESIAN, TypeSet::SIGNED]),
    ]),
    examples: &[Example {
        query: r#"ROW a = TO_GEOSHAPE("LINESTRING(0 0, 1 0.1, 2 0, 3 5)") | EVAL b = ST_SIMPLIFY(a, 0.5) | KEEP b"#,
        answer: "b:geo_shape\nLINESTRING (0.0 0.0, 2.0 0.0, 3.0 5.0)",
    }],
    since: since!(preview 9.4),
    ..FunctionDef::SCALAR
};

fn prepare(site: &CallSite<'_>) -> Result<Box<dyn Evaluate>, ArgError> {
    let Some(tolerance) = super::distance(site.constant(1)?) else {
        return Ok(Box::new(|cx: &mut EvalCx<'_>, _: &[Column]| Column::null(cx.ret, cx.rows)));
    };
    if tolerance < 0.0 {
        return Err(ArgError { at: 1, message: "tolerance must not be negative".to_owned() });
    }
    let points_only = matches!(site.ret, DataType::GeoPoint | DataType::CartesianPoint);
    Ok(Box::new(move |cx: &mut EvalCx<'_>, args: &[Column]| {
        each_cell::<Str, _>(cx, &args[0], |parts| {
            let geometry = united(parts, points_only);
            if geometry.is_empty() {
                return Ok(write(&geometry));
            }
            simplified(&geometry, tolerance).map(|simple| write(&simple))
        })
    }))
}

/// Several geometries of one cell as one.
fn united(mut parts: Vec<Geometry>, points_only: bool) -> Geometry {
    match parts.as_mut_slice() {
        [_] => parts.remove(0),
        parts if points_only => {
            let mut points = Vec::with_capacity(parts.len());
            parts.iter().for_each(|part| part.visit(&mut |point| points.push(point)));
            Geometry::MultiPoint(points)
        }
        _ => Geometry::Collection(parts),
    }
}

fn simplified(geometry: &Geometry, tolerance: f64) -> Result<Geometry, Problem> {
    Ok(match geometry {
        Geometry::Point(_) => geometry.clone(),
        Geometry::MultiPoint(points) => match points.as_slice() {
            [point] => Geometry::Point(Some(*point)),
            _ => geometry.clone(),
        },
        Geometry::LineString(points) => Geometry::LineString(line(points, tolerance)),
        Geometry::MultiLineString(lines) => {
            let mut lines: Vec<_> = lines.iter().map(|points| line(points, tolerance)).collect();
            match lines.len() {
                1 => Geometry::LineString(lines.remove(0)),
                _ => Geometry::MultiLineString(lines),
            }
        }
        Geometry::Polygon(rings) => valid(Geometry::Polygon(area(rings, tolerance)?))?,
        Geometry::MultiPolygon(areas) => {
            let areas = areas.iter().map(|rings| area(rings, tolerance));
            let mut areas = areas.collect::<Result<Vec<_>, _>>()?;
            areas.retain(|rings| !rings.is_empty());
            valid(match areas.len() {
                1 => Geometry::Polygon(areas.remove(0)),
                _ => Geometry::MultiPolygon(areas),
            })?
        }
        Geometry::Envelope(_) => return Err(not_computed()),
        Geometry::Collection(parts) => {
            let parts = parts.iter().map(|part| simplified(part, tolerance));
            let mut parts = parts.collect::<Result<Vec<_>, _>>()?;
            parts.retain(|part| !part.is_empty());
            Geometry::Collection(parts)
        }
    })
}

/// The rings of an area; none if it collapses.
fn area(rings: &[Vec<Coord>], tolerance: f64) -> Result<Vec<Vec<Coord>>, Problem> {
    let mut simple: Vec<Vec<Coord>> = rings.iter().map(|points| ring(points, tolerance)).collect();
    let Some(shell) = simple.first().map(Vec::len) else { return Ok(simple) };
    // A hole whose points are all near one another is gone.
    let mut at = 0;
    simple.retain(|ring| {
        at += 1;
        at == 1 || ring.len() > 2
    });
    match (shell, simple.as_slice()) {
        (..4, [_]) => Ok(Vec::new()),
        (4.., rings) if rings.iter().all(|ring| ring.len() > 3) => Ok(simple),
        _ => Err(not_computed()),
    }
}

/// The area, if it is one that Elasticsearch need not mend.
fn valid(area: Geometry) -> Result<Geometry, Problem> {
    if area.is_empty() || area.planar().is_valid() { Ok(area) } else { Err(not_computed()) }
}

fn not_computed() -> Problem {
    Problem::argument("a simplified area that must be mended is not computed here")
}

/// A closed ring. The point at which it starts may go as well.
fn ring(points: &[Coord], tolerance: f64) -> Vec<Coord> {
    let mut simple = line(points, tolerance);
    if let [start, second, .., last, _] = *simple.as_slice()
        && distance(start, second, last) <= tolerance
    {
        simple.remove(0);
        simple.pop();
        if second != last || simple.len() < 2 {
            simple.push(second);
        }
    }
    simple
}

/// The corners that stay: the ends, and of those between two that stay always the farthest from
/// the straight line, if it is beyond the tolerance.
fn line(points: &[Coord], tolerance: f64) -> Vec<Coord> {
    let mut stays = vec![true; points.len()];
    let mut sections = vec![(0, points.len().saturating_sub(1))];
    while let Some((from, to)) = sections.pop() {
        let mut farthest = (from, -1.0);
        for at in from + 1..to {
            let away = distance(points[at], points[from], points[to]);
            if away > farthest.1 {
                farthest = (at, away);
            }
        }
        if farthest.1 <= tolerance {
            stays.iter_mut().take(to).skip(from + 1).for_each(|stays| *stays = false);
        } else {
            sections.push((from, farthest.0));
            sections.push((farthest.0, to));
        }
    }
    points.iter().zip(stays).filter(|(_, stays)| *stays).map(|(point, _)| *point).collect()
}

/// How far a point is from a piece of a line, computed in the steps of the library that
/// Elasticsearch uses.
fn distance(point: Coord, from: Coord, to: Coord) -> f64 {
    let between = |a: Coord, b: Coord| {
        let (x, y) = (a.x - b.x, a.y - b.y);
        (x * x + y * y).sqrt()
    };
    let along = to - from;
    if from == to {
        return between(point, from);
    }
    let square = along.x * along.x + along.y * along.y;
    let part = ((point.x - from.x) * along.x + (point.y - from.y) * along.y) / square;
    if part <= 0.0 {
        return between(point, from);
    }
    if part >= 1.0 {
        return between(point, to);
    }
    let side = ((from.y - point.y) * along.x - (from.x - point.x) * along.y) / square;
    side.abs() * square.sqrt()
}

#[cfg(test)]
mod tests {
    use super::super::wkt::read;
    use super::*;

    #[test]
    fn shapes() {
        for (text, tolerance, expected) in [
            ("POINT (1 2)", 5.0, "POINT (1.0 2.0)"),
            ("MULTIPOINT (1 2)", 5.0, "POINT (1.0 2.0)"),
            ("LINESTRING (0 0, 100 0, 1 1)", 5.0, "LINESTRING (0.0 0.0, 100.0 0.0, 1.0 1.0)"),
            ("LINESTRING (0 0, 1 1, 0 0)", 5.0, "LINESTRING (0.0 0.0, 0.0 0.0)"),
            ("POLYGON ((0 0, 4 0, 4 4, 0 4, 0 0))", 9.0, "POLYGON EMPTY"),
            (
                "POLYGON ((2 0.1, 4 0, 4 4, 0 4, 0 0, 2 0.1))",
                0.5,
                "POLYGON ((4.0 0.0, 4.0 4.0, 0.0 4.0, 0.0 0.0, 4.0 0.0))",
            ),
            (
                "POLYGON ((0 0, 9 0, 9 9, 0 9, 0 0), (1 1, 1 1.1, 1.1 1, 1 1))",
                0.5,
                "POLYGON ((0.0 0.0, 9.0 0.0, 9.0 9.0, 0.0 9.0, 0.0 0.0))",
            ),
            (
                "GEOMETRYCOLLECTION (POLYGON ((0 0, 1 0, 1 1, 0 0)), POINT (1 2))",
                9.0,
                "GEOMETRYCOLLECTION (POINT (1.0 2.0))",
            ),
        ] {
            let simple = simplified(&read(text).unwrap(), tolerance).unwrap();
            assert_eq!(write(&simple), expected, "{text}");
        }
    }

    #[test]
    fn what_must_be_mended() {
        let crossing = "POLYGON ((0 0, 4 4, 4 0, 0 4, 0 0))";
        assert!(simplified(&read(crossing).unwrap(), 0.0).is_err());
    }
}
