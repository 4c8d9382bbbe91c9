//! `at_precision`.

use esql_data::{Column, DataType, Double, Precision, Value};

use super::ANY;
use crate::typed::unary;
use crate::{
    ArgError, Args, CallSite, EvalCx, Evaluate, FunctionDef, Impl, IndexQuery, Kernel, Lift,
    Overload, Param, Ret, TypeSet,
};

pub(super) const AT_PRECISION: FunctionDef = FunctionDef {
    name: "at_precision",
    summary: "A number as a field of an index would keep it.",
    detail: "Null if it is too great for such a field.",
    params: &[
        Param::new("number", "the number"),
        Param::new("kind", "the type of the field's mapping").constant(),
        Param::new("factor", "the factor of a `scaled_float`").constant(),
    ],
    imp: Impl::Scalar(&[Overload {
        args: Args::each(&[TypeSet::DOUBLE, TypeSet::KEYWORD, TypeSet::DOUBLE]),
        ret: Ret::Type(DataType::Double),
        lift: Lift::SingleValue,
        kernel: Kernel::Prepared(prepare),
    }]),
    index_query: IndexQuery::None,
    ..ANY
};

fn prepare(site: &CallSite<'_>) -> Result<Box<dyn Evaluate>, ArgError> {
    let factor = match site.constant(2)? {
        Value::Double(factor) => Some(*factor),
        _ => None,
    };
    let precision = Precision::of_mapping(site.constant(1)?.as_str().unwrap_or_default(), factor);
    Ok(Box::new(move |cx: &mut EvalCx<'_>, args: &[Column]| {
        unary::<Double, Double, _>(cx, args, |number| {
            Some(precision.round(number)).filter(|rounded| rounded.is_finite())
        })
    }))
}
