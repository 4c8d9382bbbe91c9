//! `COPY_SIGN`.

use esql_data::{Double, Int, Long};

use crate::{
    Args, Example, Family, FunctionDef, Impl, Kernel, Lift, Overload, Param, Ret, TypeSet, kernel,
    since,
};

const fn overload(set: &'static [TypeSet], kernel: Kernel) -> Overload {
    Overload { args: Args::each(set), ret: Ret::Arg(0), lift: Lift::SingleValue, kernel }
}

pub(super) const COPY_SIGN: FunctionDef = FunctionDef {
    name: "copy_sign",
    family: Family::Math,
    summary: "Gives a number with the magnitude of one and the sign of another.",
    detail: "The type is that of the magnitude. The smallest integer and the smallest long keep \
             their sign, having no counterpart.",
    params: &[
        Param::new("magnitude", "the number that gives the magnitude"),
        Param::new("sign", "the number that gives the sign"),
    ],
    imp: Impl::Scalar(&[
        overload(
            &[TypeSet::INTEGER, TypeSet::DOUBLE],
            kernel!(
                |value: i32, sign: f64| if (value < 0) == (sign < 0.0) { value } else {
                    value.wrapping_neg()
                };
                Int, Double => Int
            ),
        ),
        overload(
            &[TypeSet::LONG, TypeSet::DOUBLE],
            kernel!(
                |value: i64, sign: f64| if (value < 0) == (sign < 0.0) { value } else {
                    value.wrapping_neg()
                };
                Long, Double => Long
            ),
        ),
        overload(
            &[TypeSet::DOUBLE, TypeSet::DOUBLE],
            kernel!(f64::copysign; Double, Double => Double),
        ),
    ]),
    examples: &[Example {
        query: "ROW a = 10, b = -0.5 | EVAL c = COPY_SIGN(a, b) | KEEP c",
        answer: "c:integer\n-10",
    }],
    since: since!(9.1),
    ..FunctionDef::SCALAR
};
