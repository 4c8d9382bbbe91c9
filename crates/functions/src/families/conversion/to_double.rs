//! `TO_DOUBLE`.

use esql_data::{Bool, DataType, Double, Int, Long, Str, ULong};

use super::numbers::parse_double;
use super::unchanged;
use crate::{
    Args, Example, Family, FunctionDef, Impl, Kernel, Lift, Overload, Param, Ret, TypeSet, kernel,
};

const fn overload(set: &'static [TypeSet], kernel: Kernel) -> Overload {
    Overload {
        args: Args::each(set),
        ret: Ret::Type(DataType::Double),
        lift: Lift::PerValue,
        kernel,
    }
}

pub(super) const TO_DOUBLE: FunctionDef = FunctionDef {
    name: "to_double",
    aliases: &["to_dbl"],
    family: Family::Conversion,
    summary: "Converts a value to a double.",
    detail: "Dates give their milliseconds; true is 1.0. A string that is no finite number is \
             null, with a warning. Each of several values is converted.",
    params: &[Param::new("field", "the value or values")],
    imp: Impl::Scalar(&[
        unchanged(&[TypeSet::DOUBLE], DataType::Double),
        overload(&[TypeSet::INTEGER], kernel!(f64::from; Int => Double)),
        overload(&[TypeSet::LONG.or(TypeSet::DATE)], kernel!(from_long; Long => Double)),
        overload(&[TypeSet::UNSIGNED_LONG], kernel!(from_unsigned; ULong => Double)),
        overload(&[TypeSet::BOOLEAN], kernel!(f64::from; Bool => Double)),
        overload(&[TypeSet::STRING], kernel!(parse_double; Str => Double)),
    ]),
    converts_to: Some(DataType::Double),
    examples: &[Example {
        query: r#"ROW a = ["5.20128E11", "foo"] | EVAL b = TO_DOUBLE(a) | KEEP b"#,
        answer: "b:double\n5.20128E11",
    }],
    ..FunctionDef::SCALAR
};

/// The nearest double.
#[allow(clippy::cast_precision_loss)]
fn from_long(value: i64) -> f64 {
    value as f64
}

/// The nearest double.
#[allow(clippy::cast_precision_loss)]
fn from_unsigned(value: u64) -> f64 {
    value as f64
}

#[cfg(test)]
mod tests {
    use esql_data::Value;

    use crate::check::{check, text};

    #[test]
    fn strings_that_are_no_finite_number() {
        for (value, warning) in [
            ("", "Cannot parse number []"),
            ("1e400", "Number [1e400] is too large"),
            ("NaN", "[NaN] cannot be parsed as a number (NaN)"),
        ] {
            let (column, warnings) = check("to_double", &[text(value)]);
            let class = "org.elasticsearch.xpack.esql.core.InvalidArgumentException";
            assert_eq!(column.cell_value(0), Value::Null);
            assert_eq!(warnings, [format!("{class}: {warning}")]);
        }
    }
}
