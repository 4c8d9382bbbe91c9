//! `E`, `PI` and `TAU`.

use std::f64::consts;

use esql_data::{Column, DataType, Value};

use crate::{Args, Example, Family, FunctionDef, Impl, Kernel, Lift, Overload, Ret};

const fn overload(kernel: Kernel) -> Overload {
    Overload {
        args: Args::each(&[]),
        ret: Ret::Type(DataType::Double),
        lift: Lift::WholeCell,
        kernel,
    }
}

const CONSTANT: FunctionDef = FunctionDef {
    family: Family::Math,
    detail: "Takes no argument; the parentheses are needed.",
    ..FunctionDef::SCALAR
};

fn constant(value: f64, rows: usize) -> Column {
    Column::constant(DataType::Double, &Value::Double(value), rows)
}

pub(super) const E: FunctionDef = FunctionDef {
    name: "e",
    summary: "Gives Euler's number.",
    imp: Impl::Scalar(&[overload(Kernel::Plain(|cx, _| constant(consts::E, cx.rows)))]),
    examples: &[Example { query: "ROW a = E()", answer: "a:double\n2.718281828459045" }],
    ..CONSTANT
};

pub(super) const PI: FunctionDef = FunctionDef {
    name: "pi",
    summary: "Gives the ratio of a circle's circumference to its diameter.",
    imp: Impl::Scalar(&[overload(Kernel::Plain(|cx, _| constant(consts::PI, cx.rows)))]),
    examples: &[Example { query: "ROW a = PI()", answer: "a:double\n3.141592653589793" }],
    ..CONSTANT
};

pub(super) const TAU: FunctionDef = FunctionDef {
    name: "tau",
    summary: "Gives the ratio of a circle's circumference to its radius.",
    imp: Impl::Scalar(&[overload(Kernel::Plain(|cx, _| constant(consts::TAU, cx.rows)))]),
    examples: &[Example { query: "ROW a = TAU()", answer: "a:double\n6.283185307179586" }],
    ..CONSTANT
};
