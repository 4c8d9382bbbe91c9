//! `SCALB`.

use esql_data::{DataType, Double, Long, Problem};

use super::finite;
use crate::families::operator::overflow;
use crate::{
    Args, Example, Family, FunctionDef, Impl, Lift, Overload, Param, Ret, TypeSet, kernel, since,
};

pub(super) const SCALB: FunctionDef = FunctionDef {
    name: "scalb",
    family: Family::Math,
    summary: "Multiplies a number by a power of two.",
    detail: "The result is a double, rounded once. What is too large gives null and a warning.",
    params: &[
        Param::new("d", "a number"),
        Param::new("scaleFactor", "the exponent of two, an integer or a long"),
    ],
    imp: Impl::Scalar(&[Overload {
        args: Args::each(&[TypeSet::DOUBLE, TypeSet::LONG]),
        ret: Ret::Type(DataType::Double),
        lift: Lift::SingleValue,
        kernel: kernel!(scalb; Double, Long => Double),
    }]),
    examples: &[Example {
        query: "ROW a = 3.0 | EVAL b = SCALB(a, 10) | KEEP b",
        answer: "b:double\n3072.0",
    }],
    since: since!(9.1),
    ..FunctionDef::SCALAR
};

fn scalb(value: f64, exponent: i64) -> Result<f64, Problem> {
    let mut exponent = i32::try_from(exponent).map_err(|_| overflow("integer"))?.clamp(-3000, 3000);
    let mut scaled = value;
    while exponent > 1023 {
        scaled *= power_of_two(1023);
        exponent -= 1023;
    }
    // Steps that leave 53 bits of room round at most once, in the last multiplication.
    while exponent < -1022 {
        scaled *= power_of_two(-1022 + 53);
        exponent += 1022 - 53;
    }
    finite(scaled * power_of_two(exponent))
}

/// 2 to a power between -1022 and 1023.
fn power_of_two(exponent: i32) -> f64 {
    f64::from_bits(u64::from((exponent + 1023).cast_unsigned()) << 52)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn edges() {
        assert_eq!(scalb(1.0, -1074), Ok(f64::from_bits(1)));
        assert_eq!(scalb(f64::MAX, -2098), Ok(f64::from_bits(1)));
        assert_eq!(scalb(f64::from_bits(1), 2097), Ok(2f64.powi(1023)));
        assert_eq!(scalb(0.0, 1 << 30), Ok(0.0));
        assert_eq!(scalb(1.0, -5000), Ok(0.0));
        assert!(scalb(1.0, 1024).is_err());
        assert_eq!(scalb(1.0, 1 << 40), Err(overflow("integer")));
    }
}
