//! `ST_BUFFER`, around points.

use std::f64::consts::{FRAC_PI_2, TAU};

use esql_data::{Column, DataType, Problem, Str, Value};
use geo::Coord;

use super::cells::each_cell;
use super::geometry::Geometry;
use super::wkt::write;
use super::{CARTESIAN, CARTESIAN_POINT, GEO, GEO_POINT};
use crate::{
    ArgError, Args, CallSite, EvalCx, Evaluate, Example, Family, FunctionDef, Impl, Kernel, Lift,
    OptionDef, Overload, Param, Ret, TypeSet, since,
};

const fn overload(set: &'static [TypeSet], ret: DataType) -> Overload {
    Overload {
        args: Args::each(set),
        ret: Ret::Type(ret),
        lift: Lift::WholeCell,
        kernel: Kernel::Prepared(prepare),
    }
}

pub(super) const ST_BUFFER: FunctionDef = FunctionDef {
    name: "st_buffer",
    family: Family::Spatial,
    summary: "The area around a point up to a distance.",
    detail: "A circle is drawn with straight sides, 8 to a quarter. The distance 0 gives what was \
             given, a negative one an empty area. Around lines and areas only the distance 0 runs \
             here, as the corners for others depend on Elasticsearch's geometry library; several \
             points in a cell give null and a warning for the same reason.",
    params: &[
        Param::new("geometry", "the point"),
        Param::new("distance", "how far, in units of the coordinates").constant(),
    ],
    options: &[
        OptionDef {
            name: "quad_segs",
            types: TypeSet::INTEGER,
            summary: "how many sides a quarter of a circle has; default 8",
        },
        OptionDef {
            name: "endcap",
            types: TypeSet::KEYWORD,
            summary: "`round`, the default; `square` for a square; `flat` gives an empty area",
        },
        OptionDef {
            name: "join",
            types: TypeSet::KEYWORD,
            summary: "`round`, `mitre` or `bevel`, of no account for points",
        },
        OptionDef {
            name: "mitre_limit",
            types: TypeSet::SIGNED,
            summary: "of no account for points",
        },
    ],
    imp: Impl::Scalar(&[
        overload(&[GEO, TypeSet::SIGNED], DataType::GeoShape),
        overload(&[CARTESIAN, TypeSet::SIGNED], DataType::CartesianShape),
    ]),
    examples: &[Example {
        query: r#"ROW a = TO_CARTESIANPOINT("POINT(1 2)") | EVAL b = ST_BUFFER(a, 3, {"quad_segs": 1}), c = ST_BUFFER(a, 1, {"endcap": "square"}) | KEEP b, c"#,
        answer: "b:cartesian_shape | c:cartesian_shape\nPOLYGON ((4.0 2.0, 1.0 -1.0, -2.0 2.0, 1.0 5.0, 4.0 2.0)) | POLYGON ((2.0 3.0, 2.0 1.0, 0.0 1.0, 0.0 3.0, 2.0 3.0))",
    }],
    since: since!(preview 9.4),
    ..FunctionDef::SCALAR
};

/// What lies around a point.
#[derive(Clone, Copy)]
enum Cap {
    /// A circle with this many sides to a quarter.
    Round(f64),
    Square,
    Flat,
}

fn prepare(site: &CallSite<'_>) -> Result<Box<dyn Evaluate>, ArgError> {
    let cap = cap(site)?;
    let Some(distance) = super::distance(site.constant(1)?) else {
        return Ok(Box::new(|cx: &mut EvalCx<'_>, _: &[Column]| Column::null(cx.ret, cx.rows)));
    };
    if distance != 0.0 && !GEO_POINT.or(CARTESIAN_POINT).has(site.args[0].ty) {
        let message = "the area around lines and areas is not computed here".to_owned();
        return Err(ArgError { at: 0, message });
    }
    Ok(Box::new(move |cx: &mut EvalCx<'_>, args: &[Column]| {
        each_cell::<Str, _>(cx, &args[0], |parts| match parts.as_slice() {
            [geometry] if distance == 0.0 => Ok(write(geometry)),
            [Geometry::Point(Some(point))] => {
                let ring = around(*point, distance, cap);
                let rings = if ring.is_empty() { Vec::new() } else { vec![ring] };
                Ok(write(&Geometry::Polygon(rings)))
            }
            _ => Err(Problem::argument("the area around several geometries is not computed here")),
        })
    }))
}

fn cap(site: &CallSite<'_>) -> Result<Cap, ArgError> {
    let choice = |name: &str, known: &str, allowed: &[&str]| match site.option(name) {
        None => Ok("round".to_owned()),
        Some(value) => {
            let given = value.as_str().unwrap_or_default();
            let lower = given.to_lowercase();
            if allowed.contains(&lower.as_str()) {
                return Ok(lower);
            }
            let message =
                format!("Invalid value [{given}] for option [{name}], expected one of [{known}]");
            Err(ArgError { at: 2, message })
        }
    };
    choice("join", "round, mitre, bevel", &["round", "mitre", "miter", "bevel"])?;
    let sides = match site.option("quad_segs") {
        Some(Value::Integer(sides)) => f64::from((*sides).max(1)),
        _ => 8.0,
    };
    let caps = ["round", "flat", "butt", "square"];
    Ok(match choice("endcap", "round, flat, square", &caps)?.as_str() {
        "round" => Cap::Round(sides),
        "square" => Cap::Square,
        _ => Cap::Flat,
    })
}

/// The ring around a point, clockwise, from its right; none if there is no area.
fn around(point: Coord, distance: f64, cap: Cap) -> Vec<Coord> {
    if distance.is_nan() || distance <= 0.0 {
        return Vec::new();
    }
    let corner = |x: f64, y: f64| Coord { x: point.x + x * distance, y: point.y + y * distance };
    let mut ring = match cap {
        Cap::Flat => return Vec::new(),
        Cap::Square => {
            [(1.0, 1.0), (1.0, -1.0), (-1.0, -1.0), (-1.0, 1.0)].map(|(x, y)| corner(x, y)).into()
        }
        Cap::Round(sides) => {
            let count = (TAU / (FRAC_PI_2 / sides) + 0.5).floor();
            let step = TAU / count;
            let mut ring = Vec::new();
            let mut at = 0.0;
            while at < count {
                let angle = -at * step;
                ring.push(corner(snapped(angle.cos()), snapped(angle.sin())));
                at += 1.0;
            }
            ring
        }
    };
    ring.push(ring[0]);
    ring
}

/// What is as good as 0 is 0, as in the library that Elasticsearch uses.
fn snapped(part: f64) -> f64 {
    if part.abs() < 5e-16 { 0.0 } else { part }
}
