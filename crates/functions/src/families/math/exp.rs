//! `EXP`.

use esql_data::{DataType, Double};

use crate::{
    Args, Example, Family, FunctionDef, Impl, Lift, Overload, Param, Ret, TypeSet, kernel, since,
};

pub(super) const EXP: FunctionDef = FunctionDef {
    name: "exp",
    family: Family::Math,
    summary: "Gives e to the power of a number.",
    detail: "The result is a double.",
    params: &[Param::new("number", "a number")],
    imp: Impl::Scalar(&[Overload {
        args: Args::each(&[TypeSet::DOUBLE]),
        ret: Ret::Type(DataType::Double),
        lift: Lift::SingleValue,
        kernel: kernel!(f64::exp; Double => Double),
    }]),
    examples: &[Example { query: "ROW a = 0 | EVAL b = EXP(a) | KEEP b", answer: "b:double\n1.0" }],
    since: since!(8.16),
    ..FunctionDef::SCALAR
};
