//! `ST_X` and `ST_Y`.

use esql_data::{DataType, Double, Str};

use super::POINTS;
use super::wkt::read_point;
use crate::{
    Args, Example, Family, FunctionDef, Impl, Kernel, Lift, Overload, Param, Ret, kernel, since,
};

const fn overload(kernel: Kernel) -> Overload {
    Overload {
        args: Args::each(&[POINTS]),
        ret: Ret::Type(DataType::Double),
        lift: Lift::PerValue,
        kernel,
    }
}

const DETAIL: &str = "Each of several points gives a number. What is no point gives null and a \
                      warning.";

pub(super) const ST_X: FunctionDef = FunctionDef {
    name: "st_x",
    family: Family::Spatial,
    summary: "The x of a point; on the globe its longitude.",
    detail: DETAIL,
    params: &[Param::new("point", "the point")],
    imp: Impl::Scalar(&[overload(kernel!(|text| read_point(text).map(|at| at.x); Str => Double))]),
    examples: &[Example {
        query: r#"ROW a = TO_GEOPOINT("POINT(42.97 14.75)") | EVAL x = ST_X(a), y = ST_Y(a) | KEEP x, y"#,
        answer: "x:double | y:double\n42.97 | 14.75",
    }],
    since: since!(8.14),
    ..FunctionDef::SCALAR
};

pub(super) const ST_Y: FunctionDef = FunctionDef {
    name: "st_y",
    summary: "The y of a point; on the globe its latitude.",
    imp: Impl::Scalar(&[overload(kernel!(|text| read_point(text).map(|at| at.y); Str => Double))]),
    ..ST_X
};
