//! `HYPOT`.

use esql_data::{DataType, Double};

use crate::{
    Args, Example, Family, FunctionDef, Impl, Lift, Overload, Param, Ret, TypeSet, kernel, since,
};

pub(super) const HYPOT: FunctionDef = FunctionDef {
    name: "hypot",
    family: Family::Math,
    summary: "Gives the hypotenuse of a right triangle with two given sides.",
    detail: "The result is a double.",
    params: &[Param::new("number1", "a side"), Param::new("number2", "the other side")],
    imp: Impl::Scalar(&[Overload {
        args: Args::each(&[TypeSet::DOUBLE, TypeSet::DOUBLE]),
        ret: Ret::Type(DataType::Double),
        lift: Lift::SingleValue,
        kernel: kernel!(f64::hypot; Double, Double => Double),
    }]),
    examples: &[Example {
        query: "ROW a = 3.0, b = 4.0 | EVAL c = HYPOT(a, b) | KEEP c",
        answer: "c:double\n5.0",
    }],
    since: since!(8.16),
    ..FunctionDef::SCALAR
};
