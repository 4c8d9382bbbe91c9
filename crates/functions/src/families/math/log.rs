//! `LOG` and `LOG10`.

use esql_data::{DataType, Double, Problem};

use crate::{
    Args, Example, Family, FunctionDef, Impl, Kernel, Lift, Overload, Param, Ret, TypeSet, kernel,
    since,
};

const fn overload(set: &'static [TypeSet], kernel: Kernel) -> Overload {
    Overload {
        args: Args::each(set),
        ret: Ret::Type(DataType::Double),
        lift: Lift::SingleValue,
        kernel,
    }
}

pub(super) const LOG: FunctionDef = FunctionDef {
    name: "log",
    family: Family::Math,
    summary: "Gives the logarithm of a number to a base.",
    detail: "With one argument the natural logarithm of it; with two the base comes first. Zero, \
             negative numbers and the base 1 give null and a warning.",
    params: &[
        Param::new("base", "the base; e if left out").optional(),
        Param::new("number", "a number"),
    ],
    imp: Impl::Scalar(&[
        overload(&[TypeSet::DOUBLE], kernel!(natural; Double => Double)),
        overload(&[TypeSet::DOUBLE, TypeSet::DOUBLE], kernel!(to_base; Double, Double => Double)),
    ]),
    examples: &[Example {
        query: "ROW a = 8.0 | EVAL b = LOG(2, a), c = LOG(1) | KEEP b, c",
        answer: "b:double | c:double\n3.0 | 0.0",
    }],
    since: since!(8.14),
    ..FunctionDef::SCALAR
};

pub(super) const LOG10: FunctionDef = FunctionDef {
    name: "log10",
    family: Family::Math,
    summary: "Gives the logarithm of a number to base 10.",
    detail: "The result is a double. Zero and negative numbers give null and a warning.",
    params: &[Param::new("number", "a number")],
    imp: Impl::Scalar(&[overload(&[TypeSet::DOUBLE], kernel!(decimal; Double => Double))]),
    examples: &[Example {
        query: "ROW a = 1000 | EVAL b = LOG10(a) | KEEP b",
        answer: "b:double\n3.0",
    }],
    ..FunctionDef::SCALAR
};

fn positive(value: f64) -> Result<f64, Problem> {
    if value <= 0.0 {
        return Err(Problem::arithmetic("Log of non-positive number"));
    }
    Ok(value)
}

fn natural(value: f64) -> Result<f64, Problem> {
    Ok(positive(value)?.ln())
}

fn decimal(value: f64) -> Result<f64, Problem> {
    Ok(positive(value)?.log10())
}

fn to_base(base: f64, value: f64) -> Result<f64, Problem> {
    let (base, value) = (positive(base)?, positive(value)?);
    if base == 1.0 {
        return Err(Problem::arithmetic("Log of base 1"));
    }
    Ok(value.log10() / base.log10())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn as_recorded() {
        assert_eq!(to_base(10.0, 1e12), Ok(12.0));
        assert_eq!(to_base(1e12, 10.0), Ok(0.083_333_333_333_333_33));
        assert_eq!(to_base(2.0, 57305.0), Ok(15.806_373_402_659_007));
        assert_eq!(natural(100.0), Ok(4.605_170_185_988_092));
        assert_eq!(to_base(1.0, 2.0), Err(Problem::arithmetic("Log of base 1")));
        for (base, value) in [(-2.0, 2.0), (2.0, -2.0), (2.0, 0.0)] {
            let expected = Err(Problem::arithmetic("Log of non-positive number"));
            assert_eq!(to_base(base, value), expected);
        }
    }
}
