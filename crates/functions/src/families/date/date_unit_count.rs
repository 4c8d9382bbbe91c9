//! `DATE_UNIT_COUNT`.

use esql_data::{CellsBuilder, Column, DataType, Long, Problem, Value};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{RoundMode, Span, Timestamp, ToSpan, ZonedDateTimeRound};

use super::date_diff::Unit;
use super::instant::instant;
use crate::typed::{Cells, IntoCell};
use crate::{
    ArgError, Args, CallSite, EvalCx, Evaluate, Example, Family, FunctionDef, Impl, Kernel, Lift,
    Overload, Param, Ret, TypeSet, since,
};

pub(super) const DATE_UNIT_COUNT: FunctionDef = FunctionDef {
    name: "date_unit_count",
    family: Family::Date,
    summary: "Counts how many units of time are in the larger one that a date is in.",
    detail: "The larger unit is an hour, a day, a week (from Monday), a month or a year, in the \
             session's time zone. The units are named as in `DATE_DIFF` and must be constants. \
             Null gives null, several dates give null and a warning.",
    params: &[
        Param::new("dst_unit", "what is counted").constant(),
        Param::new("src_unit", "the larger unit").constant(),
        Param::new("date", "the date"),
    ],
    imp: Impl::Scalar(&[Overload {
        args: Args::each(&[TypeSet::STRING, TypeSet::STRING, TypeSet::DATES]),
        ret: Ret::Type(DataType::Long),
        lift: Lift::SingleValue,
        kernel: Kernel::Prepared(prepare),
    }]),
    examples: &[Example {
        query: r#"ROW a = TO_DATETIME("2024-02-15T12:34:56Z") | EVAL b = DATE_UNIT_COUNT("days", "month", a), c = DATE_UNIT_COUNT("hours", "week", a) | KEEP b, c"#,
        answer: "b:long | c:long\n29 | 168",
    }],
    since: since!(preview 9.5),
    ..FunctionDef::SCALAR
};

/// The unit that a date is in.
#[derive(Clone, Copy)]
enum Whole {
    Hour,
    Day,
    Week,
    Month,
    Year,
}

impl Whole {
    fn find(name: &str) -> Result<Whole, String> {
        Unit::find(name)?;
        match name.to_lowercase().as_str() {
            "hour" | "hours" | "hh" => Ok(Whole::Hour),
            "day" | "days" | "dd" | "d" => Ok(Whole::Day),
            "week" | "weeks" | "wk" | "ww" => Ok(Whole::Week),
            "month" | "months" | "mm" | "m" => Ok(Whole::Month),
            "year" | "years" | "yyyy" | "yy" => Ok(Whole::Year),
            _ => Err(format!("Unsupported unit [{}]", name.to_uppercase())),
        }
    }

    /// The start of the unit that `at` is in, and of the next.
    fn around(self, at: Timestamp, zone: &TimeZone) -> Result<(Timestamp, Timestamp), jiff::Error> {
        let local = at.to_zoned_datetime(zone.clone());
        if let Whole::Hour = self {
            let hours = ZonedDateTimeRound::new().smallest(jiff::Unit::Hour);
            let start = local.round(hours.mode(RoundMode::Trunc))?;
            return Ok((start.timestamp(), start.checked_add(1.hour())?.timestamp()));
        }
        let day = local.date();
        let (first, span) = match self {
            Whole::Hour | Whole::Day => (day, Span::new().days(1)),
            Whole::Week => {
                let past = i64::from(day.weekday().to_monday_zero_offset());
                (day.checked_sub(past.days())?, Span::new().weeks(1))
            }
            Whole::Month => (day.first_of_month(), Span::new().months(1)),
            Whole::Year => (day.first_of_year(), Span::new().years(1)),
        };
        let start = |day: Date| day.to_zoned_datetime(zone.clone()).map(|zoned| zoned.timestamp());
        Ok((start(first)?, start(first.checked_add(span)?)?))
    }
}

fn prepare(site: &CallSite<'_>) -> Result<Box<dyn Evaluate>, ArgError> {
    let unit = |at: usize| match site.constant(at)? {
        Value::Text(name) => Ok(name.clone()),
        _ => Err(ArgError { at, message: "a unit must be a single string".into() }),
    };
    let counted = Unit::find(&unit(0)?).map_err(|message| ArgError { at: 0, message })?;
    let whole = Whole::find(&unit(1)?).map_err(|message| ArgError { at: 1, message })?;
    Ok(Box::new(move |cx: &mut EvalCx<'_>, args: &[Column]| {
        let session = cx.session;
        let dates = Cells::<Long>::new(&args[2]);
        let mut cells = CellsBuilder::<Long>::new();
        for row in 0..cx.rows {
            let Some(date) = dates.get(row) else {
                cells.null();
                continue;
            };
            let count = instant(args[2].ty(), date).and_then(|at| {
                let (start, end) = whole
                    .around(at, &session.zone)
                    .map_err(|error| Problem::argument(error.to_string()))?;
                counted.between(start, end, &session.zone).map(i64::from)
            });
            count.put(cx, &mut cells);
        }
        cells.finish(cx.ret)
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_around_a_date() {
        let at: Timestamp = "2024-03-31T22:30:00Z".parse().unwrap();
        let paris = TimeZone::get("Europe/Paris").unwrap();
        for (whole, start, end) in [
            ("hour", "2024-03-31T22:00:00Z", "2024-03-31T23:00:00Z"),
            ("day", "2024-03-31T22:00:00Z", "2024-04-01T22:00:00Z"),
            ("week", "2024-03-31T22:00:00Z", "2024-04-07T22:00:00Z"),
            ("month", "2024-03-31T22:00:00Z", "2024-04-30T22:00:00Z"),
            ("year", "2023-12-31T23:00:00Z", "2024-12-31T23:00:00Z"),
        ] {
            let around = Whole::find(whole).unwrap().around(at, &paris).unwrap();
            let expected = (start.parse().unwrap(), end.parse().unwrap());
            assert_eq!(around, expected, "{whole}");
        }
        assert!(Whole::find("minute").is_err());
    }
}
