//! `any_less`, `any_less_or_equal`, `any_greater`, `any_greater_or_equal`, `any_between`.

use esql_data::arrow::array::{Array, BooleanArray};
use esql_data::{Column, DataType, StorageKind, Value};

use super::ANY;
use super::any_value::any_marked;
use crate::families::operator::relation::{Relation, Side};
use crate::{
    ArgError, Args, CallSite, EvalCx, Evaluate, FunctionDef, Impl, Kernel, Lift, OptionDef,
    Overload, Param, Ret, TypeSet,
};

const fn overload(kernel: Kernel) -> Overload {
    Overload {
        args: Args::Unified { set: TypeSet::ORDERED, min: 2, max: 2 },
        ret: Ret::Type(DataType::Boolean),
        lift: Lift::WholeCell,
        kernel,
    }
}

const ORDER: FunctionDef = FunctionDef {
    params: &[Param::new("field", "the field"), Param::new("bound", "the bound").constant()],
    ..ANY
};

pub(super) const ANY_LESS: FunctionDef = FunctionDef {
    name: "any_less",
    summary: "Tells whether a field has a value before a bound.",
    imp: Impl::Scalar(&[overload(Kernel::Prepared(|site| prepare(site, Relation::Less)))]),
    ..ORDER
};

pub(super) const ANY_LESS_OR_EQUAL: FunctionDef = FunctionDef {
    name: "any_less_or_equal",
    summary: "Tells whether a field has a value that is not behind a bound.",
    imp: Impl::Scalar(&[overload(Kernel::Prepared(|site| prepare(site, Relation::LessOrEqual)))]),
    ..ORDER
};

pub(super) const ANY_GREATER: FunctionDef = FunctionDef {
    name: "any_greater",
    summary: "Tells whether a field has a value behind a bound.",
    imp: Impl::Scalar(&[overload(Kernel::Prepared(|site| prepare(site, Relation::Greater)))]),
    ..ORDER
};

pub(super) const ANY_GREATER_OR_EQUAL: FunctionDef = FunctionDef {
    name: "any_greater_or_equal",
    summary: "Tells whether a field has a value that is not before a bound.",
    imp: Impl::Scalar(&[overload(Kernel::Prepared(|site| {
        prepare(site, Relation::GreaterOrEqual)
    }))]),
    ..ORDER
};

pub(super) const ANY_BETWEEN: FunctionDef = FunctionDef {
    name: "any_between",
    summary: "Tells whether a field has a value between two bounds.",
    detail: "One value must keep both bounds. A cell without a value is false, never null.",
    params: &[
        Param::new("field", "the field"),
        Param::new("low", "the lower bound").constant(),
        Param::new("high", "the upper bound").constant(),
    ],
    options: &[
        OptionDef {
            name: "low_inclusive",
            types: TypeSet::BOOLEAN,
            summary: "whether the lower bound is in the range; default true",
        },
        OptionDef {
            name: "high_inclusive",
            types: TypeSet::BOOLEAN,
            summary: "whether the upper bound is in the range; default true",
        },
    ],
    imp: Impl::Scalar(&[Overload {
        args: Args::Unified { set: TypeSet::ORDERED, min: 3, max: 3 },
        ret: Ret::Type(DataType::Boolean),
        lift: Lift::WholeCell,
        kernel: Kernel::Prepared(between),
    }]),
    ..ANY
};

fn between(site: &CallSite<'_>) -> Result<Box<dyn Evaluate>, ArgError> {
    let ty = site.args.first().map_or(DataType::Null, |field| field.ty);
    let inclusive = |name| site.option(name) != Some(&Value::Boolean(false));
    let mut bounds = Vec::with_capacity(2);
    for (at, name, open, closed) in [
        (1, "low_inclusive", Relation::Greater, Relation::GreaterOrEqual),
        (2, "high_inclusive", Relation::Less, Relation::LessOrEqual),
    ] {
        let bound = site.constant(at)?;
        if bound.is_null() || ty.storage() == StorageKind::Null {
            return Ok(Box::new(|cx: &mut EvalCx<'_>, _: &[Column]| {
                Column::constant(DataType::Boolean, &Value::Boolean(false), cx.rows)
            }));
        }
        let relation = if inclusive(name) { closed } else { open };
        bounds.push((relation, Column::constant(ty, bound, 1).values().clone()));
    }
    Ok(Box::new(move |cx: &mut EvalCx<'_>, args: &[Column]| {
        any_marked(cx.rows, &args[0], |values| {
            let mut marks: Option<BooleanArray> = None;
            for (relation, bound) in &bounds {
                let left = Side { values, constant: false };
                let kept = relation.compare(ty, left, Side { values: bound, constant: true });
                marks = Some(match marks {
                    None => kept,
                    Some(marks) => {
                        BooleanArray::new(marks.values() & kept.values(), kept.nulls().cloned())
                    }
                });
            }
            marks.unwrap_or_else(|| BooleanArray::new_null(values.len()))
        })
    }))
}

fn prepare(site: &CallSite<'_>, relation: Relation) -> Result<Box<dyn Evaluate>, ArgError> {
    let bound = site.constant(1)?;
    if matches!(bound, Value::List(_)) {
        return Err(ArgError { at: 1, message: "bound must be a single value".into() });
    }
    let ty = site.args.first().map_or(DataType::Null, |field| field.ty);
    if bound.is_null() || ty.storage() == StorageKind::Null {
        return Ok(Box::new(|cx: &mut EvalCx<'_>, _: &[Column]| {
            Column::constant(DataType::Boolean, &Value::Boolean(false), cx.rows)
        }));
    }
    let bound = Column::constant(ty, bound, 1).values().clone();
    Ok(Box::new(move |cx: &mut EvalCx<'_>, args: &[Column]| {
        any_marked(cx.rows, &args[0], |values| {
            let left = Side { values, constant: false };
            relation.compare(ty, left, Side { values: &bound, constant: true })
        })
    }))
}

#[cfg(test)]
mod tests {
    use esql_data::{Column, DataType, Value};

    use crate::check::{check, constant};

    #[test]
    fn any_value_counts() {
        let cells = [
            Value::Integer(1),
            Value::List(vec![Value::Integer(1), Value::Integer(9)]),
            Value::Null,
            Value::Integer(5),
        ];
        let column = Column::from_values(DataType::Integer, &cells);
        let bound = constant(DataType::Integer, Value::Integer(5));
        for (name, expected) in [
            ("any_less", [true, true, false, false]),
            ("any_less_or_equal", [true, true, false, true]),
            ("any_greater", [false, true, false, false]),
            ("any_greater_or_equal", [false, true, false, true]),
        ] {
            let (result, warnings) = check(name, &[column.clone(), bound.clone()]);
            let expected = expected.map(Value::Boolean);
            assert_eq!(result, Column::from_values(DataType::Boolean, &expected), "{name}");
            assert!(warnings.is_empty());
        }
        let bounds = [2, 8].map(|bound| constant(DataType::Integer, Value::Integer(bound)));
        let args = [column, bounds[0].clone(), bounds[1].clone()];
        let expected = [false, false, false, true].map(Value::Boolean);
        let (result, _) = check("any_between", &args);
        assert_eq!(result, Column::from_values(DataType::Boolean, &expected));
        let text = constant(DataType::Version, "1.10.0".into());
        let bound = constant(DataType::Version, "1.9.0".into());
        let (result, _) = check("any_greater", &[text, bound]);
        assert_eq!(result.cell_value(0), Value::Boolean(true));
    }
}
