//! `TO_DATE_NANOS`.

use esql_data::{DataType, Double, Long, Problem, ULong, date};
use jiff::tz::TimeZone;

use super::numbers::double_to_long;
use super::to_datetime::{no_date, parse_dates};
use super::to_long::from_unsigned;
use super::unchanged;
use crate::families::date::instant::{java_instant, millis_to_nanos};
use crate::{
    Args, Example, Family, FunctionDef, Impl, Kernel, Lift, Overload, Param, Ret, TypeSet, kernel,
    since,
};

const fn overload(set: &'static [TypeSet], kernel: Kernel) -> Overload {
    Overload {
        args: Args::each(set),
        ret: Ret::Type(DataType::DateNanos),
        lift: Lift::PerValue,
        kernel,
    }
}

pub(super) const TO_DATE_NANOS: FunctionDef = FunctionDef {
    name: "to_date_nanos",
    family: Family::Conversion,
    summary: "Converts a value to a date with nanoseconds.",
    detail: "A string must be ISO 8601, with up to nine digits of a second; without a zone the \
             session's counts. Numbers are nanoseconds since 1970; integers are not taken. What \
             is no date from 1970 to 2262-04-11T23:47:16.854775807Z is null, with a warning. \
             Each of several values is converted.",
    params: &[Param::new("field", "the value or values")],
    imp: Impl::Scalar(&[
        unchanged(&[TypeSet::DATE_NANOS], DataType::DateNanos),
        overload(&[TypeSet::DATE], kernel!(millis_to_nanos; Long => Long)),
        overload(&[TypeSet::LONG], kernel!(from_long; Long => Long)),
        overload(&[TypeSet::DOUBLE], kernel!(from_double; Double => Long)),
        overload(&[TypeSet::UNSIGNED_LONG], kernel!(from_unsigned; ULong => Long)),
        overload(
            &[TypeSet::STRING],
            Kernel::Plain(|cx, args| parse_dates(cx, &args[0], from_text)),
        ),
    ]),
    converts_to: Some(DataType::DateNanos),
    examples: &[Example {
        query: r#"ROW a = "2023-10-23T12:15:03.360103847Z" | EVAL b = TO_DATE_NANOS(a) | KEEP b"#,
        answer: "b:date_nanos\n2023-10-23T12:15:03.360103847Z",
    }],
    since: since!(8.18, 9.0),
    ..FunctionDef::SCALAR
};

fn before_epoch() -> Problem {
    Problem::argument("Nanosecond dates before 1970-01-01T00:00:00.000Z are not supported.")
}

fn from_long(value: i64) -> Result<i64, Problem> {
    if value < 0 { Err(before_epoch()) } else { Ok(value) }
}

fn from_double(value: f64) -> Result<i64, Problem> {
    if value < 0.0 { Err(before_epoch()) } else { double_to_long(value) }
}

fn from_text(text: &str, zone: &TimeZone) -> Result<i64, Problem> {
    let instant = date::parse_iso(text, zone)
        .ok_or_else(|| no_date(text, "strict_date_optional_time_nanos"))?;
    let refuse = |side: &str| {
        let instant = java_instant(instant);
        let end = "cannot be stored in nanosecond resolution";
        Err(Problem::argument(format!("date[{instant}] is {side} and {end}")))
    };
    match i64::try_from(instant.as_nanosecond()) {
        Ok(nanos @ 0..) => Ok(nanos),
        _ if instant.as_nanosecond() < 0 => refuse("before the epoch in 1970"),
        _ => refuse("after 2262-04-11T23:47:16.854775807"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn range() {
        let message = |text| from_text(text, &TimeZone::UTC).unwrap_err().message;
        assert_eq!(
            message("1969-12-31T23:59:59.5Z"),
            "date[1969-12-31T23:59:59.500Z] is before the epoch in 1970 and cannot be stored in \
             nanosecond resolution"
        );
        assert_eq!(
            message("2300"),
            "date[2300-01-01T00:00:00Z] is after 2262-04-11T23:47:16.854775807 and cannot be \
             stored in nanosecond resolution"
        );
        assert_eq!(
            message("x"),
            "failed to parse date field [x] with format [strict_date_optional_time_nanos]"
        );
        assert_eq!(from_long(-1).unwrap_err(), before_epoch());
    }
}
