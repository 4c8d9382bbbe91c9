//! Mathematical functions.

mod abs;
mod cbrt;
mod constants;
mod copy_sign;
mod decay;
mod exp;
mod finite;
mod hyperbolic;
mod hypot;
mod log;
mod pow;
mod round;
mod round_to;
mod scalb;
mod signum;
mod sqrt;
mod trigonometric;
mod whole;

use crate::FunctionDef;

pub(super) use finite::finite;

pub(super) const ALL: &[&FunctionDef] = &[
    &abs::ABS,
    &whole::CEIL,
    &whole::FLOOR,
    &round::ROUND,
    &round_to::ROUND_TO,
    &pow::POW,
    &sqrt::SQRT,
    &cbrt::CBRT,
    &decay::DECAY,
    &exp::EXP,
    &log::LOG,
    &log::LOG10,
    &hypot::HYPOT,
    &signum::SIGNUM,
    &copy_sign::COPY_SIGN,
    &scalb::SCALB,
    &trigonometric::SIN,
    &trigonometric::COS,
    &trigonometric::TAN,
    &trigonometric::ASIN,
    &trigonometric::ACOS,
    &trigonometric::ATAN,
    &trigonometric::ATAN2,
    &hyperbolic::SINH,
    &hyperbolic::COSH,
    &hyperbolic::TANH,
    &hyperbolic::ASINH,
    &hyperbolic::ACOSH,
    &hyperbolic::ATANH,
    &constants::E,
    &constants::PI,
    &constants::TAU,
];
