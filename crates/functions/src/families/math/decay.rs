//! `DECAY`.

use esql_data::{CellsBuilder, Column, DataType, Double, Problem, Value, ValueRef};
use geo::Coord;

use crate::families::spatial::{haversine_meters, read_point};
use crate::typed::IntoCell;
use crate::{
    ArgError, Args, CallSite, EvalCx, Evaluate, Example, Family, FunctionDef, Impl, Kernel, Lift,
    OptionDef, Overload, Param, Ret, TypeSet, since,
};

const GEO_POINT: TypeSet = TypeSet::of(DataType::GeoPoint);
const CARTESIAN_POINT: TypeSet = TypeSet::of(DataType::CartesianPoint);

const fn overload(set: &'static [TypeSet]) -> Overload {
    Overload {
        args: Args::each(set),
        ret: Ret::Type(DataType::Double),
        lift: Lift::SingleValue,
        kernel: Kernel::Prepared(prepare),
    }
}

pub(super) const DECAY: FunctionDef = FunctionDef {
    name: "decay",
    family: Family::Math,
    summary: "A number from 1 at an origin down to 0, by the distance from it.",
    detail: "At the distance `scale` it is `decay`; up to `offset` it is 1. Distances of points on \
             the globe are texts such as `10km`, in meters if no unit is said, those of dates time \
             spans. `linear` falls along a line down to 0, `exp` by a constant factor, `gauss` as a \
             bell does.",
    params: &[
        Param::new("value", "the value"),
        Param::new("origin", "where the distance is 0").constant(),
        Param::new("scale", "the distance at which the result is `decay`").constant(),
    ],
    options: &[
        OptionDef {
            name: "offset",
            types: TypeSet::SIGNED.or(TypeSet::STRING).or(TypeSet::TIME_DURATION),
            summary: "the distance up to which the result is 1; default 0",
        },
        OptionDef {
            name: "decay",
            types: TypeSet::DOUBLE,
            summary: "the result at the distance `scale`; default 0.5",
        },
        OptionDef {
            name: "type",
            types: TypeSet::KEYWORD,
            summary: "`linear`, the default, `exp` or `gauss`",
        },
    ],
    imp: Impl::Scalar(&[
        overload(&[TypeSet::NUMERIC, TypeSet::NUMERIC, TypeSet::NUMERIC]),
        overload(&[TypeSet::DATES, TypeSet::DATES, TypeSet::TIME_DURATION]),
        overload(&[GEO_POINT, GEO_POINT, TypeSet::STRING]),
        overload(&[CARTESIAN_POINT, CARTESIAN_POINT, TypeSet::NUMERIC]),
    ]),
    examples: &[Example {
        query: r#"ROW a = 75000 | EVAL b = DECAY(a, 0, 100000),
    c = DECAY(a, 0, 100000, {"offset": 25000, "decay": 0.25, "type": "gauss"})
| KEEP b, c"#,
        answer: "b:double | c:double\n0.625 | 0.7071067811865476",
    }],
    since: since!(preview 9.3),
    ..FunctionDef::SCALAR
};

/// How the result falls with the distance.
#[derive(Clone, Copy)]
enum Curve {
    Linear,
    Exponential,
    Gaussian,
}

/// The curve with its numbers, made ready as Elasticsearch's script functions do it.
#[derive(Clone, Copy)]
struct Decay {
    curve: Curve,
    scaling: f64,
    offset: f64,
}

impl Decay {
    fn new(curve: Curve, scale: f64, offset: f64, decay: f64) -> Decay {
        let scaling = match curve {
            Curve::Linear => scale / (1.0 - decay),
            Curve::Exponential => decay.ln() / scale,
            Curve::Gaussian => 0.5 * scale.powi(2) / decay.ln(),
        };
        Decay { curve, scaling, offset }
    }

    fn at(self, distance: f64) -> f64 {
        let distance = (distance - self.offset).max(0.0);
        match self.curve {
            Curve::Linear => ((self.scaling - distance) / self.scaling).max(0.0),
            Curve::Exponential => (self.scaling * distance).exp(),
            Curve::Gaussian => (0.5 * distance.powi(2) / self.scaling).exp(),
        }
    }
}

/// Where distances are measured from.
#[derive(Clone, Copy)]
enum Origin {
    Number(f64),
    /// Milliseconds or nanoseconds.
    Instant(i64),
    OnGlobe(Coord),
    InPlane(Coord),
}

impl Origin {
    fn distance(self, value: ValueRef<'_>) -> Result<f64, Problem> {
        Ok(match (self, value) {
            (Origin::Number(origin), value) => (number(value) - origin).abs(),
            (Origin::Instant(origin), ValueRef::Long(value)) => value.abs_diff(origin) as f64,
            (Origin::OnGlobe(origin), ValueRef::Text(text)) => {
                haversine_meters(origin, read_point(text)?)
            }
            (Origin::InPlane(origin), ValueRef::Text(text)) => {
                let point = read_point(text)?;
                (point.x - origin.x).hypot(point.y - origin.y)
            }
            _ => return Err(Problem::argument("no distance")),
        })
    }
}

