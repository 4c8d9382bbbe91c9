//! `ST_GEOHASH`, `ST_GEOTILE`, `ST_GEOHEX`: the cell of a grid that a point lies in.

use std::f64::consts::PI;

use esql_data::{CellsBuilder, Column, DataType, Int, Long, Problem, Value, ValueRef, grid};
use geo::Coord;
use h3o::{LatLng, Resolution};

use super::GEO_POINT;
use super::wkt::read_point;
use crate::typed::Cells;
use crate::{
    ArgError, Args, CallSite, EvalCx, Evaluate, Example, Family, FunctionDef, Impl, Kernel, Lift,
    Overload, Param, Ret, TypeSet, since,
};

/// Mercator's map, which tiles cut up, ends here.
const MAX_LATITUDE: f64 = 85.051_128_779_806_59;

/// The cell of a point at a precision that the grid has.
type CellOf = fn(Coord, u32) -> Option<i64>;

/// A grid: its precisions, from the coarsest to the finest, and its cells.
struct Grid {
    name: &'static str,
    precisions: (i32, i32),
    cell: CellOf,
}

const GEOHASH: Grid = Grid { name: "geohash", precisions: (1, 12), cell: geohash };
const GEOTILE: Grid = Grid { name: "geotile", precisions: (0, 29), cell: geotile };
const GEOHEX: Grid = Grid { name: "geohex", precisions: (0, 15), cell: geohex };

const fn overload(ret: DataType, prepare: Prepare) -> Overload {
    Overload {
        args: Args::each(&[GEO_POINT, TypeSet::INTEGER]),
        ret: Ret::Type(ret),
        lift: Lift::WholeCell,
        kernel: Kernel::Prepared(prepare),
    }
}

