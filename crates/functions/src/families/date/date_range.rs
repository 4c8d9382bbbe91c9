//! `RANGE_MIN`, `RANGE_MAX`, `RANGE_CONTAINS`, `RANGE_WITHIN`, `RANGE_INTERSECTS`.

use esql_data::{Bool, Bytes, DataType, DateRange, Long};

use crate::{
    Args, Example, Family, FunctionDef, Impl, Kernel, Lift, Overload, Param, Ret, TypeSet, kernel,
    since,
};

const fn overload(sets: &'static [TypeSet], ret: DataType, kernel: Kernel) -> Overload {
    Overload { args: Args::each(sets), ret: Ret::Type(ret), lift: Lift::SingleValue, kernel }
}

const fn relation(sets: &'static [TypeSet], kernel: Kernel) -> Overload {
    overload(sets, DataType::Boolean, kernel)
}

const END: FunctionDef = FunctionDef {
    family: Family::Date,
    detail: "Of the range `[x, y)` the start is `x` and the end `y`, which is outside.",
    params: &[Param::new("range", "the range")],
    since: since!(preview 9.5),
    ..FunctionDef::SCALAR
};

pub(super) const RANGE_MIN: FunctionDef = FunctionDef {
    name: "range_min",
    summary: "The start of a range of dates.",
    imp: Impl::Scalar(&[overload(
        &[TypeSet::DATE_RANGE],
        DataType::Date,
        kernel!(|range| DateRange::from_bytes(range).map(|range| range.from); Bytes => Long),
    )]),
    examples: &[Example {
        query: r#"ROW a = TO_DATE_RANGE("1900-01-01..1910-01-01") | EVAL b = RANGE_MIN(a) | KEEP b"#,
        answer: "b:date\n1900-01-01T00:00:00.000Z",
    }],
    ..END
};

pub(super) const RANGE_MAX: FunctionDef = FunctionDef {
    name: "range_max",
    summary: "The end of a range of dates.",
    imp: Impl::Scalar(&[overload(
        &[TypeSet::DATE_RANGE],
        DataType::Date,
        kernel!(|range| DateRange::from_bytes(range).map(|range| range.to); Bytes => Long),
    )]),
    examples: &[Example {
        query: r#"ROW a = TO_DATE_RANGE("1900-01-01..1910-01-01") | EVAL b = RANGE_MAX(a) | KEEP b"#,
        answer: "b:date\n1910-01-01T00:00:00.000Z",
    }],
    ..END
};

const RELATION: FunctionDef = FunctionDef {
    family: Family::Date,
    detail: "A range holds its start and not its end.",
    since: since!(preview 9.5),
    ..FunctionDef::SCALAR
};

pub(super) const RANGE_WITHIN: FunctionDef = FunctionDef {
    name: "range_within",
    summary: "Tells whether a date or a range lies in a range.",
    params: &[Param::new("left", "the date or range"), Param::new("right", "the range around it")],
    imp: Impl::Scalar(&[
        relation(
            &[TypeSet::DATE, TypeSet::DATE_RANGE],
            kernel!(|date, range| holds(range, date); Long, Bytes => Bool),
        ),
        relation(
            &[TypeSet::DATE_RANGE, TypeSet::DATE_RANGE],
            kernel!(|inner, outer| contains(outer, inner); Bytes, Bytes => Bool),
        ),
    ]),
    examples: &[Example {
        query: r#"ROW a = TO_DATETIME("1985-02-18") | EVAL b = RANGE_WITHIN(a, TO_DATE_RANGE("1985-02-01..1985-03-01")) | KEEP b"#,
        answer: "b:boolean\ntrue",
    }],
    ..RELATION
};

pub(super) const RANGE_CONTAINS: FunctionDef = FunctionDef {
    name: "range_contains",
    summary: "Tells whether a range holds a date or another range: `RANGE_WITHIN` turned around.",
    params: &[Param::new("left", "the range"), Param::new("right", "the date or range in it")],
    imp: Impl::Scalar(&[
        relation(&[TypeSet::DATE_RANGE, TypeSet::DATE], kernel!(holds; Bytes, Long => Bool)),
        relation(
            &[TypeSet::DATE_RANGE, TypeSet::DATE_RANGE],
            kernel!(contains; Bytes, Bytes => Bool),
        ),
    ]),
    examples: &[Example {
        query: r#"ROW a = TO_DATETIME("1985-03-01") | EVAL b = RANGE_CONTAINS(TO_DATE_RANGE("1985-02-01..1985-03-01"), a) | KEEP b"#,
        answer: "b:boolean\nfalse",
    }],
    ..RELATION
};

pub(super) const RANGE_INTERSECTS: FunctionDef = FunctionDef {
    name: "range_intersects",
    summary: "Tells whether two dates or ranges have something in common.",
    params: &[Param::new("left", "a date or range"), Param::new("right", "a date or range")],
    imp: Impl::Scalar(&[
        relation(&[TypeSet::DATE, TypeSet::DATE], kernel!(|a, b| a == b; Long, Long => Bool)),
        relation(
            &[TypeSet::DATE, TypeSet::DATE_RANGE],
            kernel!(|date, range| holds(range, date); Long, Bytes => Bool),
        ),
        relation(&[TypeSet::DATE_RANGE, TypeSet::DATE], kernel!(holds; Bytes, Long => Bool)),
        relation(
            &[TypeSet::DATE_RANGE, TypeSet::DATE_RANGE],
            kernel!(intersects; Bytes, Bytes => Bool),
        ),
    ]),
    examples: &[Example {
        query: r#"ROW a = TO_DATE_RANGE("2020-01-01..2021-01-01") | EVAL b = RANGE_INTERSECTS(a, TO_DATE_RANGE("2020-12-31..2022-01-01")) | KEEP b"#,
        answer: "b:boolean\ntrue",
    }],
    ..RELATION
};

fn both(left: &[u8], right: &[u8]) -> Option<(DateRange, DateRange)> {
    DateRange::from_bytes(left).zip(DateRange::from_bytes(right))
}

fn holds(range: &[u8], date: i64) -> Option<bool> {
    DateRange::from_bytes(range).map(|range| range.contains(DateRange::of_instant(date)))
}

fn contains(outer: &[u8], inner: &[u8]) -> Option<bool> {
    both(outer, inner).map(|(outer, inner)| outer.contains(inner))
}

fn intersects(left: &[u8], right: &[u8]) -> Option<bool> {
    both(left, right).map(|(left, right)| left.intersects(right))
}
