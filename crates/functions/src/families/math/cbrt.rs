//! `CBRT`.

use esql_data::{DataType, Double};

use crate::{
    Args, Example, Family, FunctionDef, Impl, Lift, Overload, Param, Ret, TypeSet, kernel, since,
};

pub(super) const CBRT: FunctionDef = FunctionDef {
    name: "cbrt",
    family: Family::Math,
    summary: "Gives the cube root of a number.",
    detail: "The result is a double; a negative number has a negative root.",
    params: &[Param::new("number", "a number")],
    imp: Impl::Scalar(&[Overload {
        args: Args::each(&[TypeSet::DOUBLE]),
        ret: Ret::Type(DataType::Double),
        lift: Lift::SingleValue,
        kernel: kernel!(f64::cbrt; Double => Double),
    }]),
    examples: &[Example {
        query: "ROW a = 1000.0 | EVAL b = CBRT(a) | KEEP b",
        answer: "b:double\n10.0",
    }],
    since: since!(8.16),
    ..FunctionDef::SCALAR
};
