//! `DAY`, `HOUR`, `MONTH` and `YEAR`.

use esql_data::{DataType, Int};

use super::instant::each_instant;
use crate::{
    Args, Example, Family, FunctionDef, Impl, Kernel, Lift, Overload, Param, Ret, TypeSet, since,
};

const fn overload(kernel: Kernel) -> Overload {
    Overload {
        args: Args::each(&[TypeSet::DATES]),
        ret: Ret::Type(DataType::Integer),
        lift: Lift::SingleValue,
        kernel,
    }
}

const PART: FunctionDef = FunctionDef {
    family: Family::Date,
    detail: "It is that of the session's zone.",
    params: &[Param::new("date", "the date")],
    since: since!(9.6),
    ..FunctionDef::SCALAR
};

pub(super) const DAY: FunctionDef = FunctionDef {
    name: "day",
    summary: "The day of the month of a date.",
    imp: Impl::Scalar(&[overload(Kernel::Plain(|cx, args| {
        each_instant::<Int, _>(cx, &args[0], |it, zone| Ok(i32::from(zone.to_datetime(it).day())))
    }))]),
    examples: &[Example {
        query: r#"ROW a = DAY(TO_DATETIME("2022-05-06T15:47:00Z"))"#,
        answer: "a:integer\n6",
    }],
    ..PART
};

pub(super) const HOUR: FunctionDef = FunctionDef {
    name: "hour",
    summary: "The hour of the day of a date, 0 to 23.",
    imp: Impl::Scalar(&[overload(Kernel::Plain(|cx, args| {
        each_instant::<Int, _>(cx, &args[0], |it, zone| Ok(i32::from(zone.to_datetime(it).hour())))
    }))]),
    examples: &[Example {
        query: r#"ROW a = HOUR(TO_DATETIME("2022-05-06T15:47:00Z"))"#,
        answer: "a:integer\n15",
    }],
    ..PART
};

pub(super) const MONTH: FunctionDef = FunctionDef {
    name: "month",
    summary: "The month of the year of a date, 1 to 12.",
    imp: Impl::Scalar(&[overload(Kernel::Plain(|cx, args| {
        each_instant::<Int, _>(cx, &args[0], |it, zone| Ok(i32::from(zone.to_datetime(it).month())))
    }))]),
    examples: &[Example {
        query: r#"ROW a = MONTH(TO_DATETIME("2022-05-06T15:47:00Z"))"#,
        answer: "a:integer\n5",
    }],
    ..PART
};

pub(super) const YEAR: FunctionDef = FunctionDef {
    name: "year",
    summary: "The year of a date.",
    imp: Impl::Scalar(&[overload(Kernel::Plain(|cx, args| {
        each_instant::<Int, _>(cx, &args[0], |it, zone| Ok(i32::from(zone.to_datetime(it).year())))
    }))]),
    examples: &[Example {
        query: r#"ROW a = YEAR(TO_DATETIME("2022-05-06T15:47:00Z"))"#,
        answer: "a:integer\n2022",
    }],
    ..PART
};
