//! `SQRT`.

use esql_data::{DataType, Double, Problem};

use crate::{
    Args, Example, Family, FunctionDef, Impl, Lift, Overload, Param, Ret, TypeSet, kernel,
};

pub(super) const SQRT: FunctionDef = FunctionDef {
    name: "sqrt",
    family: Family::Math,
    summary: "Gives the square root of a number.",
    detail: "The result is a double. A negative number gives null and a warning.",
    params: &[Param::new("number", "a number")],
    imp: Impl::Scalar(&[Overload {
        args: Args::each(&[TypeSet::DOUBLE]),
        ret: Ret::Type(DataType::Double),
        lift: Lift::SingleValue,
        kernel: kernel!(sqrt; Double => Double),
    }]),
    examples: &[Example {
        query: "ROW a = 100.0 | EVAL b = SQRT(a) | KEEP b",
        answer: "b:double\n10.0",
    }],
    ..FunctionDef::SCALAR
};

fn sqrt(value: f64) -> Result<f64, Problem> {
    if value < 0.0 { Err(Problem::arithmetic("Square root of negative")) } else { Ok(value.sqrt()) }
}
