//! `BUCKET`.

use esql_data::date::parse_iso_millis;
use esql_data::{
    Column, DataType, Double, Int, Long, Problem, StorageKind, ULong, Value, ValueRef,
};
use jiff::tz::TimeZone;

use super::date_range::DateRange;
use crate::families::date::instant::millis_to_nanos;
use crate::families::date::rounding::Rounding;
use crate::families::math::finite;
use crate::typed::unary;
use crate::{
    ArgError, Args, CallSite, EvalCx, Evaluate, Example, Family, FunctionDef, Impl, Kernel, Lift,
    OptionDef, Overload, Param, Ret, TypeSet,
};

const NANOS_PER_MILLI: i64 = 1_000_000;

/// The end of a range of dates: a string may come out of an expression.
const DATE_LIMIT: TypeSet = TypeSet::DATES.or(TypeSet::STRING);

pub(super) const INCLUDE_EMPTY_BUCKETS: OptionDef = OptionDef {
    name: "include_empty_buckets",
    types: TypeSet::BOOLEAN,
    summary: "whether STATS gives the buckets of the range that have no rows, too; needs the range, \
              since 9.6; default false",
};

pub(super) const BUCKET: FunctionDef = FunctionDef {
    name: "bucket",
    aliases: &["bin"],
    family: Family::Grouping,
    summary: "The bucket that a date or a number falls into, by the bucket's start.",
    detail: "With two arguments the second is the size of the buckets. With four it is how many \
             buckets there should be at most between the last two, and a handy size is chosen: \
             for dates from a millisecond to a year, for numbers a power of ten or its half. The \
             range only decides the size; values outside it fall into buckets of their own. Weeks \
             begin on Monday; months and years are counted from year 1, other spans from 1970, in \
             the session's time zone. Null gives null; several values give null and a warning, \
             as does a size of 0. Buckets without rows do not come out, unless STATS is asked for \
             them: then every group has all buckets from the one with the start of the range up to \
             its end, in order, without rows a count is 0 and other aggregates are null.",
    params: &[
        Param::new("field", "the date or number"),
        Param::new("buckets", "the size of the buckets, or how many at most").constant(),
        Param::new("from", "the start of the range").optional().constant(),
        Param::new("to", "the end of the range").optional().constant(),
    ],
    options: &[INCLUDE_EMPTY_BUCKETS],
    imp: Impl::Scalar(&[
        Overload {
            args: Args::each(&[TypeSet::DATES, TypeSet::SPAN]),
            ret: Ret::Arg(0),
            lift: Lift::SingleValue,
            kernel: Kernel::Prepared(date_span),
        },
        Overload {
            args: Args::each(&[TypeSet::DATES, TypeSet::WHOLE, DATE_LIMIT, DATE_LIMIT]),
            ret: Ret::Arg(0),
            lift: Lift::SingleValue,
            kernel: Kernel::Prepared(date_count),
        },
        Overload {
            args: Args::each(&[TypeSet::NUMERIC, TypeSet::NUMERIC]),
            ret: Ret::Type(DataType::Double),
            lift: Lift::SingleValue,
            kernel: Kernel::Prepared(number_span),
        },
        Overload {
            args: Args::each(&[
                TypeSet::NUMERIC,
                TypeSet::WHOLE,
                TypeSet::NUMERIC,
                TypeSet::NUMERIC,
            ]),
            ret: Ret::Type(DataType::Double),
            lift: Lift::SingleValue,
            kernel: Kernel::Prepared(number_count),
        },
    ]),
    examples: &[
        Example {
            query: r#"ROW d = TO_DATETIME("1985-07-09T12:00:00Z") | STATS c = COUNT(*) BY b = BUCKET(d, 1 week)"#,
            answer: "c:long | b:date\n1 | 1985-07-08T00:00:00.000Z",
        },
        Example {
            query: r#"ROW d = TO_DATETIME("1985-07-09T12:00:00Z") | STATS BY b = BUCKET(d, 20, "1985-01-01", "1986-01-01")"#,
            answer: "b:date\n1985-07-01T00:00:00.000Z",
        },
        Example {
            query: "ROW a = 1234 | STATS BY b = BUCKET(a, 500.), c = BUCKET(a, 20, 0, 10000)",
            answer: "b:double | c:double\n1000.0 | 1000.0",
        },
    ],
    ..FunctionDef::SCALAR
};

type Prepared = Result<Box<dyn Evaluate>, ArgError>;

