//! The hyperbolic functions and their inverses.

use esql_data::{DataType, Double, Problem};

use crate::{
    Args, Example, Family, FunctionDef, Impl, Kernel, Lift, Overload, Param, Ret, TypeSet, kernel,
    since,
};

const fn overload(kernel: Kernel) -> Overload {
    Overload {
        args: Args::each(&[TypeSet::DOUBLE]),
        ret: Ret::Type(DataType::Double),
        lift: Lift::SingleValue,
        kernel,
    }
}

pub(super) const SINH: FunctionDef = FunctionDef {
    name: "sinh",
    family: Family::Math,
    summary: "Gives the hyperbolic sine of a number.",
    detail: "The result is a double. What is too large gives null and a warning.",
    params: &[Param::new("number", "a number")],
    imp: Impl::Scalar(&[overload(
        kernel!(|a: f64| no_overflow(a.sinh(), "sinh"); Double => Double),
    )]),
    examples: &[Example {
        query: "ROW a = 0 | EVAL b = SINH(a) | KEEP b",
        answer: "b:double\n0.0",
    }],
    ..FunctionDef::SCALAR
};

pub(super) const COSH: FunctionDef = FunctionDef {
    name: "cosh",
    family: Family::Math,
    summary: "Gives the hyperbolic cosine of a number.",
    detail: "The result is a double. What is too large gives null and a warning.",
    params: &[Param::new("number", "a number")],
    imp: Impl::Scalar(&[overload(
        kernel!(|a: f64| no_overflow(a.cosh(), "cosh"); Double => Double),
    )]),
    examples: &[Example {
        query: "ROW a = 0 | EVAL b = COSH(a) | KEEP b",
        answer: "b:double\n1.0",
    }],
    ..FunctionDef::SCALAR
};

pub(super) const TANH: FunctionDef = FunctionDef {
    name: "tanh",
    family: Family::Math,
    summary: "Gives the hyperbolic tangent of a number.",
    detail: "The result is a double.",
    params: &[Param::new("number", "a number")],
    imp: Impl::Scalar(&[overload(kernel!(f64::tanh; Double => Double))]),
    examples: &[Example {
        query: "ROW a = 0 | EVAL b = TANH(a) | KEEP b",
        answer: "b:double\n0.0",
    }],
    ..FunctionDef::SCALAR
};

pub(super) const ASINH: FunctionDef = FunctionDef {
    name: "asinh",
    family: Family::Math,
    summary: "Gives the number that has this hyperbolic sine.",
    detail: "The result is a double.",
    params: &[Param::new("number", "a number")],
    imp: Impl::Scalar(&[overload(kernel!(f64::asinh; Double => Double))]),
    examples: &[Example {
        query: "ROW a = 0 | EVAL b = ASINH(a) | KEEP b",
        answer: "b:double\n0.0",
    }],
    since: since!(9.4),
    ..FunctionDef::SCALAR
};

pub(super) const ACOSH: FunctionDef = FunctionDef {
    name: "acosh",
    family: Family::Math,
    summary: "Gives the number that has this hyperbolic cosine.",
    detail: "The result is a double. A number below 1 gives null and a warning.",
    params: &[Param::new("number", "a number not below 1")],
    imp: Impl::Scalar(&[overload(kernel!(acosh; Double => Double))]),
    examples: &[Example {
        query: "ROW a = 1 | EVAL b = ACOSH(a) | KEEP b",
        answer: "b:double\n0.0",
    }],
    since: since!(9.4),
    ..FunctionDef::SCALAR
};

pub(super) const ATANH: FunctionDef = FunctionDef {
    name: "atanh",
    family: Family::Math,
    summary: "Gives the number that has this hyperbolic tangent.",
    detail: "The result is a double. A number that is not between -1 and 1 gives null \
             and a warning; so do -1 and 1.",
    params: &[Param::new("number", "a number between -1 and 1")],
    imp: Impl::Scalar(&[overload(kernel!(atanh; Double => Double))]),
    examples: &[Example {
        query: "ROW a = 0 | EVAL b = ATANH(a) | KEEP b",
        answer: "b:double\n0.0",
    }],
    since: since!(9.4),
    ..FunctionDef::SCALAR
};

fn no_overflow(value: f64, name: &str) -> Result<f64, Problem> {
    if value.is_finite() { Ok(value) } else { Err(Problem::arithmetic(format!("{name} overflow"))) }
}

fn acosh(value: f64) -> Result<f64, Problem> {
    if value < 1.0 {
        return Err(Problem::arithmetic("Acosh input out of range"));
    }
    Ok(value.acosh())
}

fn atanh(value: f64) -> Result<f64, Problem> {
    if value.abs() >= 1.0 {
        return Err(Problem::arithmetic("Atanh input out of range"));
    }
    Ok(value.atanh())
}

#[cfg(test)]
mod tests {
    use esql_data::{DataType, Value};

    use crate::check::{check, constant};

    #[test]
    fn as_recorded() {
        for (name, value, expected) in [
            ("sinh", 1.8, 2.942_174_288_095_68),
            ("cosh", 1.8, 3.107_473_176_317_266_5),
            ("tanh", 2.0, 0.964_027_580_075_816_9),
        ] {
            let (column, _) = check(name, &[constant(DataType::Double, Value::Double(value))]);
            assert_eq!(column.cell_value(0), Value::Double(expected), "{name}");
        }
    }

    #[test]
    fn out_of_range() {
        for (name, value, message) in [
            ("cosh", 1e5, "cosh overflow"),
            ("acosh", 0.5, "Acosh input out of range"),
            ("atanh", 1.0, "Atanh input out of range"),
        ] {
            let (column, warnings) =
                check(name, &[constant(DataType::Double, Value::Double(value))]);
            assert!(column.is_null(0));
            assert_eq!(warnings, [format!("java.lang.ArithmeticException: {message}")]);
        }
    }
}
