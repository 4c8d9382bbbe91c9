//! `TO_GEOHASH`, `TO_GEOTILE`, `TO_GEOHEX`.

use esql_data::{DataType, Long, Problem, Str, grid};

use super::unchanged;
use crate::{
    Args, Example, Family, FunctionDef, Impl, Kernel, Lift, Overload, Param, Ret, TypeSet, kernel,
    since,
};

const fn from_text(ret: DataType, kernel: Kernel) -> Overload {
    Overload {
        args: Args::each(&[TypeSet::STRING]),
        ret: Ret::Type(ret),
        lift: Lift::PerValue,
        kernel,
    }
}

const GRID: FunctionDef = FunctionDef {
    family: Family::Conversion,
    detail: "A long is taken as the number of the cell. Each of several values is converted; text \
             that names no cell gives null and a warning.",
    params: &[Param::new("field", "the value or values")],
    since: since!(preview 9.2),
    ..FunctionDef::SCALAR
};

pub(super) const TO_GEOHASH: FunctionDef = FunctionDef {
    name: "to_geohash",
    summary: "Converts a string or a long to a cell of the geohash grid.",
    imp: Impl::Scalar(&[
        unchanged(&[TypeSet::LONG.or(TypeSet::of(DataType::Geohash))], DataType::Geohash),
        from_text(DataType::Geohash, kernel!(|text| cell(text, grid::parse_geohash); Str => Long)),
    ]),
    converts_to: Some(DataType::Geohash),
    examples: &[Example {
        query: r#"ROW a = "u3bu" | EVAL b = TO_GEOHASH(a) | KEEP b"#,
        answer: "b:geohash\nu3bu",
    }],
    ..GRID
};

pub(super) const TO_GEOTILE: FunctionDef = FunctionDef {
    name: "to_geotile",
    summary: "Converts a string or a long to a cell of the grid of map tiles.",
    imp: Impl::Scalar(&[
        unchanged(&[TypeSet::LONG.or(TypeSet::of(DataType::Geotile))], DataType::Geotile),
        from_text(DataType::Geotile, kernel!(|text| cell(text, grid::parse_geotile); Str => Long)),
    ]),
    converts_to: Some(DataType::Geotile),
    examples: &[Example {
        query: r#"ROW a = "4/8/5" | EVAL b = TO_GEOTILE(a) | KEEP b"#,
        answer: "b:geotile\n4/8/5",
    }],
    ..GRID
};

pub(super) const TO_GEOHEX: FunctionDef = FunctionDef {
    name: "to_geohex",
    summary: "Converts a string or a long to a cell of the H3 grid.",
    imp: Impl::Scalar(&[
        unchanged(&[TypeSet::LONG.or(TypeSet::of(DataType::Geohex))], DataType::Geohex),
        from_text(DataType::Geohex, kernel!(|text| cell(text, grid::parse_geohex); Str => Long)),
    ]),
    converts_to: Some(DataType::Geohex),
    examples: &[Example {
        query: r#"ROW a = "841f059ffffffff" | EVAL b = TO_GEOHEX(a) | KEEP b"#,
        answer: "b:geohex\n841f059ffffffff",
    }],
    ..GRID
};

fn cell(text: &str, parse: fn(&str) -> Option<i64>) -> Result<i64, Problem> {
    parse(text).ok_or_else(|| Problem::argument(format!("Invalid grid cell [{text}]")))
}