fn date_span(site: &CallSite<'_>) -> Prepared {
    let span = site.constant(1)?;
    if span.is_null() {
        return Ok(Box::new(nothing));
    }
    let rounding = Rounding::new(span).map_err(|message| ArgError { at: 1, message })?;
    Ok(dates(rounding))
}

fn date_count(site: &CallSite<'_>) -> Prepared {
    let limits = (count(site)?, date_limit(site, 2)?, date_limit(site, 3)?);
    let (Some(buckets), Some(from), Some(to)) = limits else { return Ok(Box::new(nothing)) };
    Ok(dates(DateRange { from, to, zone: &site.session.zone }.finest(buckets)))
}

/// The starts of the buckets of dates from that of `from` to that of `to`, in milliseconds; none for
/// a null, `None` if there are more than `most`.
///
/// # Errors
/// If an argument is no constant.
pub(in crate::families) fn series_starts(
    site: &CallSite<'_>,
    most: usize,
) -> Result<Option<Vec<i64>>, ArgError> {
    let limits = (count(site)?, date_limit(site, 2)?, date_limit(site, 3)?);
    let (Some(buckets), Some(from), Some(to)) = limits else { return Ok(Some(Vec::new())) };
    Ok(DateRange { from, to, zone: &site.session.zone }.starts(buckets, most))
}

/// The starts of the buckets from the one of the start of the range up to its end, which is not in
/// it; `None` if there are more than `most`.
///
/// # Errors
/// If an argument is no constant, or there is no range.
pub fn bucket_starts(site: &CallSite<'_>, most: usize) -> Result<Option<Vec<Value>>, ArgError> {
    if site.ret.is_date() {
        let end = date_limit(site, 3)?;
        let Some(mut starts) = series_starts(site, most)? else { return Ok(None) };
        starts.retain(|start| Some(*start) < end);
        let nanos = site.ret == DataType::DateNanos;
        let value = |millis| match nanos {
            true => millis_to_nanos(millis).ok().map(Value::Long),
            false => Some(Value::Long(millis)),
        };
        return Ok(Some(starts.into_iter().filter_map(value).collect()));
    }
    let limits = (count(site)?, number(site, 2)?, number(site, 3)?);
    let (Some(buckets), Some(from), Some(to)) = limits else { return Ok(Some(Vec::new())) };
    let size = number_size(buckets, from, to);
    if from >= to || !size.is_finite() || size <= 0.0 {
        return Ok(Some(Vec::new()));
    }
    let mut starts = Vec::new();
    let mut number = (from / size).floor();
    while size * number < to {
        if starts.len() == most {
            return Ok(None);
        }
        starts.push(Value::Double(size * number));
        number += 1.0;
    }
    Ok(Some(starts))
}

fn number_span(site: &CallSite<'_>) -> Prepared {
    Ok(number(site, 1)?.map_or_else(|| Box::new(nothing) as Box<dyn Evaluate>, numbers))
}

fn number_count(site: &CallSite<'_>) -> Prepared {
    let limits = (count(site)?, number(site, 2)?, number(site, 3)?);
    let (Some(buckets), Some(from), Some(to)) = limits else { return Ok(Box::new(nothing)) };
    Ok(numbers(number_size(buckets, from, to)))
}

/// A power of ten or its half, so that there are at most so many buckets in a range.
fn number_size(buckets: i32, from: f64, to: f64) -> f64 {
    let precise = (to - from) / f64::from(buckets);
    let power = 10f64.powf(precise.log10().ceil());
    let half = power / 2.0;
    if precise < half { half } else { power }
}

/// How many buckets; none for null. As in Java the lower 32 bits of a long count.
#[allow(clippy::cast_possible_truncation)]
fn count(site: &CallSite<'_>) -> Result<Option<i32>, ArgError> {
    match site.constant(1)? {
        Value::Null => Ok(None),
        Value::Integer(count) => Ok(Some(*count)),
        Value::Long(count) => Ok(Some(*count as i32)),
        _ => Err(single(1)),
    }
}

/// A limit of a range of numbers or their size; none for null.
#[allow(clippy::cast_precision_loss)]
fn number(site: &CallSite<'_>, at: usize) -> Result<Option<f64>, ArgError> {
    match site.constant(at)? {
        Value::Null => Ok(None),
        Value::Integer(number) => Ok(Some(f64::from(*number))),
        Value::Long(number) => Ok(Some(*number as f64)),
        Value::UnsignedLong(number) => Ok(Some(*number as f64)),
        Value::Double(number) => Ok(Some(*number)),
        _ => Err(single(at)),
    }
}

