//! `TO_LONG`.

use esql_data::{Bool, DataType, Double, Int, Long, Problem, Str, ULong};

use super::numbers::{digits, double_to_long, no_number, not_to_base, out_of_range, parse_double};
use super::unchanged;
use crate::{
    Args, Example, Family, FunctionDef, Impl, Kernel, Lift, Overload, Param, Ret, TypeSet, kernel,
};

const fn overload(set: &'static [TypeSet], kernel: Kernel) -> Overload {
    Overload { args: Args::each(set), ret: Ret::Type(DataType::Long), lift: Lift::PerValue, kernel }
}

pub(super) const TO_LONG: FunctionDef = FunctionDef {
    name: "to_long",
    family: Family::Conversion,
    summary: "Converts a value to a long.",
    detail: "Doubles are rounded, halves up. Dates give their milliseconds, `date_nanos` its \
             nanoseconds, cells of grids their number; true is 1. A string may hold a decimal number, or with a base a whole \
             number to that base. What does not fit is null, with a warning. Each of several \
             values is converted; with a base, several values give null and a warning.",
    params: &[
        Param::new("field", "the value or values"),
        Param::new("base", "the base of the digits of a string, 2 to 36").optional(),
    ],
    imp: Impl::Scalar(&[
        unchanged(&[TypeSet::LONG.or(TypeSet::DATES).or(TypeSet::GRID)], DataType::Long),
        overload(&[TypeSet::INTEGER], kernel!(i64::from; Int => Long)),
        overload(&[TypeSet::DOUBLE], kernel!(double_to_long; Double => Long)),
        overload(&[TypeSet::UNSIGNED_LONG], kernel!(from_unsigned; ULong => Long)),
        overload(&[TypeSet::BOOLEAN], kernel!(i64::from; Bool => Long)),
        overload(&[TypeSet::STRING], kernel!(from_text; Str => Long)),
        Overload {
            args: Args::each(&[TypeSet::STRING, TypeSet::LONG]),
            ret: Ret::Type(DataType::Long),
            lift: Lift::SingleValue,
            kernel: kernel!(from_base; Str, Long => Long),
        },
        Overload {
            args: Args::each(&[TypeSet::STRING, TypeSet::UNSIGNED_LONG]),
            ret: Ret::Type(DataType::Long),
            lift: Lift::SingleValue,
            kernel: kernel!(from_unsigned_base; Str, ULong => Long),
        },
    ]),
    converts_to: Some(DataType::Long),
    examples: &[
        Example {
            query: r#"ROW a = ["12", "1.7"] | EVAL b = TO_LONG(a) | KEEP b"#,
            answer: "b:long\n[12, 2]",
        },
        Example {
            query: r#"ROW a = "0x1F" | EVAL b = TO_LONG(a, 16) | KEEP b"#,
            answer: "b:long\n31",
        },
    ],
    ..FunctionDef::SCALAR
};

pub(super) fn from_unsigned(value: u64) -> Result<i64, Problem> {
    i64::try_from(value).map_err(|_| out_of_range(value, "long"))
}

fn from_text(text: &str) -> Result<i64, Problem> {
    text.parse()
        .or_else(|_| parse_double(text).and_then(double_to_long).map_err(|_| no_number(text)))
}

fn from_unsigned_base(text: &str, base: u64) -> Result<i64, Problem> {
    from_base(text, i64::try_from(base).map_err(|_| not_to_base(text, base))?)
}

fn from_base(text: &str, base: i64) -> Result<i64, Problem> {
    if base == 10 {
        return from_text(text);
    }
    let (text, radix) = digits(text, base)?;
    i64::from_str_radix(text, radix).map_err(|_| not_to_base(text, base))
}

#[cfg(test)]
mod tests {
    use esql_data::Value;

    use super::*;
    use crate::check::{check, constant, text};

    #[test]
    fn bases() {
        let based = |digits: &str, base| {
            let base = constant(DataType::Integer, Value::Integer(base));
            let (column, warnings) = check("to_long", &[text(digits), base]);
            (column.cell_value(0), warnings)
        };
        assert_eq!(based("-zz", 36).0, Value::Long(-1295));
        assert_eq!(based("1e3", 10).0, Value::Long(1000));
        for (digits, base, shown) in [("0xg", 16, "g"), ("1", 37, "1"), ("", 8, "")] {
            let class = "org.elasticsearch.xpack.esql.core.InvalidArgumentException";
            let message =
                format!("{class}: Unable to convert [{shown}] to number of base [{base}]");
            assert_eq!(based(digits, base), (Value::Null, vec![message]));
        }
    }
}
