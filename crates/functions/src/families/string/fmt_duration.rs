//! `FMT_DURATION`.

use esql_data::{DataType, Int, Long, Problem, Str};

use super::decimal::{Unit, find, in_unit, no_unit, scaled};
use crate::{
    Args, Example, Family, FunctionDef, Impl, Kernel, Lift, Overload, Param, Ret, TypeSet, kernel,
    since,
};

const fn overload(args: &'static [TypeSet], kernel: Kernel) -> Overload {
    Overload {
        args: Args::each(args),
        ret: Ret::Type(DataType::Keyword),
        lift: Lift::SingleValue,
        kernel,
    }
}

pub(super) const FMT_DURATION: FunctionDef = FunctionDef {
    name: "fmt_duration",
    family: Family::String,
    summary: "Shows a number of nanoseconds as a duration: nanos, micros, ms, s, m, h, d.",
    detail: "Shown is at most one decimal place, cut and not rounded. -1 is shown as it is; \
             negative durations in a given unit and unknown units give null and a warning, \
             several values too.",
    params: &[
        Param::new("nanoseconds", "how many nanoseconds"),
        Param::new("unit", "the unit to show them in; default the largest that fits").optional(),
    ],
    imp: Impl::Scalar(&[
        overload(&[TypeSet::LONG], kernel!(duration; Long => Str)),
        overload(&[TypeSet::INTEGER], kernel!(|nanos: i32| duration(nanos.into()); Int => Str)),
        overload(&[TypeSet::LONG, TypeSet::KEYWORD], kernel!(duration_in; Long, Str => Str)),
        overload(
            &[TypeSet::INTEGER, TypeSet::KEYWORD],
            kernel!(|nanos: i32, unit: &str| duration_in(nanos.into(), unit); Int, Str => Str),
        ),
    ]),
    examples: &[Example {
        query: r#"ROW a = 1500000000 | EVAL b = FMT_DURATION(a), c = FMT_DURATION(a, "ms") | KEEP b, c"#,
        answer: "b:keyword | c:keyword\n1.5s | 1500ms",
    }],
    since: since!(preview 9.6),
    ..FunctionDef::SCALAR
};

const UNITS: [Unit; 7] = [
    ("nanos", 1.0),
    ("micros", 1e3),
    ("ms", 1e6),
    ("s", 1e9),
    ("m", 6e10),
    ("h", 3.6e12),
    ("d", 8.64e13),
];

fn duration(nanos: i64) -> Result<String, Problem> {
    match nanos {
        ..-1 => Err(negative(nanos)),
        -1 => Ok("-1".to_owned()),
        0 => Ok("0s".to_owned()),
        nanos => Ok(scaled(double(nanos), &UNITS)),
    }
}

fn duration_in(nanos: i64, unit: &str) -> Result<String, Problem> {
    if nanos < -1 {
        return Err(negative(nanos));
    }
    match find(unit, &UNITS) {
        None => Err(Problem::argument(no_unit(unit, &UNITS))),
        Some(_) if nanos == -1 => Ok("-1".to_owned()),
        Some(unit) => Ok(in_unit(double(nanos), unit)),
    }
}

fn negative(nanos: i64) -> Problem {
    Problem::argument(format!("duration cannot be negative, was given [{nanos}]"))
}

#[allow(clippy::cast_precision_loss)]
fn double(nanos: i64) -> f64 {
    nanos as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations() {
        for (nanos, shown) in [
            (0, "0s"),
            (999, "999nanos"),
            (1_550, "1.5micros"),
            (61_000_000_000, "1m"),
            (90_000_000_000_000, "1d"),
            (i64::MAX, "106751.9d"),
        ] {
            assert_eq!(duration(nanos).unwrap(), shown);
        }
        assert_eq!(duration_in(90_000_000_000, "H").unwrap(), "0h");
        assert!(duration(-5).is_err() && duration_in(1, "years").is_err());
    }
}
