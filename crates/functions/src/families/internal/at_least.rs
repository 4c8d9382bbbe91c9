//! `at_least`.

use esql_data::{Bool, CellsBuilder, Column, DataType, Value};

use super::ANY;
use crate::typed::Cells;
use crate::{
    ArgError, Args, CallSite, EvalCx, Evaluate, FunctionDef, Impl, Kernel, Lift, Overload, Param,
    Ret, TypeSet,
};

pub(super) const AT_LEAST: FunctionDef = FunctionDef {
    name: "at_least",
    summary: "Tells whether at least so many of some conditions are true.",
    detail: "A null condition counts as false; the result is never null.",
    params: &[
        Param::new("minimum", "how many").constant(),
        Param::new("condition", "a condition").variadic(),
    ],
    imp: Impl::Scalar(&[Overload {
        args: Args::Variadic { first: &[TypeSet::INTEGER], rest: TypeSet::BOOLEAN, min: 1 },
        ret: Ret::Type(DataType::Boolean),
        lift: Lift::WholeCell,
        kernel: Kernel::Prepared(prepare),
    }]),
    ..ANY
};

fn prepare(site: &CallSite<'_>) -> Result<Box<dyn Evaluate>, ArgError> {
    let minimum = match site.constant(0)? {
        Value::Integer(minimum) => usize::try_from(*minimum).unwrap_or(0),
        _ => return Err(ArgError { at: 0, message: "minimum must be an integer".into() }),
    };
    Ok(Box::new(move |cx: &mut EvalCx<'_>, args: &[Column]| {
        let conditions: Vec<Cells<'_, Bool>> = args[1..].iter().map(Cells::new).collect();
        let mut cells = CellsBuilder::<Bool>::new();
        for row in 0..cx.rows {
            let held = conditions.iter().filter(|one| one.get(row) == Some(true)).count();
            cells.single(held >= minimum);
        }
        cells.finish(cx.ret)
    }))
}

#[cfg(test)]
mod tests {
    use esql_data::{Column, DataType, Value};

    use crate::check::{check, constant};

    #[test]
    fn counts_what_is_true() {
        let [yes, no] = [true, false].map(Value::Boolean);
        let column =
            |cells: [&Value; 4]| Column::from_values(DataType::Boolean, &cells.map(Clone::clone));
        let args = [
            column([&yes, &yes, &no, &Value::Null]),
            column([&yes, &no, &no, &yes]),
            column([&no, &yes, &yes, &yes]),
        ];
        for (minimum, expected) in [(0, [true; 4]), (2, [true, true, false, true]), (3, [false; 4])]
        {
            let minimum = constant(DataType::Integer, Value::Integer(minimum));
            let args: Vec<Column> = std::iter::once(minimum).chain(args.clone()).collect();
            let expected = expected.map(Value::Boolean);
            assert_eq!(
                check("at_least", &args).0,
                Column::from_values(DataType::Boolean, &expected)
            );
        }
    }
}
