//! `TO_DEGREES` and `TO_RADIANS`.

use esql_data::{DataType, Double, Problem, double};

use crate::{
    Args, Example, Family, FunctionDef, Impl, Kernel, Lift, Overload, Param, Ret, TypeSet, kernel,
};

const fn overload(kernel: Kernel) -> Overload {
    Overload {
        args: Args::each(&[TypeSet::DOUBLE]),
        ret: Ret::Type(DataType::Double),
        lift: Lift::PerValue,
        kernel,
    }
}

pub(super) const TO_DEGREES: FunctionDef = FunctionDef {
    name: "to_degrees",
    family: Family::Conversion,
    summary: "Converts an angle from radians to degrees.",
    detail: "Each of several values is converted. What is no finite number is null, with a \
             warning.",
    params: &[Param::new("number", "the angle or angles in radians")],
    imp: Impl::Scalar(&[overload(kernel!(|angle| finite(angle * DEGREES); Double => Double))]),
    examples: &[Example {
        query: "ROW a = [1.57, 3.14] | EVAL b = TO_DEGREES(a) | KEEP b",
        answer: "b:double\n[89.95437383553924, 179.9087476710785]",
    }],
    ..FunctionDef::SCALAR
};

pub(super) const TO_RADIANS: FunctionDef = FunctionDef {
    name: "to_radians",
    family: Family::Conversion,
    summary: "Converts an angle from degrees to radians.",
    detail: "Each of several values is converted.",
    params: &[Param::new("number", "the angle or angles in degrees")],
    imp: Impl::Scalar(&[overload(kernel!(|angle| finite(angle * RADIANS); Double => Double))]),
    examples: &[Example {
        query: "ROW a = [90, 180] | EVAL b = TO_RADIANS(a) | KEEP b",
        answer: "b:double\n[1.5707963267948966, 3.141592653589793]",
    }],
    ..FunctionDef::SCALAR
};

/// Java multiplies with these two doubles.
const DEGREES: f64 = 57.295_779_513_082_32;
const RADIANS: f64 = 0.017_453_292_519_943_295;

fn finite(value: f64) -> Result<f64, Problem> {
    if value.is_finite() {
        return Ok(value);
    }
    Err(Problem::arithmetic(format!("not a finite double number: {}", double::to_string(value))))
}
