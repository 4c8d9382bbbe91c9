//! `NOW`.

use esql_data::{Column, DataType, Value, date};

use crate::{
    Args, Example, Family, FunctionDef, Impl, Kernel, Lift, Overload, Param, Ret, TypeSet,
};

pub(super) const NOW: FunctionDef = FunctionDef {
    name: "now",
    family: Family::Date,
    summary: "The instant at which the query started.",
    detail: "It is the same in all rows and all calls of a query.",
    params: NO_PARAMS,
    imp: Impl::Scalar(&[Overload {
        args: Args::each(NO_SETS),
        ret: Ret::Type(DataType::Date),
        lift: Lift::SingleValue,
        kernel: Kernel::Plain(|cx, _| {
            let millis = date::floor_millis(cx.session.now);
            Column::constant(cx.ret, &Value::Long(millis), cx.rows)
        }),
    }]),
    examples: &[Example {
        query: "ROW a = NOW() | EVAL b = a == NOW() | KEEP b",
        answer: "b:boolean\ntrue",
    }],
    ..FunctionDef::SCALAR
};

const NO_PARAMS: &[Param] = &[];
const NO_SETS: &[TypeSet] = &[];
