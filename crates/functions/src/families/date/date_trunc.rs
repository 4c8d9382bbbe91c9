//! `DATE_TRUNC`.

use esql_data::{CellsBuilder, Column, DataType, Long};

use super::instant::millis_to_nanos;
use super::rounding::Rounding;
use crate::typed::{Cells, IntoCell};
use crate::{
    ArgError, Args, CallSite, EvalCx, Evaluate, Example, Family, FunctionDef, Impl, Kernel, Lift,
    Overload, Param, Ret, TypeSet,
};

pub(super) const DATE_TRUNC: FunctionDef = FunctionDef {
    name: "date_trunc",
    family: Family::Date,
    summary: "Rounds a date down to a time span.",
    detail: "A day, a week (from Monday), months, quarters and years follow the calendar in the \
             session's zone; several months or years are counted from the year 1. Hours and \
             less, and several days other than seven, are counted from 1970.",
    params: &[
        Param::new("interval", "the time span, with one unit").constant(),
        Param::new("date", "the date"),
    ],
    imp: Impl::Scalar(&[
        overload(&[TypeSet::SPAN, TypeSet::DATE], DataType::Date),
        overload(&[TypeSet::SPAN, TypeSet::DATE_NANOS], DataType::DateNanos),
    ]),
    examples: &[
        Example {
            query: r#"ROW a = TO_DATETIME("1991-06-26T10:21:07Z")
| EVAL b = DATE_TRUNC(1 year, a), c = DATE_TRUNC(5 minutes, a) | KEEP b, c"#,
            answer: "b:date | c:date\n1991-01-01T00:00:00.000Z | 1991-06-26T10:20:00.000Z",
        },
        Example {
            query: r#"ROW a = DATE_TRUNC(1 week, "1985-02-24T00:00:00Z")"#,
            answer: "a:date\n1985-02-18T00:00:00.000Z",
        },
    ],
    ..FunctionDef::SCALAR
};

const fn overload(set: &'static [TypeSet], ret: DataType) -> Overload {
    Overload {
        args: Args::each(set),
        ret: Ret::Type(ret),
        lift: Lift::SingleValue,
        kernel: Kernel::Prepared(prepare),
    }
}

fn prepare(site: &CallSite<'_>) -> Result<Box<dyn Evaluate>, ArgError> {
    let rounding =
        Rounding::new(site.constant(0)?).map_err(|message| ArgError { at: 0, message })?;
    Ok(Box::new(move |cx: &mut EvalCx<'_>, args: &[Column]| truncate(cx, &args[1], rounding)))
}

fn truncate(cx: &mut EvalCx<'_>, dates: &Column, rounding: Rounding) -> Column {
    let session = cx.session;
    let nanos = dates.ty() == DataType::DateNanos;
    let values = Cells::<Long>::new(dates);
    let mut cells = CellsBuilder::<Long>::new();
    for row in 0..cx.rows {
        values
            .get(row)
            .map(|value| {
                if nanos {
                    let millis = value.div_euclid(1_000_000);
                    rounding.floor(millis, &session.zone).and_then(millis_to_nanos)
                } else {
                    rounding.floor(value, &session.zone)
                }
            })
            .put(cx, &mut cells);
    }
    cells.finish(cx.ret)
}
