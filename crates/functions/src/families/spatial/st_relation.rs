//! `ST_INTERSECTS`, `ST_DISJOINT`, `ST_CONTAINS`, `ST_WITHIN`.

use esql_data::{Bool, CellsBuilder, Column, DataType, Problem};
use geo::Relate;

use super::cells::geometries;
use super::geometry::Geometry;
use super::{CARTESIAN, GEO};
use crate::typed::IntoCell;
use crate::{
    Args, EvalCx, Example, Family, FunctionDef, Impl, Kernel, Lift, Overload, Param, Ret, TypeSet,
    since,
};

type Evaluator = fn(&mut EvalCx<'_>, &[Column]) -> Column;

const fn overloads(evaluate: Evaluator) -> [Overload; 2] {
    [overload(&[GEO, GEO], evaluate), overload(&[CARTESIAN, CARTESIAN], evaluate)]
}

const fn overload(set: &'static [TypeSet], evaluate: Evaluator) -> Overload {
    Overload {
        args: Args::each(set),
        ret: Ret::Type(DataType::Boolean),
        lift: Lift::WholeCell,
        kernel: Kernel::Plain(evaluate),
    }
}

const RELATION: FunctionDef = FunctionDef {
    family: Family::Spatial,
    detail: "Borders belong to their geometries. Both geometries lie on the globe or both in the \
             plane; on the globe too, borders are straight lines of latitude and longitude. \
             Coordinates count as they are, whereas Elasticsearch rounds them as an index does. \
             Several geometries in a cell count as one. Null gives null.",
    params: &[Param::new("geomA", "a geometry"), Param::new("geomB", "another geometry")],
    since: since!(8.14),
    ..FunctionDef::SCALAR
};

const EXAMPLES: &[Example] = &[Example {
    query: r#"ROW p = TO_GEOPOINT("POINT(1 1)"), s = TO_GEOSHAPE("POLYGON((0 0, 2 0, 2 2, 0 2, 0 0))")
| EVAL a = ST_INTERSECTS(p, s), b = ST_DISJOINT(p, s), c = ST_CONTAINS(s, p), d = ST_WITHIN(s, p)
| KEEP a, b, c, d"#,
    answer: "a:boolean | b:boolean | c:boolean | d:boolean\ntrue | false | true | false",
}];

pub(super) const ST_INTERSECTS: FunctionDef = FunctionDef {
    name: "st_intersects",
    summary: "Tells whether two geometries have a point in common.",
    imp: Impl::Scalar(&const { overloads(|cx, args| evaluate(cx, args, intersects)) }),
    examples: EXAMPLES,
    ..RELATION
};

pub(super) const ST_DISJOINT: FunctionDef = FunctionDef {
    name: "st_disjoint",
    summary: "Tells whether two geometries have no point in common.",
    imp: Impl::Scalar(
        &const { overloads(|cx, args| evaluate(cx, args, |a, b| !intersects(a, b))) },
    ),
    examples: EXAMPLES,
    ..RELATION
};

pub(super) const ST_CONTAINS: FunctionDef = FunctionDef {
    name: "st_contains",
    summary: "Tells whether no point of the second geometry is outside the first.",
    imp: Impl::Scalar(&const { overloads(|cx, args| evaluate(cx, args, contains)) }),
    examples: EXAMPLES,
    ..RELATION
};

pub(super) const ST_WITHIN: FunctionDef = FunctionDef {
    name: "st_within",
    summary: "Tells whether no point of the first geometry is outside the second.",
    imp: Impl::Scalar(&const { overloads(|cx, args| evaluate(cx, args, |a, b| contains(b, a))) }),
    examples: EXAMPLES,
    ..RELATION
};

fn intersects(a: &geo::Geometry, b: &geo::Geometry) -> bool {
    a.relate(b).is_intersects()
}

fn contains(outer: &geo::Geometry, inner: &geo::Geometry) -> bool {
    outer.relate(inner).is_covers()
}

fn evaluate(
    cx: &mut EvalCx<'_>,
    args: &[Column],
    relation: fn(&geo::Geometry, &geo::Geometry) -> bool,
) -> Column {
    let mut cells = CellsBuilder::<Bool>::new();
    // A constant is read once.
    let constants = [&args[0], &args[1]].map(|arg| arg.is_constant().then(|| planar(arg, 0)));
    for row in 0..cx.rows {
        let side = |at: usize| match &constants[at] {
            Some(constant) => constant.clone(),
            None => planar(&args[at], row),
        };
        let related = side(0).and_then(|left| match (left, side(1)?) {
            (Some(left), Some(right)) => Ok(Some(relation(&left, &right))),
            _ => Ok(None),
        });
        related.put(cx, &mut cells);
    }
    cells.finish(cx.ret)
}

/// The geometry of a row; none for null.
fn planar(column: &Column, row: usize) -> Result<Option<geo::Geometry>, Problem> {
    let geometries = geometries(column, row)?;
    Ok(match geometries.as_slice() {
        [] => None,
        [only] => Some(only.planar()),
        several => Some(Geometry::Collection(several.to_vec()).planar()),
    })
}

#[cfg(test)]
mod tests {
    use esql_data::{Column, DataType, Value};

    use crate::check::{check, constant};

    fn shape(text: &str) -> Column {
        constant(DataType::CartesianShape, text.into())
    }

    #[test]
    fn relations() {
        let square = "POLYGON ((0 0, 4 0, 4 4, 0 4, 0 0), (1 1, 2 1, 2 2, 1 2, 1 1))";
        for (name, left, right, expected) in [
            ("st_contains", square, "POINT (3 3)", true),
            ("st_contains", square, "POINT (4 2)", true),
            ("st_contains", square, "POINT (1.5 1.5)", false),
            ("st_contains", square, "MULTIPOINT (3 3, 9 9)", false),
            ("st_within", "LINESTRING (0 0, 4 0)", square, true),
            ("st_within", square, "BBOX (0, 4, 4, 0)", true),
            ("st_intersects", square, "LINESTRING (-1 2, 5 2)", true),
            ("st_intersects", "POINT (1 2)", "POINT (1 2)", true),
            ("st_disjoint", square, "BBOX (5, 6, 6, 5)", true),
            ("st_disjoint", square, "BBOX (1.2, 1.8, 1.8, 1.2)", true),
        ] {
            let (result, warnings) = check(name, &[shape(left), shape(right)]);
            assert_eq!(result.cell_value(0), Value::Boolean(expected), "{name} {left} {right}");
            assert!(warnings.is_empty());
        }
        let null = constant(DataType::CartesianShape, Value::Null);
        assert_eq!(check("st_within", &[null, shape(square)]).0.cell_value(0), Value::Null);
    }

    #[test]
    fn rectangles_across_the_date_line() {
        let point = |text: &str| constant(DataType::GeoPoint, text.into());
        let pacific = constant(DataType::GeoShape, "BBOX (170, -170, 10, -10)".into());
        for (text, expected) in
            [("POINT (175 0)", true), ("POINT (-175 0)", true), ("POINT (0 0)", false)]
        {
            let (result, _) = check("st_within", &[point(text), pacific.clone()]);
            assert_eq!(result.cell_value(0), Value::Boolean(expected), "{text}");
        }
    }
}