/// A limit of a range of dates in milliseconds; none for null.
fn date_limit(site: &CallSite<'_>, at: usize) -> Result<Option<i64>, ArgError> {
    let value = site.constant(at)?;
    match value.as_ref() {
        Some(ValueRef::Long(nanos)) if site.args[at].ty == DataType::DateNanos => {
            Ok(Some(nanos.div_euclid(NANOS_PER_MILLI)))
        }
        Some(ValueRef::Long(millis)) => Ok(Some(millis)),
        Some(ValueRef::Text(text)) => match parse_iso_millis(text, &TimeZone::UTC) {
            Some(millis) => Ok(Some(millis)),
            None => {
                let message = format!(
                    "failed to parse date field [{text}] with format [strict_date_optional_time]"
                );
                Err(ArgError { at, message })
            }
        },
        _ if value.is_null() => Ok(None),
        _ => Err(single(at)),
    }
}

fn single(at: usize) -> ArgError {
    ArgError { at, message: "argument must be a single value".to_owned() }
}

/// Null for every row.
fn nothing(cx: &mut EvalCx<'_>, _: &[Column]) -> Column {
    Column::null(cx.ret, cx.rows)
}

/// Rounds dates.
fn dates(rounding: Rounding) -> Box<dyn Evaluate> {
    Box::new(move |cx: &mut EvalCx<'_>, args: &[Column]| {
        let zone = &cx.session.zone;
        match args[0].ty() {
            DataType::Date => {
                unary::<Long, Long, _>(cx, args, |millis| rounding.floor(millis, zone))
            }
            DataType::DateNanos => unary::<Long, Long, _>(cx, args, |nanos: i64| {
                rounding.floor(nanos.div_euclid(NANOS_PER_MILLI), zone).and_then(millis_to_nanos)
            }),
            _ => nothing(cx, args),
        }
    })
}

/// Rounds numbers down to multiples of `size`.
#[allow(clippy::cast_precision_loss)]
fn numbers(size: f64) -> Box<dyn Evaluate> {
    let round = move |number: f64| {
        let quotient = number / size;
        if !quotient.is_finite() {
            return Err(Problem::arithmetic("/ by zero"));
        }
        finite(quotient.floor() * size)
    };
    Box::new(move |cx: &mut EvalCx<'_>, args: &[Column]| match args[0].ty().storage() {
        StorageKind::Double => unary::<Double, Double, _>(cx, args, round),
        StorageKind::Int => unary::<Int, Double, _>(cx, args, |whole| round(f64::from(whole))),
        StorageKind::Long => unary::<Long, Double, _>(cx, args, |whole| round(whole as f64)),
        StorageKind::ULong => unary::<ULong, Double, _>(cx, args, |whole| round(whole as f64)),
        _ => nothing(cx, args),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::{check, constant, text};

    fn int(value: i32) -> Column {
        constant(DataType::Integer, Value::Integer(value))
    }

    #[test]
    fn sizes_of_numbers() {
        let half = || constant(DataType::Double, Value::Double(49.5));
        for (args, bucket) in [
            (vec![int(100), half()], 99.0),
            (vec![int(-1), int(5)], -5.0),
            (vec![int(25_324), int(20), int(25_324), int(74_999)], 25_000.0),
            (vec![int(74_999), int(20), int(25_324), int(74_999)], 70_000.0),
            (vec![int(7), int(10), int(0), int(100)], 0.0),
            (vec![int(17), int(10), int(0), int(100)], 10.0),
        ] {
            let (column, warnings) = check("bucket", &args);
            assert_eq!(column.cell_value(0), Value::Double(bucket));
            assert!(warnings.is_empty());
        }
    }

    #[test]
    fn impossible_sizes() {
        for buckets in [0, -1] {
            let (column, warnings) = check("bucket", &[int(1), int(buckets), int(0), int(0)]);
            assert!(column.is_null(0));
            assert_eq!(warnings, ["java.lang.ArithmeticException: / by zero"]);
        }
    }

    #[test]
    fn dates_between_strings() {
        let nanos = esql_data::date::parse_nanos("1985-07-09T12:00:00.123456789Z").unwrap();
        for (ty, value, month) in [
            (DataType::Date, nanos / NANOS_PER_MILLI, 489_024_000_000),
            (DataType::DateNanos, nanos, 489_024_000_000 * NANOS_PER_MILLI),
        ] {
            let date = constant(ty, Value::Long(value));
            let args = [date, int(20), text("1985-01-01"), text("1986-01-01T00:00:00Z")];
            assert_eq!(check("bucket", &args).0, constant(ty, Value::Long(month)));
        }
    }
}