type Prepare = fn(&CallSite<'_>) -> Result<Box<dyn Evaluate>, ArgError>;

const GRID: FunctionDef = FunctionDef {
    family: Family::Spatial,
    detail: "Each of several points gives a cell. TO_STRING writes a cell as text, TO_LONG gives \
             its number. The third argument of Elasticsearch's function, bounds that cells must \
             touch, is not supported.",
    params: &[Param::new("geometry", "the point"), Param::new("precision", "how fine the grid is")],
    since: since!(preview 9.2),
    ..FunctionDef::SCALAR
};

pub(super) const ST_GEOHASH: FunctionDef = FunctionDef {
    name: "st_geohash",
    summary: "The geohash of a point, of 1 to 12 digits.",
    imp: Impl::Scalar(&[overload(DataType::Geohash, |site| prepare(site, &GEOHASH))]),
    examples: &[Example {
        query: r#"ROW a = TO_GEOPOINT("POINT(12.5 55.7)") | EVAL b = ST_GEOHASH(a, 4), c = ST_GEOHASH(a, 1) | KEEP b, c"#,
        answer: "b:geohash | c:geohash\nu3bu | u",
    }],
    ..GRID
};

pub(super) const ST_GEOTILE: FunctionDef = FunctionDef {
    name: "st_geotile",
    summary: "The map tile of a point, at zoom 0 to 29.",
    imp: Impl::Scalar(&[overload(DataType::Geotile, |site| prepare(site, &GEOTILE))]),
    examples: &[Example {
        query: r#"ROW a = TO_GEOPOINT("POINT(12.5 55.7)") | EVAL b = ST_GEOTILE(a, 4), c = ST_GEOTILE(a, 0) | KEEP b, c"#,
        answer: "b:geotile | c:geotile\n4/8/5 | 0/0/0",
    }],
    ..GRID
};

pub(super) const ST_GEOHEX: FunctionDef = FunctionDef {
    name: "st_geohex",
    summary: "The H3 cell of a point, of resolution 0 to 15.",
    imp: Impl::Scalar(&[overload(DataType::Geohex, |site| prepare(site, &GEOHEX))]),
    examples: &[Example {
        query: r#"ROW a = TO_GEOPOINT("POINT(12.5 55.7)") | EVAL b = ST_GEOHEX(a, 4) | KEEP b"#,
        answer: "b:geohex\n841f059ffffffff",
    }],
    ..GRID
};

/// A precision that is a constant is looked at now.
fn prepare(site: &CallSite<'_>, grid: &'static Grid) -> Result<Box<dyn Evaluate>, ArgError> {
    if let Some(Value::Integer(precision)) = site.args.get(1).and_then(|arg| arg.constant.as_ref())
    {
        grid.precision(*precision)
            .map_err(|problem| ArgError { at: 1, message: problem.message })?;
    }
    Ok(Box::new(move |cx: &mut EvalCx<'_>, args: &[Column]| cells(cx, args, grid)))
}

fn cells(cx: &mut EvalCx<'_>, args: &[Column], grid: &Grid) -> Column {
    let precisions = Cells::<Int>::new(&args[1]);
    let mut cells = CellsBuilder::<Long>::new();
    for row in 0..cx.rows {
        let Some(precision) = precisions.get(row) else {
            cells.null();
            continue;
        };
        let points = args[0].cell(row).map(|at| match args[0].value(at) {
            ValueRef::Text(text) => grid.cell_of(text, precision),
            _ => Ok(None),
        });
        let mut found: Vec<i64> = Vec::new();
        for point in points {
            match point {
                Ok(cell) => found.extend(cell),
                Err(problem) => cx.warn(|| problem),
            }
        }
        cells.many(found);
    }
    cells.finish(cx.ret)
}

impl Grid {
    fn precision(&self, precision: i32) -> Result<u32, Problem> {
        let (least, most) = self.precisions;
        if !(least..=most).contains(&precision) {
            return Err(Problem::argument(format!(
                "Invalid {}_grid precision of {precision}. Must be between {least} and {most}.",
                self.name
            )));
        }
        Ok(precision.unsigned_abs())
    }

    fn cell_of(&self, point: &str, precision: i32) -> Result<Option<i64>, Problem> {
        let precision = self.precision(precision)?;
        Ok((self.cell)(read_point(point)?, precision))
    }
}

/// A coordinate in 32 bits, as Lucene keeps it: the range from `-limit` to `limit` in equal steps.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
fn quantized(value: f64, limit: f64) -> u64 {
    let steps = 4_294_967_296.0;
    ((value + limit) / (2.0 * limit) * steps).floor().clamp(0.0, steps - 1.0) as u64
}

/// Five bits a digit, of longitude and latitude in turn.
fn geohash(at: Coord, length: u32) -> Option<i64> {
    let (x, y) = (quantized(at.x, 180.0), quantized(at.y, 90.0));
    let mut bits = 0u64;
    for bit in 0..5 * length {
        let from = if bit % 2 == 0 { x } else { y };
        bits = bits << 1 | (from >> (31 - bit / 2) & 1);
    }
    Some((bits << 4 | u64::from(length)).cast_signed())
}

#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
fn geotile(at: Coord, zoom: u32) -> Option<i64> {
    let tiles = f64::from(1u32 << zoom);
    let sine = at.y.clamp(-MAX_LATITUDE, MAX_LATITUDE).to_radians().sin();
    let index = |part: f64| (part * tiles).floor().clamp(0.0, tiles - 1.0) as u32;
    let x = index((at.x + 180.0) / 360.0);
    let y = index(0.5 - ((1.0 + sine) / (1.0 - sine)).ln() / (4.0 * PI));
    Some(grid::geotile(zoom, x, y))
}

fn geohex(at: Coord, resolution: u32) -> Option<i64> {
    let resolution = Resolution::try_from(u8::try_from(resolution).ok()?).ok()?;
    let cell = LatLng::new(at.y, at.x).ok()?.to_cell(resolution);
    Some(u64::from(cell).cast_signed())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn corners_and_precisions() {
        let text = |grid: &Grid, ty: DataType, x: f64, y: f64, precision: i32| {
            let cell = grid.cell_of(&format!("POINT ({x} {y})"), precision).unwrap().unwrap();
            Value::Long(cell).print(ty)
        };
        let hash = |x, y, length| text(&GEOHASH, DataType::Geohash, x, y, length);
        assert_eq!(hash(180.0, 90.0, 12), "zzzzzzzzzzzz");
        assert_eq!(hash(-180.0, -90.0, 3), "000");
        assert_eq!(hash(-5.6, 42.6, 5), "ezs42");
        let tile = |x, y, zoom| text(&GEOTILE, DataType::Geotile, x, y, zoom);
        assert_eq!(tile(180.0, -90.0, 2), "2/3/3");
        assert_eq!(tile(-180.0, 90.0, 29), "29/0/0");
        assert_eq!(text(&GEOHEX, DataType::Geohex, -122.418, 37.775, 5), "85283083fffffff");
        assert!(GEOHASH.cell_of("POINT (0 0)", 13).is_err());
    }
}
