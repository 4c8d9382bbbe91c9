//! `ABS`.

use esql_data::{Double, Int, Long, Problem};

use crate::{
    Args, Example, Family, FunctionDef, Impl, Kernel, Lift, Overload, Param, Ret, TypeSet, kernel,
};

const fn overload(set: &'static [TypeSet], kernel: Kernel) -> Overload {
    Overload { args: Args::each(set), ret: Ret::Arg(0), lift: Lift::SingleValue, kernel }
}

pub(super) const ABS: FunctionDef = FunctionDef {
    name: "abs",
    family: Family::Math,
    summary: "Gives the absolute value of a number.",
    detail: "The smallest integer and the smallest long have none and give null and a warning.",
    params: &[Param::new("number", "a number")],
    imp: Impl::Scalar(&[
        overload(
            &[TypeSet::INTEGER],
            kernel!(|a| a.checked_abs().ok_or_else(|| no_abs("Integer")); Int => Int),
        ),
        overload(
            &[TypeSet::LONG],
            kernel!(|a| a.checked_abs().ok_or_else(|| no_abs("Long")); Long => Long),
        ),
        // It is its own absolute value, several in a cell too: Elasticsearch leaves the call out.
        Overload {
            args: Args::each(&[TypeSet::UNSIGNED_LONG]),
            ret: Ret::Arg(0),
            lift: Lift::WholeCell,
            kernel: Kernel::Plain(|_, args| args[0].clone()),
        },
        overload(&[TypeSet::DOUBLE], kernel!(f64::abs; Double => Double)),
    ]),
    examples: &[Example {
        query: "ROW a = -1.5 | EVAL b = ABS(a) | KEEP b",
        answer: "b:double\n1.5",
    }],
    ..FunctionDef::SCALAR
};

fn no_abs(class: &str) -> Problem {
    Problem::arithmetic(format!("Overflow to represent absolute value of {class}.MIN_VALUE"))
}
