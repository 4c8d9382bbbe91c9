//! `DATE_DIFF`.

use esql_data::{CellsBuilder, Column, DataType, Int, Long, Problem, Str, Value};
use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;

use super::field::Field;
use super::instant::instant;
use crate::typed::{Cells, IntoCell};
use crate::{
    ArgError, Args, CallSite, EvalCx, Evaluate, Example, Family, FunctionDef, Impl, Kernel, Lift,
    Overload, Param, Ret, TypeSet, since,
};

pub(super) const DATE_DIFF: FunctionDef = FunctionDef {
    name: "date_diff",
    family: Family::Date,
    summary: "Counts the whole units of time from one date to another.",
    detail: "Only fully elapsed units count, also of months and years. If the first date is the \
             later one, the result is negative. The units are year (years, yyyy, yy), quarter \
             (quarters, qq, q), month (months, mm, m), dayofyear (dy, y), day (days, dd, d), week \
             (weeks, wk, ww), weekday (weekdays, dw), hour (hours, hh), minute (minutes, mi, n), \
             second (seconds, ss, s), millisecond (milliseconds, ms), microsecond (microseconds, \
             mcs) and nanosecond (nanoseconds, ns); some abbreviations mean something else in \
             time spans. What is no integer is null, with a warning.",
    params: &[
        Param::new("unit", "the unit of time, in any case"),
        Param::new("startTimestamp", "the date from which to count"),
        Param::new("endTimestamp", "the date to which to count"),
    ],
    imp: Impl::Scalar(&[Overload {
        args: Args::each(&[TypeSet::STRING, TypeSet::DATES, TypeSet::DATES]),
        ret: Ret::Type(DataType::Integer),
        lift: Lift::SingleValue,
        kernel: Kernel::Prepared(prepare),
    }]),
    examples: &[
        Example {
            query: r#"ROW a = TO_DATETIME("2023-12-02T11:00:00.000Z"),
    b = TO_DATETIME("2023-12-02T11:00:00.001Z")
| EVAL c = DATE_DIFF("microseconds", a, b) | KEEP c"#,
            answer: "c:integer\n1000",
        },
        Example {
            query: r#"ROW a = TO_DATETIME("2023-12-31T23:59:59.999Z"),
    b = TO_DATETIME("2024-12-31T23:59:59.998Z")
| EVAL c = DATE_DIFF("year", a, b), d = DATE_DIFF("month", b, a) | KEEP c, d"#,
            answer: "c:integer | d:integer\n0 | -11",
        },
    ],
    since: since!(8.13),
    ..FunctionDef::SCALAR
};

/// What is counted.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Unit {
    /// So many months.
    Months(i64),
    /// So many days.
    Days(i64),
    /// So many nanoseconds.
    Nanos(i128),
}

/// The units with their abbreviations, and what they count.
const UNITS: [(&[&str], Unit); 13] = [
    (&["year", "years", "yyyy", "yy"], Unit::Months(12)),
    (&["quarter", "quarters", "qq", "q"], Unit::Months(3)),
    (&["month", "months", "mm", "m"], Unit::Months(1)),
    (&["dayofyear", "dy", "y"], Unit::Days(1)),
    (&["day", "days", "dd", "d"], Unit::Days(1)),
    (&["week", "weeks", "wk", "ww"], Unit::Days(7)),
    (&["weekday", "weekdays", "dw"], Unit::Days(1)),
    (&["hour", "hours", "hh"], Unit::Nanos(3_600_000_000_000)),
    (&["minute", "minutes", "mi", "n"], Unit::Nanos(60_000_000_000)),
    (&["second", "seconds", "ss", "s"], Unit::Nanos(1_000_000_000)),
    (&["millisecond", "milliseconds", "ms"], Unit::Nanos(1_000_000)),
    (&["microsecond", "microseconds", "mcs"], Unit::Nanos(1_000)),
    (&["nanosecond", "nanoseconds", "ns"], Unit::Nanos(1)),
];

impl Unit {
    /// The unit of this name.
    pub(super) fn find(name: &str) -> Result<Unit, String> {
        let lower = name.to_lowercase();
        UNITS
            .iter()
            .find(|(names, _)| names.contains(&lower.as_str()))
            .map(|(_, unit)| *unit)
            .ok_or_else(|| no_unit(name))
    }

    /// How many whole units there are from one instant to another.
    pub(super) fn between(
        self,
        start: Timestamp,
        end: Timestamp,
        zone: &TimeZone,
    ) -> Result<i32, Problem> {
        let local = |instant| zone.to_datetime(instant);
        let count = match self {
            Unit::Months(each) => i128::from(months(local(start), local(end)) / each),
            Unit::Days(each) => i128::from(days(local(start), local(end)) / each),
            Unit::Nanos(each) => (end.as_nanosecond() - start.as_nanosecond()) / each,
        };
        i32::try_from(count).map_err(|_| match i64::try_from(count) {
            Ok(count) => Problem {
                class: "org.elasticsearch.xpack.esql.core.InvalidArgumentException",
                message: format!("[{count}] out of [integer] range"),
            },
            Err(_) => Problem::arithmetic("long overflow"),
        })
    }
}

/// Whole days: a last day that its time of day does not complete does not count.
fn days(start: DateTime, end: DateTime) -> i64 {
    let days = Field::EpochDay.of_local(end) - Field::EpochDay.of_local(start);
    match days.signum() {
        1 if end.time() < start.time() => days - 1,
        -1 if end.time() > start.time() => days + 1,
        _ => days,
    }
}

