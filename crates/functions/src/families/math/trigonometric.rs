//! The trigonometric functions and their inverses.

use esql_data::{DataType, Double, Problem};

use crate::{
    Args, Example, Family, FunctionDef, Impl, Kernel, Lift, Overload, Param, Ret, TypeSet, kernel,
};

const fn overload(kernel: Kernel) -> Overload {
    Overload {
        args: Args::each(&[TypeSet::DOUBLE]),
        ret: Ret::Type(DataType::Double),
        lift: Lift::SingleValue,
        kernel,
    }
}

pub(super) const SIN: FunctionDef = FunctionDef {
    name: "sin",
    family: Family::Math,
    summary: "Gives the sine of an angle.",
    detail: "The angle is in radians; the result is a double.",
    params: &[Param::new("angle", "an angle in radians")],
    imp: Impl::Scalar(&[overload(kernel!(f64::sin; Double => Double))]),
    examples: &[Example { query: "ROW a = 0 | EVAL b = SIN(a) | KEEP b", answer: "b:double\n0.0" }],
    ..FunctionDef::SCALAR
};

pub(super) const COS: FunctionDef = FunctionDef {
    name: "cos",
    family: Family::Math,
    summary: "Gives the cosine of an angle.",
    detail: "The angle is in radians; the result is a double.",
    params: &[Param::new("angle", "an angle in radians")],
    imp: Impl::Scalar(&[overload(kernel!(f64::cos; Double => Double))]),
    examples: &[Example { query: "ROW a = 0 | EVAL b = COS(a) | KEEP b", answer: "b:double\n1.0" }],
    ..FunctionDef::SCALAR
};

pub(super) const TAN: FunctionDef = FunctionDef {
    name: "tan",
    family: Family::Math,
    summary: "Gives the tangent of an angle.",
    detail: "The angle is in radians; the result is a double.",
    params: &[Param::new("angle", "an angle in radians")],
    imp: Impl::Scalar(&[overload(kernel!(f64::tan; Double => Double))]),
    examples: &[Example { query: "ROW a = 0 | EVAL b = TAN(a) | KEEP b", answer: "b:double\n0.0" }],
    ..FunctionDef::SCALAR
};

pub(super) const ASIN: FunctionDef = FunctionDef {
    name: "asin",
    family: Family::Math,
    summary: "Gives the angle that has this sine.",
    detail: "The angle is in radians, between -π/2 and π/2. A number that is not \
             between -1 and 1 gives null and a warning.",
    params: &[Param::new("number", "a number between -1 and 1")],
    imp: Impl::Scalar(&[overload(kernel!(|a| in_range(a, "Asin", f64::asin); Double => Double))]),
    examples: &[Example {
        query: "ROW a = 0 | EVAL b = ASIN(a) | KEEP b",
        answer: "b:double\n0.0",
    }],
    ..FunctionDef::SCALAR
};

pub(super) const ACOS: FunctionDef = FunctionDef {
    name: "acos",
    family: Family::Math,
    summary: "Gives the angle that has this cosine.",
    detail: "The angle is in radians, between 0 and π. A number that is not between -1 \
             and 1 gives null and a warning.",
    params: &[Param::new("number", "a number between -1 and 1")],
    imp: Impl::Scalar(&[overload(kernel!(|a| in_range(a, "Acos", f64::acos); Double => Double))]),
    examples: &[Example {
        query: "ROW a = 1 | EVAL b = ACOS(a) | KEEP b",
        answer: "b:double\n0.0",
    }],
    ..FunctionDef::SCALAR
};

pub(super) const ATAN: FunctionDef = FunctionDef {
    name: "atan",
    family: Family::Math,
    summary: "Gives the angle that has this tangent.",
    detail: "The angle is in radians, between -π/2 and π/2.",
    params: &[Param::new("number", "a number")],
    imp: Impl::Scalar(&[overload(kernel!(f64::atan; Double => Double))]),
    examples: &[Example {
        query: "ROW a = 0 | EVAL b = ATAN(a) | KEEP b",
        answer: "b:double\n0.0",
    }],
    ..FunctionDef::SCALAR
};

pub(super) const ATAN2: FunctionDef = FunctionDef {
    name: "atan2",
    family: Family::Math,
    summary: "Gives the angle between the x axis and the ray to a point.",
    detail: "The angle is in radians, between -π and π. The y coordinate comes first.",
    params: &[
        Param::new("y_coordinate", "the y coordinate of the point"),
        Param::new("x_coordinate", "the x coordinate of the point"),
    ],
    imp: Impl::Scalar(&[Overload {
        args: Args::each(&[TypeSet::DOUBLE, TypeSet::DOUBLE]),
        ret: Ret::Type(DataType::Double),
        lift: Lift::SingleValue,
        kernel: kernel!(f64::atan2; Double, Double => Double),
    }]),
    examples: &[Example {
        query: "ROW y = 0.0, x = 2.0 | EVAL b = ATAN2(y, x) | KEEP b",
        answer: "b:double\n0.0",
    }],
    ..FunctionDef::SCALAR
};

fn in_range(value: f64, name: &str, f: impl Fn(f64) -> f64) -> Result<f64, Problem> {
    if value.abs() > 1.0 {
        return Err(Problem::arithmetic(format!("{name} input out of range")));
    }
    Ok(f(value))
}

#[cfg(test)]
mod tests {
    use esql_data::{DataType, Value};

    use crate::check::{check, constant};

    #[test]
    fn as_recorded() {
        for (name, value, expected) in [
            ("sin", 2.0, 0.909_297_426_825_681_7),
            ("cos", 1.8, -0.227_202_094_693_087_1),
            ("tan", 2.0, -2.185_039_863_261_519),
            ("asin", 1.0, std::f64::consts::FRAC_PI_2),
            ("acos", 0.9, 0.451_026_811_796_262_36),
            ("atan", 2.0, 1.107_148_717_794_090_4),
        ] {
            let (column, _) = check(name, &[constant(DataType::Double, Value::Double(value))]);
            assert_eq!(column.cell_value(0), Value::Double(expected), "{name}");
        }
    }

    #[test]
    fn out_of_range() {
        let (column, warnings) = check("acos", &[constant(DataType::Double, Value::Double(12.0))]);
        assert!(column.is_null(0));
        assert_eq!(warnings, ["java.lang.ArithmeticException: Acos input out of range"]);
    }
}
