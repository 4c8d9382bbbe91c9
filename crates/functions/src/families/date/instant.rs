//! Instants in date columns: milliseconds or nanoseconds since 1970, by the column's type.

use esql_data::{CellsBuilder, Column, DataType, Long, Problem, Storage};
use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::EvalCx;
use crate::typed::{Cells, IntoCell};

const NANOS_PER_MILLI: i64 = 1_000_000;

/// The instant of a value of type `ty`, which is `date_nanos` or `date`.
///
/// # Errors
/// Beyond the years -9999 to 9999, where the calendar used here ends.
pub(in crate::families) fn instant(ty: DataType, value: i64) -> Result<Timestamp, Problem> {
    let instant = match ty {
        DataType::DateNanos => Timestamp::from_nanosecond(value.into()),
        _ => Timestamp::from_millisecond(value),
    };
    instant.map_err(|_| Problem::argument(format!("date [{value}] is beyond the year 9999")))
}

/// A kernel over the instants of `column` in the session's zone.
pub(in crate::families) fn each_instant<R, T>(
    cx: &mut EvalCx<'_>,
    column: &Column,
    f: impl Fn(Timestamp, &TimeZone) -> Result<T, Problem>,
) -> Column
where
    R: Storage,
    T: IntoCell<R>,
{
    let session = cx.session;
    let values = Cells::<Long>::new(column);
    let mut cells = CellsBuilder::<R>::new();
    for row in 0..cx.rows {
        values
            .get(row)
            .map(|value| instant(column.ty(), value).and_then(|it| f(it, &session.zone)))
            .put(cx, &mut cells);
    }
    cells.finish(cx.ret)
}

/// The nanoseconds of milliseconds, as far as `date_nanos` reaches.
pub(in crate::families) fn millis_to_nanos(millis: i64) -> Result<i64, Problem> {
    let refuse = |side: &str| {
        Problem::argument(format!(
            "milliSeconds [{millis}] are {side} and cannot be converted to nanoseconds"
        ))
    };
    if millis < 0 {
        return Err(refuse("before the epoch in 1970"));
    }
    millis.checked_mul(NANOS_PER_MILLI).ok_or_else(|| refuse("after 2262-04-11T23:47:16.854775807"))
}

/// An instant as Java's `Instant.toString` shows it: no fraction, or three, six or nine digits.
pub(in crate::families) fn java_instant(instant: Timestamp) -> String {
    let nanos = instant.subsec_nanosecond().rem_euclid(1_000_000_000);
    let digits = match nanos {
        0 => 0,
        _ if nanos % 1_000_000 == 0 => 3,
        _ if nanos % 1_000 == 0 => 6,
        _ => 9,
    };
    format!("{instant:.digits$}")
}
