//! `TO_DATE_RANGE` and `TO_RANGE`.

use esql_data::{Bytes, DataType, DateRange, Long, Problem, Str};

use super::unchanged;
use crate::{
    Args, Example, Family, FunctionDef, Impl, Lift, Overload, Param, Ret, TypeSet, kernel, since,
};

pub(super) const TO_DATE_RANGE: FunctionDef = FunctionDef {
    name: "to_date_range",
    family: Family::Conversion,
    summary: "Converts a string to a range of dates.",
    detail: "The string is `start..end`, two ISO 8601 dates; the end is outside. Other text gives \
             null and a warning. Each of several values is converted.",
    params: &[Param::new("field", "the value or values")],
    imp: Impl::Scalar(&[
        unchanged(&[TypeSet::DATE_RANGE], DataType::DateRange),
        Overload {
            args: Args::each(&[TypeSet::STRING]),
            ret: Ret::Type(DataType::DateRange),
            lift: Lift::PerValue,
            kernel: kernel!(from_text; Str => Bytes),
        },
    ]),
    converts_to: Some(DataType::DateRange),
    examples: &[Example {
        query: r#"ROW a = "2020-01-01..2021-01-01" | EVAL b = TO_DATE_RANGE(a) | KEEP b"#,
        answer: "b:date_range\n2020-01-01T00:00:00.000Z..2021-01-01T00:00:00.000Z",
    }],
    since: since!(preview 9.5),
    ..FunctionDef::SCALAR
};

pub(super) const TO_RANGE: FunctionDef = FunctionDef {
    name: "to_range",
    family: Family::Conversion,
    summary: "Makes a range of two dates.",
    detail: "The first is inside, the second outside. Null if either is null.",
    params: &[Param::new("from", "the first date"), Param::new("to", "the date behind the last")],
    imp: Impl::Scalar(&[Overload {
        args: Args::each(&[TypeSet::DATE, TypeSet::DATE]),
        ret: Ret::Type(DataType::DateRange),
        lift: Lift::SingleValue,
        kernel: kernel!(|from, to| DateRange { from, to }.to_bytes(); Long, Long => Bytes),
    }]),
    examples: &[Example {
        query: r#"ROW a = TO_DATETIME("2000-01-01"), b = TO_DATETIME("2010-01-01")
| EVAL r = TO_RANGE(a, b) | KEEP r"#,
        answer: "r:date_range\n2000-01-01T00:00:00.000Z..2010-01-01T00:00:00.000Z",
    }],
    since: since!(preview 9.5),
    ..FunctionDef::SCALAR
};

fn from_text(text: &str) -> Result<[u8; 16], Problem> {
    let range = DateRange::parse(text).map(DateRange::to_bytes);
    range.ok_or_else(|| Problem::argument(format!("Invalid date range [{text}]")))
}