fn number(value: ValueRef<'_>) -> f64 {
    match value {
        ValueRef::Integer(value) => f64::from(value),
        ValueRef::Long(value) => value as f64,
        ValueRef::UnsignedLong(value) => value as f64,
        ValueRef::Double(value) => value,
        ValueRef::Boolean(_) | ValueRef::Text(_) | ValueRef::Bytes(_) => f64::NAN,
    }
}

fn prepare(site: &CallSite<'_>) -> Result<Box<dyn Evaluate>, ArgError> {
    let ty = site.args.first().map_or(DataType::Null, |arg| arg.ty);
    let unit = if ty == DataType::DateNanos { 1.0 } else { 1e6 };
    let (origin, scale) = (site.constant(1)?, site.constant(2)?);
    if origin.is_null() || scale.is_null() {
        let at = if origin.is_null() { 1 } else { 2 };
        return Err(ArgError { at, message: "argument cannot be null".to_owned() });
    }
    let wrong = |at: usize, what: &str| ArgError { at, message: format!("cannot read {what}") };
    let point = |value: &Value| value.as_str().and_then(|text| read_point(text).ok());
    let origin = match (ty, origin) {
        (DataType::GeoPoint, value) => point(value).map(Origin::OnGlobe),
        (DataType::CartesianPoint, value) => point(value).map(Origin::InPlane),
        (DataType::Date | DataType::DateNanos, Value::Long(value)) => Some(Origin::Instant(*value)),
        (_, value) => value.as_ref().map(|value| Origin::Number(number(value))),
    };
    let origin = origin.ok_or_else(|| wrong(1, "the origin"))?;
    let scale = length(scale, unit).ok_or_else(|| wrong(2, "the distance"))?;
    let offset = match site.option("offset") {
        None => 0.0,
        Some(offset) => length(offset, unit).ok_or_else(|| wrong(2, "the offset"))?,
    };
    let decay = match site.option("decay") {
        Some(Value::Double(decay)) => *decay,
        _ => 0.5,
    };
    let curve = match site.option("type").and_then(Value::as_str) {
        None => Curve::Linear,
        Some(name) => match name.to_ascii_lowercase().as_str() {
            "linear" => Curve::Linear,
            "exp" => Curve::Exponential,
            "gauss" => Curve::Gaussian,
            _ => {
                let message = format!(
                    "type option has invalid value, expected one of [gauss, linear, exp], found \
                     [\"{name}\"]"
                );
                return Err(ArgError { at: 2, message });
            }
        },
    };
    let decay = Decay::new(curve, scale, offset, decay);
    Ok(Box::new(move |cx: &mut EvalCx<'_>, args: &[Column]| {
        let mut cells = CellsBuilder::<Double>::new();
        for row in 0..cx.rows {
            let value = args[0].cell(row).next().map(|at| args[0].value(at));
            let result = value.map(|value| origin.distance(value).map(|far| decay.at(far)));
            result.transpose().put(cx, &mut cells);
        }
        cells.finish(cx.ret)
    }))
}

/// A distance: a number, a span of time in units of so many nanoseconds, or a text in meters.
fn length(value: &Value, unit: f64) -> Option<f64> {
    match value {
        Value::Duration(span) => Some(span.as_nanos() as f64 / unit),
        Value::Text(text) => meters(text),
        other => other.as_ref().map(number),
    }
}

/// Elasticsearch's units of distance; a longer one stands before one that ends like it.
const UNITS: [(&str, f64); 18] = [
    ("millimeters", 0.001),
    ("centimeters", 0.01),
    ("kilometers", 1_000.0),
    ("nauticalmiles", 1_852.0),
    ("meters", 1.0),
    ("miles", 1_609.344),
    ("yards", 0.9144),
    ("feet", 0.3048),
    ("inch", 0.0254),
    ("nmi", 1_852.0),
    ("NM", 1_852.0),
    ("mm", 0.001),
    ("cm", 0.01),
    ("km", 1_000.0),
    ("yd", 0.9144),
    ("ft", 0.3048),
    ("mi", 1_609.344),
    ("in", 0.0254),
];

fn meters(text: &str) -> Option<f64> {
    let unit = UNITS.iter().find_map(|(name, meters)| Some((text.strip_suffix(name)?, *meters)));
    let (number, meters) = unit.unwrap_or((text.strip_suffix('m').unwrap_or(text), 1.0));
    number.trim().parse::<f64>().ok().map(|number| number * meters)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distances() {
        for (text, wanted) in [
            ("10km", Some(10_000.0)),
            ("2mi", Some(3_218.688)),
            ("1nmi", Some(1_852.0)),
            ("5 meters", Some(5.0)),
            ("5m", Some(5.0)),
            ("7", Some(7.0)),
            ("7mm", Some(0.007)),
            ("km", None),
            ("far", None),
        ] {
            assert_eq!(meters(text), wanted, "{text}");
        }
    }

    #[test]
    fn curves() {
        for curve in [Curve::Linear, Curve::Exponential, Curve::Gaussian] {
            let decay = Decay::new(curve, 10.0, 2.0, 0.3);
            assert_eq!((decay.at(0.0), decay.at(2.0)), (1.0, 1.0));
            assert!((decay.at(12.0) - 0.3).abs() < 1e-12);
            assert!(decay.at(1e6) < 1e-9);
        }
    }
}
