//! `FMT_BYTES` and `FMT_BYTES_SI`.

use esql_data::{DataType, Int, Long, Problem, Str};

use super::decimal::{Unit, find, in_unit, no_unit, scaled};
use crate::{
    Args, Example, Family, FunctionDef, Impl, Kernel, Lift, Overload, Param, Ret, TypeSet, kernel,
    since,
};

const PARAMS: &[Param] = &[
    Param::new("bytes", "how many bytes"),
    Param::new("unit", "the unit to show them in; default the largest that fits").optional(),
];

const fn overload(args: &'static [TypeSet], kernel: Kernel) -> Overload {
    Overload {
        args: Args::each(args),
        ret: Ret::Type(DataType::Keyword),
        lift: Lift::SingleValue,
        kernel,
    }
}

const DETAIL: &str = "Shown is at most one decimal place, cut and not rounded. Less than -1 bytes \
                      or an unknown unit give null and a warning, several values too.";

pub(super) const FMT_BYTES: FunctionDef = FunctionDef {
    name: "fmt_bytes",
    family: Family::String,
    summary: "Shows a number of bytes in units of 1024: b, kb, mb, gb, tb, pb.",
    detail: DETAIL,
    params: PARAMS,
    imp: Impl::Scalar(&[
        overload(&[TypeSet::LONG], kernel!(binary; Long => Str)),
        overload(&[TypeSet::INTEGER], kernel!(|bytes: i32| binary(bytes.into()); Int => Str)),
        overload(&[TypeSet::LONG, TypeSet::KEYWORD], kernel!(binary_in; Long, Str => Str)),
        overload(
            &[TypeSet::INTEGER, TypeSet::KEYWORD],
            kernel!(|bytes: i32, unit: &str| binary_in(bytes.into(), unit); Int, Str => Str),
        ),
    ]),
    examples: &[Example {
        query: r#"ROW a = 1536 | EVAL b = FMT_BYTES(a), c = FMT_BYTES(a, "b") | KEEP b, c"#,
        answer: "b:keyword | c:keyword\n1.5kb | 1536b",
    }],
    since: since!(preview 9.6),
    ..FunctionDef::SCALAR
};

pub(super) const FMT_BYTES_SI: FunctionDef = FunctionDef {
    name: "fmt_bytes_si",
    family: Family::String,
    summary: "Shows a number of bytes in units of 1000: B, KB, MB, GB, TB, PB.",
    detail: DETAIL,
    params: PARAMS,
    imp: Impl::Scalar(&[
        overload(&[TypeSet::LONG], kernel!(si; Long => Str)),
        overload(&[TypeSet::INTEGER], kernel!(|bytes: i32| si(bytes.into()); Int => Str)),
        overload(&[TypeSet::LONG, TypeSet::KEYWORD], kernel!(si_in; Long, Str => Str)),
        overload(
            &[TypeSet::INTEGER, TypeSet::KEYWORD],
            kernel!(|bytes: i32, unit: &str| si_in(bytes.into(), unit); Int, Str => Str),
        ),
    ]),
    examples: &[Example {
        query: r#"ROW a = 1590 | EVAL b = FMT_BYTES_SI(a), c = FMT_BYTES_SI(a, "mb") | KEEP b, c"#,
        answer: "b:keyword | c:keyword\n1.5KB | 0MB",
    }],
    since: since!(preview 9.6),
    ..FunctionDef::SCALAR
};

const BINARY: [Unit; 6] = [
    ("b", 1.0),
    ("kb", 1024.0),
    ("mb", 1_048_576.0),
    ("gb", 1_073_741_824.0),
    ("tb", 1_099_511_627_776.0),
    ("pb", 1_125_899_906_842_624.0),
];
const SI: [Unit; 6] =
    [("B", 1.0), ("KB", 1e3), ("MB", 1e6), ("GB", 1e9), ("TB", 1e12), ("PB", 1e15)];

fn binary(bytes: i64) -> Result<String, Problem> {
    if bytes < -1 {
        let message = format!("Values less than -1 bytes are not supported: {bytes}b");
        return Err(Problem::argument(message));
    }
    Ok(scaled(double(bytes), &BINARY))
}

fn binary_in(bytes: i64, unit: &str) -> Result<String, Problem> {
    pinned(bytes, unit, &BINARY)
}

fn si(bytes: i64) -> Result<String, Problem> {
    not_negative(bytes)?;
    Ok(scaled(double(bytes), &SI))
}

fn si_in(bytes: i64, unit: &str) -> Result<String, Problem> {
    pinned(bytes, unit, &SI)
}

fn pinned(bytes: i64, unit: &str, units: &[Unit]) -> Result<String, Problem> {
    not_negative(bytes)?;
    match find(unit, units) {
        Some(unit) => Ok(in_unit(double(bytes), unit)),
        None => Err(Problem::argument(no_unit(unit, units))),
    }
}

fn not_negative(bytes: i64) -> Result<(), Problem> {
    if bytes < -1 {
        let message = format!("Values less than [-1] bytes are not supported: [{bytes}]");
        return Err(Problem::argument(message));
    }
    Ok(())
}

#[allow(clippy::cast_precision_loss)]
fn double(bytes: i64) -> f64 {
    bytes as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes() {
        for (bytes, in_1024, in_1000) in [
            (0, "0b", "0B"),
            (-1, "-1b", "-1B"),
            (1023, "1023b", "1KB"),
            (1024, "1kb", "1KB"),
            (1_099_511_627_775, "1023.9gb", "1TB"),
            (i64::MAX, "8192pb", "9223.3PB"),
        ] {
            assert_eq!(binary(bytes).unwrap(), in_1024);
            assert_eq!(si(bytes).unwrap(), in_1000);
        }
        assert_eq!(
            binary_in(1, "xb").unwrap_err().message,
            "Unsupported unit [xb], expected one of [b, kb, mb, gb, tb, pb]"
        );
        assert!(binary(-2).is_err() && si_in(-2, "b").is_err());
    }
}
