//! `DAY_NAME` and `MONTH_NAME`, and the English names of the calendar.

use esql_data::{DataType, Str};

use super::instant::each_instant;
use crate::{
    Args, Example, Family, FunctionDef, Impl, Kernel, Lift, Overload, Param, Ret, TypeSet, since,
};

const fn overload(kernel: Kernel) -> Overload {
    Overload {
        args: Args::each(&[TypeSet::DATES]),
        ret: Ret::Type(DataType::Keyword),
        lift: Lift::SingleValue,
        kernel,
    }
}

pub(super) const DAY_NAME: FunctionDef = FunctionDef {
    name: "day_name",
    family: Family::Date,
    summary: "The English name of a date's day of the week.",
    detail: "The day is that of the session's zone.",
    params: &[Param::new("date", "the date")],
    imp: Impl::Scalar(&[overload(Kernel::Plain(|cx, args| {
        each_instant::<Str, _>(cx, &args[0], |instant, zone| {
            let weekday = zone.to_datetime(instant).weekday();
            Ok(DAYS.get(usize::try_from(weekday.to_monday_zero_offset()).unwrap_or(0)).copied())
        })
    }))]),
    examples: &[Example {
        query: r#"ROW a = TO_DATETIME("1953-09-02T00:00:00Z") | EVAL b = DAY_NAME(a) | KEEP b"#,
        answer: "b:keyword\nWednesday",
    }],
    since: since!(9.2),
    ..FunctionDef::SCALAR
};

pub(super) const MONTH_NAME: FunctionDef = FunctionDef {
    name: "month_name",
    family: Family::Date,
    summary: "The English name of a date's month.",
    detail: "The month is that of the session's zone.",
    params: &[Param::new("date", "the date")],
    imp: Impl::Scalar(&[overload(Kernel::Plain(|cx, args| {
        each_instant::<Str, _>(cx, &args[0], |instant, zone| {
            let month = zone.to_datetime(instant).month();
            Ok(MONTHS.get(usize::try_from(month - 1).unwrap_or(0)).copied())
        })
    }))]),
    examples: &[Example {
        query: r#"ROW a = TO_DATETIME("1996-03-21T00:00:00Z") | EVAL b = MONTH_NAME(a) | KEEP b"#,
        answer: "b:keyword\nMarch",
    }],
    since: since!(9.2),
    ..FunctionDef::SCALAR
};

/// The days of the week, from Monday.
pub(super) const DAYS: [&str; 7] =
    ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

/// The months.
pub(super) const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];
