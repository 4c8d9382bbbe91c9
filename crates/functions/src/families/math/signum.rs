//! `SIGNUM`.

use esql_data::{DataType, Double};

use crate::{
    Args, Example, Family, FunctionDef, Impl, Lift, Overload, Param, Ret, TypeSet, kernel, since,
};

pub(super) const SIGNUM: FunctionDef = FunctionDef {
    name: "signum",
    family: Family::Math,
    summary: "Gives the sign of a number: -1.0, 0.0 or 1.0.",
    detail: "The result is a double.",
    params: &[Param::new("number", "a number")],
    imp: Impl::Scalar(&[Overload {
        args: Args::each(&[TypeSet::DOUBLE]),
        ret: Ret::Type(DataType::Double),
        lift: Lift::SingleValue,
        kernel: kernel!(signum; Double => Double),
    }]),
    examples: &[Example {
        query: "ROW a = -100 | EVAL b = SIGNUM(a) | KEEP b",
        answer: "b:double\n-1.0",
    }],
    since: since!(8.14),
    ..FunctionDef::SCALAR
};

/// Zero and NaN stay as they are, as in Java.
fn signum(value: f64) -> f64 {
    if value == 0.0 || value.is_nan() { value } else { value.signum() }
}
