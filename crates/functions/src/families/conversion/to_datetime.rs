//! `TO_DATETIME`.

use esql_data::{CellsBuilder, Column, DataType, Double, Int, Long, Problem, Str, ULong, date};
use jiff::tz::TimeZone;

use super::numbers::double_to_long;
use super::to_long::from_unsigned;
use super::unchanged;
use crate::typed::{Cells, IntoCell};
use crate::{
    Args, EvalCx, Example, Family, FunctionDef, Impl, Kernel, Lift, Overload, Param, Ret, TypeSet,
    kernel,
};

const fn overload(set: &'static [TypeSet], kernel: Kernel) -> Overload {
    Overload { args: Args::each(set), ret: Ret::Type(DataType::Date), lift: Lift::PerValue, kernel }
}

pub(super) const TO_DATETIME: FunctionDef = FunctionDef {
    name: "to_datetime",
    aliases: &["to_dt"],
    family: Family::Conversion,
    summary: "Converts a value to a date.",
    detail: "A string must be ISO 8601, such as `2026-03-26T10:00:00.123Z`; the time may be left \
             out, and without a zone the session's counts. Numbers are milliseconds since 1970. \
             `date_nanos` is cut to milliseconds. What is no date is null, with a warning. Each \
             of several values is converted.",
    params: &[Param::new("field", "the value or values")],
    imp: Impl::Scalar(&[
        unchanged(&[TypeSet::DATE.or(TypeSet::LONG)], DataType::Date),
        overload(&[TypeSet::DATE_NANOS], kernel!(|value| value / 1_000_000; Long => Long)),
        overload(&[TypeSet::INTEGER], kernel!(i64::from; Int => Long)),
        overload(&[TypeSet::DOUBLE], kernel!(double_to_long; Double => Long)),
        overload(&[TypeSet::UNSIGNED_LONG], kernel!(from_unsigned; ULong => Long)),
        overload(
            &[TypeSet::STRING],
            Kernel::Plain(|cx, args| parse_dates(cx, &args[0], from_text)),
        ),
    ]),
    converts_to: Some(DataType::Date),
    examples: &[
        Example {
            query: r#"ROW a = ["1953-09-02T00:00:00.000Z", "1964-06-02", "1964-06-02 00:00:00"]
| EVAL b = TO_DATETIME(a) | KEEP b"#,
            answer: "b:date\n[1953-09-02T00:00:00.000Z, 1964-06-02T00:00:00.000Z]",
        },
        Example {
            query: "ROW a = TO_DATETIME([0, 1])",
            answer: "a:date\n[1970-01-01T00:00:00.000Z, 1970-01-01T00:00:00.001Z]",
        },
    ],
    ..FunctionDef::SCALAR
};

/// Reads every string of `column` as a date; those without a zone are in the session's.
pub(super) fn parse_dates(
    cx: &mut EvalCx<'_>,
    column: &Column,
    parse: fn(&str, &TimeZone) -> Result<i64, Problem>,
) -> Column {
    let session = cx.session;
    let texts = Cells::<Str>::new(column);
    let mut cells = CellsBuilder::<Long>::new();
    for row in 0..cx.rows {
        texts.get(row).map(|text| parse(text, &session.zone)).put(cx, &mut cells);
    }
    cells.finish(cx.ret)
}

/// Text that is no date in the format called `format`.
pub(super) fn no_date(text: &str, format: &str) -> Problem {
    Problem::argument(if text.is_empty() {
        "cannot parse empty datetime".to_owned()
    } else {
        format!("failed to parse date field [{text}] with format [{format}]")
    })
}

fn from_text(text: &str, zone: &TimeZone) -> Result<i64, Problem> {
    date::parse_iso_millis(text, zone).ok_or_else(|| no_date(text, "strict_date_optional_time"))
}

#[cfg(test)]
mod tests {
    use esql_data::Value;

    use crate::check::{check, text};

    #[test]
    fn what_is_no_date_is_null() {
        for (value, warning) in [
            ("", "cannot parse empty datetime"),
            (
                "1774519200123",
                "failed to parse date field [1774519200123] with format \
                 [strict_date_optional_time]",
            ),
        ] {
            let (column, warnings) = check("to_dt", &[text(value)]);
            assert_eq!(column.cell_value(0), Value::Null);
            assert_eq!(warnings, [format!("java.lang.IllegalArgumentException: {warning}")]);
        }
    }
}