/// Whole months: a last month that day and time do not complete does not count.
fn months(start: DateTime, end: DateTime) -> i64 {
    let month = |at: DateTime| i64::from(at.year()) * 12 + i64::from(at.month());
    let within = |at: DateTime| (at.day(), at.time());
    let months = month(end) - month(start);
    match months.signum() {
        1 if within(end) < within(start) => months - 1,
        -1 if within(end) > within(start) => months + 1,
        _ => months,
    }
}

/// Elasticsearch's message for a word that is no unit: the similar ones, or all.
fn no_unit(name: &str) -> String {
    let lower = name.to_lowercase();
    let mut similar: Vec<(f64, &str)> = UNITS
        .iter()
        .flat_map(|(names, _)| names.iter().copied())
        .map(|known| (similarity(&lower, known), known))
        .filter(|(score, _)| *score >= 0.5)
        .collect();
    if similar.is_empty() {
        let all: Vec<String> = UNITS.iter().map(|(names, _)| names[0].to_uppercase()).collect();
        let all = all.join(", ");
        return format!("A value of [{all}] or their aliases is required; received [{name}]");
    }
    similar.sort_by(|a, b| b.0.total_cmp(&a.0));
    let similar: Vec<&str> = similar.into_iter().map(|(_, known)| known).collect();
    let similar = similar.join(", ");
    format!("Received value [{name}] is not valid date part to add; did you mean [{similar}]?")
}

/// One minus the edit distance over the longer length.
#[allow(clippy::cast_precision_loss)]
fn similarity(left: &str, right: &str) -> f64 {
    let right: Vec<char> = right.chars().collect();
    let mut distances: Vec<usize> = (0..=right.len()).collect();
    let mut length = 0;
    for (row, letter) in left.chars().enumerate() {
        length = row + 1;
        let mut diagonal = std::mem::replace(&mut distances[0], length);
        for (column, &other) in right.iter().enumerate() {
            let replaced = diagonal + usize::from(letter != other);
            diagonal = distances[column + 1];
            distances[column + 1] = replaced.min(diagonal + 1).min(distances[column] + 1);
        }
    }
    let longer = length.max(right.len()).max(1);
    1.0 - distances[right.len()] as f64 / longer as f64
}

fn prepare(site: &CallSite<'_>) -> Result<Box<dyn Evaluate>, ArgError> {
    let unit = match site.args[0].constant.as_ref().and_then(Value::as_str) {
        Some(name) => Some(Unit::find(name).map_err(|message| ArgError { at: 0, message })?),
        None => None,
    };
    Ok(Box::new(move |cx: &mut EvalCx<'_>, args: &[Column]| diff(cx, args, unit)))
}

fn diff(cx: &mut EvalCx<'_>, args: &[Column], constant: Option<Unit>) -> Column {
    let session = cx.session;
    let names = Cells::<Str>::new(&args[0]);
    let (starts, ends) = (Cells::<Long>::new(&args[1]), Cells::<Long>::new(&args[2]));
    let mut cells = CellsBuilder::<Int>::new();
    for row in 0..cx.rows {
        let (Some(name), Some(start), Some(end)) = (names.get(row), starts.get(row), ends.get(row))
        else {
            cells.null();
            continue;
        };
        let unit = constant.map_or_else(|| Unit::find(name).map_err(Problem::argument), Ok);
        unit.and_then(|unit| {
            let start = instant(args[1].ty(), start)?;
            let end = instant(args[2].ty(), end)?;
            unit.between(start, end, &session.zone)
        })
        .put(cx, &mut cells);
    }
    cells.finish(cx.ret)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn between(unit: &str, start: &str, end: &str) -> Result<i32, String> {
        let (start, end) = (start.parse().unwrap(), end.parse().unwrap());
        let unit = Unit::find(unit).unwrap();
        unit.between(start, end, &TimeZone::UTC).map_err(|problem| problem.message)
    }

    #[test]
    fn whole_units() {
        for (unit, start, end, count) in [
            ("seconds", "2023-12-31T23:59:59.999Z", "2024-02-01T00:00:00Z", 2_678_400),
            ("month", "2023-12-31T23:59:59.999Z", "2024-02-01T00:00:00Z", 1),
            ("year", "2023-12-31T23:59:59.999Z", "2024-12-31T23:59:59.999Z", 1),
            ("YEARS", "2024-01-01T00:00:00Z", "2024-12-31T23:59:59.999Z", 0),
            ("month", "2024-03-31T00:00:00Z", "2024-02-29T00:00:00Z", -1),
            ("month", "2024-02-29T00:00:00Z", "2024-03-28T23:00:00Z", 0),
            ("q", "2023-01-01T00:00:00Z", "2023-12-31T00:00:00Z", 3),
            ("d", "2024-03-02T12:00:00Z", "2024-03-01T13:00:00Z", 0),
            ("ww", "2024-03-01T12:00:00Z", "2024-03-15T11:59:59Z", 1),
            ("minute", "2024-03-01T12:01:59Z", "2024-03-01T12:00:00Z", -1),
        ] {
            assert_eq!(between(unit, start, end), Ok(count), "{unit} from {start} to {end}");
        }
        assert_eq!(
            between("ms", "2023-01-01T00:00:00Z", "2024-01-01T00:00:00Z"),
            Err("[31536000000] out of [integer] range".into())
        );
        assert_eq!(
            between("ns", "1000-01-01T00:00:00Z", "2024-01-01T00:00:00Z"),
            Err("long overflow".into())
        );
    }

    #[test]
    fn words_that_are_no_unit() {
        assert_eq!(
            no_unit("hourss"),
            "Received value [hourss] is not valid date part to add; did you mean [hours, hour]?"
        );
        assert!(no_unit("fortnight").starts_with("A value of [YEAR, QUARTER, MONTH, DAYOFYEAR,"));
    }
}
