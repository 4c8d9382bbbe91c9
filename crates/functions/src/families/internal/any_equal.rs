//! `any_equal`.

use esql_data::{Column, DataType, Storage, Value, with_storage};

use super::ANY;
use super::any_value::{any_marked, any_value};
use crate::families::operator::members::Members;
use crate::families::operator::relation::{Relation, Side};
use crate::{
    ArgError, Args, CallSite, EvalCx, Evaluate, FunctionDef, Impl, Kernel, Lift, Overload, Param,
    Ret, TypeSet,
};

pub(super) const ANY_EQUAL: FunctionDef = FunctionDef {
    name: "any_equal",
    summary: "Tells whether a field has one of some values.",
    params: &[
        Param::new("field", "the field"),
        Param::new("value", "a value to look for").constant().variadic(),
    ],
    imp: Impl::Scalar(&[Overload {
        args: Args::Unified { set: TypeSet::ANY, min: 2, max: usize::MAX },
        ret: Ret::Type(DataType::Boolean),
        lift: Lift::WholeCell,
        kernel: Kernel::Prepared(prepare),
    }]),
    ..ANY
};

fn prepare(site: &CallSite<'_>) -> Result<Box<dyn Evaluate>, ArgError> {
    let mut values: Vec<&Value> = Vec::new();
    for at in 1..site.args.len() {
        values.extend(site.constant(at)?.values());
    }
    if let (&[value], Some(field)) = (values.as_slice(), site.args.first()) {
        // One value is compared in Arrow's kernel.
        let ty = field.ty;
        let value = Column::constant(ty, value, 1).values().clone();
        return Ok(Box::new(move |cx: &mut EvalCx<'_>, args: &[Column]| {
            any_marked(cx.rows, &args[0], |values| {
                let left = Side { values, constant: false };
                Relation::Equal.compare(ty, left, Side { values: &value, constant: true })
            })
        }));
    }
    let members = Members::new(values);
    Ok(Box::new(move |cx: &mut EvalCx<'_>, args: &[Column]| {
        with_storage!(args[0].ty().storage(), S => {
            any_value::<S>(cx.rows, &args[0], |item| members.contains(S::value_ref(item)))
        }, none => Column::constant(DataType::Boolean, &Value::Boolean(false), cx.rows))
    }))
}

#[cfg(test)]
mod tests {
    use esql_data::{Column, DataType, Value};

    use crate::check::{check, constant, text};

    #[test]
    fn any_value_of_a_cell() {
        let several = Value::List(vec!["b".into(), "a".into()]);
        let cells = ["a".into(), several.clone(), Value::Null, "c".into()];
        let column = Column::from_values(DataType::Keyword, &cells);
        for args in [
            vec![text("a")],
            vec![text("x"), text("a")],
            vec![constant(DataType::Keyword, several)],
        ] {
            let args: Vec<Column> = std::iter::once(column.clone()).chain(args).collect();
            let (result, warnings) = check("any_equal", &args);
            let expected = [true, true, false, false].map(Value::Boolean);
            assert_eq!(result, Column::from_values(DataType::Boolean, &expected));
            assert!(warnings.is_empty());
            // A slice leaves values of other cells around.
            let sliced: Vec<Column> = args
                .iter()
                .map(|arg| if arg.is_constant() { arg.clone() } else { arg.slice(1, 2) })
                .collect();
            let (result, _) = check("any_equal", &sliced);
            assert_eq!(result, Column::from_values(DataType::Boolean, &expected[1..3]));
        }
        let null = constant(DataType::Null, Value::Null);
        assert_eq!(check("any_equal", &[null, text("a")]).0.cell_value(0), Value::Boolean(false));
    }

    #[test]
    fn numbers_are_widened() {
        let column = constant(DataType::Integer, Value::Integer(5));
        let half = constant(DataType::Double, Value::Double(5.5));
        assert_eq!(check("any_equal", &[column, half]).0.cell_value(0), Value::Boolean(false));
    }
}
