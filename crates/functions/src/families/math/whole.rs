//! `CEIL` and `FLOOR`.

use esql_data::{Column, Double};

use crate::{
    Args, EvalCx, Example, Family, FunctionDef, Impl, Kernel, Lift, Overload, Param, Ret, TypeSet,
    kernel,
};

/// Whole numbers stay as they are, several in a cell too: Elasticsearch leaves the call out.
pub(super) const WHOLE: Overload = Overload {
    args: Args::each(&[TypeSet::WHOLE.or(TypeSet::UNSIGNED_LONG)]),
    ret: Ret::Arg(0),
    lift: Lift::WholeCell,
    kernel: Kernel::Plain(|_: &mut EvalCx<'_>, args: &[Column]| args[0].clone()),
};

const fn double(kernel: Kernel) -> Overload {
    Overload {
        args: Args::each(&[TypeSet::DOUBLE]),
        ret: Ret::Arg(0),
        lift: Lift::SingleValue,
        kernel,
    }
}

const ROUNDING: FunctionDef = FunctionDef {
    family: Family::Math,
    detail: "The type stays: a double gives a double, whole numbers stay as they are.",
    params: &[Param::new("number", "a number")],
    ..FunctionDef::SCALAR
};

pub(super) const CEIL: FunctionDef = FunctionDef {
    name: "ceil",
    summary: "Rounds a number up to the next whole number.",
    imp: Impl::Scalar(&[WHOLE, double(kernel!(f64::ceil; Double => Double))]),
    examples: &[Example {
        query: "ROW a = 1.8 | EVAL b = CEIL(a) | KEEP b",
        answer: "b:double\n2.0",
    }],
    ..ROUNDING
};

pub(super) const FLOOR: FunctionDef = FunctionDef {
    name: "floor",
    summary: "Rounds a number down to the next whole number.",
    imp: Impl::Scalar(&[WHOLE, double(kernel!(f64::floor; Double => Double))]),
    examples: &[Example {
        query: "ROW a = -1.8 | EVAL b = FLOOR(a) | KEEP b",
        answer: "b:double\n-2.0",
    }],
    ..ROUNDING
};
