//! `POW`.

use esql_data::{DataType, Double};

use super::finite;
use crate::{
    Args, Example, Family, FunctionDef, Impl, Lift, Overload, Param, Ret, TypeSet, kernel,
};

pub(super) const POW: FunctionDef = FunctionDef {
    name: "pow",
    family: Family::Math,
    summary: "Raises a number to a power.",
    detail: "The result is a double. What is too large or has no value, such as a fractional \
             power of a negative number, gives null and a warning.",
    params: &[Param::new("base", "a number"), Param::new("exponent", "the power")],
    imp: Impl::Scalar(&[Overload {
        args: Args::each(&[TypeSet::DOUBLE, TypeSet::DOUBLE]),
        ret: Ret::Type(DataType::Double),
        lift: Lift::SingleValue,
        kernel: kernel!(|base, exponent| finite(pow(base, exponent)); Double, Double => Double),
    }]),
    examples: &[Example {
        query: "ROW a = 2 | EVAL b = POW(a, 10), c = POW(a, -1) | KEEP b, c",
        answer: "b:double | c:double\n1024.0 | 0.5",
    }],
    ..FunctionDef::SCALAR
};

/// Java differs from IEEE in two places: one to the power of NaN, and ±1 to an infinite power,
/// are NaN.
fn pow(base: f64, exponent: f64) -> f64 {
    if exponent.is_nan() || (base.abs() == 1.0 && exponent.is_infinite()) {
        return f64::NAN;
    }
    base.powf(exponent)
}

#[cfg(test)]
mod tests {
    use esql_data::{DataType, Value};

    use crate::check::{check, constant};

    #[test]
    fn not_finite() {
        let double = |value| constant(DataType::Double, Value::Double(value));
        for (base, exponent, message) in [(2.0, 1e19, "Infinity"), (-1.0, 0.5, "NaN")] {
            let (column, warnings) = check("pow", &[double(base), double(exponent)]);
            assert!(column.is_null(0));
            let class = "java.lang.ArithmeticException";
            assert_eq!(warnings, [format!("{class}: not a finite double number: {message}")]);
        }
    }
}
