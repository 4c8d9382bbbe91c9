//! `TO_INTEGER`.

use esql_data::{Bool, DataType, Double, Int, Long, Problem, Str, ULong};

use super::numbers::{
    digits, double_to_int, long_to_int, no_number, not_to_base, out_of_range, parse_double,
};
use super::unchanged;
use crate::{
    Args, Example, Family, FunctionDef, Impl, Kernel, Lift, Overload, Param, Ret, TypeSet, kernel,
};

const fn overload(set: &'static [TypeSet], kernel: Kernel) -> Overload {
    Overload {
        args: Args::each(set),
        ret: Ret::Type(DataType::Integer),
        lift: Lift::PerValue,
        kernel,
    }
}

pub(super) const TO_INTEGER: FunctionDef = FunctionDef {
    name: "to_integer",
    aliases: &["to_int"],
    family: Family::Conversion,
    summary: "Converts a value to an integer.",
    detail: "Doubles are rounded, halves up. Dates give their milliseconds; true is 1. A string \
             may hold a decimal number, or with a base a whole number to that base. What does \
             not fit is null, with a warning. Each of several values is converted; with a base, \
             several values give null and a warning.",
    params: &[
        Param::new("field", "the value or values"),
        Param::new("base", "the base of the digits of a string, 2 to 36").optional(),
    ],
    imp: Impl::Scalar(&[
        unchanged(&[TypeSet::INTEGER], DataType::Integer),
        overload(&[TypeSet::LONG.or(TypeSet::DATE)], kernel!(long_to_int; Long => Int)),
        overload(&[TypeSet::DOUBLE], kernel!(double_to_int; Double => Int)),
        overload(&[TypeSet::UNSIGNED_LONG], kernel!(from_unsigned; ULong => Int)),
        overload(&[TypeSet::BOOLEAN], kernel!(i32::from; Bool => Int)),
        overload(&[TypeSet::STRING], kernel!(from_text; Str => Int)),
        Overload {
            args: Args::each(&[TypeSet::STRING, TypeSet::LONG]),
            ret: Ret::Type(DataType::Integer),
            lift: Lift::SingleValue,
            kernel: kernel!(from_base; Str, Long => Int),
        },
        Overload {
            args: Args::each(&[TypeSet::STRING, TypeSet::UNSIGNED_LONG]),
            ret: Ret::Type(DataType::Integer),
            lift: Lift::SingleValue,
            kernel: kernel!(from_unsigned_base; Str, ULong => Int),
        },
    ]),
    converts_to: Some(DataType::Integer),
    examples: &[Example {
        query: r#"ROW a = [5013792.2, 2147483647.5, -0.5] | EVAL b = TO_INTEGER(a) | KEEP b"#,
        answer: "b:integer\n[5013792, 0]",
    }],
    ..FunctionDef::SCALAR
};

fn from_unsigned(value: u64) -> Result<i32, Problem> {
    i32::try_from(value).map_err(|_| out_of_range(value, "integer"))
}

fn from_text(text: &str) -> Result<i32, Problem> {
    text.parse()
        .or_else(|_| parse_double(text).and_then(double_to_int).map_err(|_| no_number(text)))
}

fn from_unsigned_base(text: &str, base: u64) -> Result<i32, Problem> {
    from_base(text, i64::try_from(base).map_err(|_| not_to_base(text, base))?)
}

fn from_base(text: &str, base: i64) -> Result<i32, Problem> {
    if base == 10 {
        return from_text(text);
    }
    let (text, radix) = digits(text, base)?;
    i32::from_str_radix(text, radix).map_err(|_| not_to_base(text, base))
}

#[cfg(test)]
mod tests {
    use esql_data::Value;

    use super::*;
    use crate::check::{check, constant, text};

    #[test]
    fn what_does_not_fit_is_null() {
        for (value, warning) in [
            (text("2147483647.2"), "Cannot parse number [2147483647.2]"),
            (text("no number"), "Cannot parse number [no number]"),
            (text("NaN"), "Cannot parse number [NaN]"),
            (constant(DataType::Double, Value::Double(1e19)), "[1.0E19] out of [integer] range"),
            (
                constant(DataType::UnsignedLong, Value::UnsignedLong(1 << 63)),
                "[9223372036854775808] out of [integer] range",
            ),
            (
                constant(DataType::Date, Value::Long(1 << 40)),
                "[1099511627776] out of [integer] range",
            ),
        ] {
            let (column, warnings) = check("to_int", &[value]);
            let class = "org.elasticsearch.xpack.esql.core.InvalidArgumentException";
            assert_eq!(column.cell_value(0), Value::Null);
            assert_eq!(warnings, [format!("{class}: {warning}")]);
        }
        assert_eq!(check("to_integer", &[text("2147483646.2")]).0.cell_value(0), {
            Value::Integer(2_147_483_646)
        });
    }
}
