//! `CLAMP`, `CLAMP_MIN` and `CLAMP_MAX`.

use esql_data::{CellsBuilder, Column, Storage, compare, with_storage};

use crate::typed::Cells;
use crate::{
    Args, EvalCx, Example, Family, FunctionDef, Impl, Kernel, Lift, Overload, Param, Ret, TypeSet,
    since,
};

const fn overload(args: usize, kernel: Kernel) -> Overload {
    Overload {
        args: Args::Unified { set: TypeSet::ORDERED.or(TypeSet::BOOLEAN), min: args, max: args },
        ret: Ret::Unified,
        lift: Lift::SingleValue,
        kernel,
    }
}

const CLAMPING: FunctionDef = FunctionDef {
    family: Family::Conditional,
    detail: "Null if an argument is null; several values give null and a warning. Numbers of \
             different types give the wider one.",
    since: since!(preview 9.3),
    ..FunctionDef::SCALAR
};

const FIELD: Param = Param::new("field", "the value");
const MIN: Param = Param::new("min", "the lower bound");
const MAX: Param = Param::new("max", "the upper bound");

pub(super) const CLAMP: FunctionDef = FunctionDef {
    name: "clamp",
    summary: "Limits a value to a range.",
    detail: "If the bounds are the wrong way round, the upper one wins. Null if an argument is \
             null; several values give null and a warning. Numbers of different types give the \
             widest one.",
    params: &[FIELD, MIN, MAX],
    imp: Impl::Scalar(&[overload(
        3,
        Kernel::Plain(|cx, args| clamp(cx, &args[0], Some(&args[1]), Some(&args[2]))),
    )]),
    examples: &[Example {
        query: "ROW a = 12 | EVAL b = CLAMP(a, 0, 10) | KEEP b",
        answer: "b:integer\n10",
    }],
    ..CLAMPING
};

pub(super) const CLAMP_MIN: FunctionDef = FunctionDef {
    name: "clamp_min",
    summary: "Raises a value to a lower bound.",
    params: &[FIELD, MIN],
    imp: Impl::Scalar(&[overload(
        2,
        Kernel::Plain(|cx, args| clamp(cx, &args[0], Some(&args[1]), None)),
    )]),
    examples: &[Example {
        query: "ROW a = -3 | EVAL b = CLAMP_MIN(a, 0) | KEEP b",
        answer: "b:integer\n0",
    }],
    ..CLAMPING
};

pub(super) const CLAMP_MAX: FunctionDef = FunctionDef {
    name: "clamp_max",
    summary: "Lowers a value to an upper bound.",
    params: &[FIELD, MAX],
    imp: Impl::Scalar(&[overload(
        2,
        Kernel::Plain(|cx, args| clamp(cx, &args[0], None, Some(&args[1]))),
    )]),
    examples: &[Example {
        query: "ROW a = 12.5 | EVAL b = CLAMP_MAX(a, 10) | KEEP b",
        answer: "b:double\n10.0",
    }],
    ..CLAMPING
};

fn clamp(
    cx: &mut EvalCx<'_>,
    field: &Column,
    min: Option<&Column>,
    max: Option<&Column>,
) -> Column {
    with_storage!(cx.ret.storage(), S => {
        let field = Cells::<S>::new(field);
        let (min, max) = (min.map(Cells::<S>::new), max.map(Cells::<S>::new));
        let mut cells = CellsBuilder::<S>::new();
        for row in 0..cx.rows {
            // First the lower bound, then the upper one.
            let raised = bounded::<S>(cx, field.get(row), min.as_ref(), row, true);
            cells.option(bounded::<S>(cx, raised, max.as_ref(), row, false));
        }
        cells.finish(cx.ret)
    }, none => Column::null(cx.ret, cx.rows))
}

/// The value or the bound: the greater one for a lower bound, else the lesser one.
fn bounded<'a, S: Storage>(
    cx: &EvalCx<'_>,
    value: Option<S::Item<'a>>,
    bound: Option<&Cells<'a, S>>,
    row: usize,
    lower: bool,
) -> Option<S::Item<'a>> {
    let value = value?;
    let Some(bound) = bound else { return Some(value) };
    let bound = bound.get(row)?;
    let order = compare(cx.ret, S::value_ref(value), S::value_ref(bound));
    let outside = if lower { order.is_lt() } else { order.is_gt() };
    Some(if outside { bound } else { value })
}

#[cfg(test)]
mod tests {
    use esql_data::{DataType, Value};

    use crate::check::{check, constant, text};

    #[test]
    fn bounds() {
        let int = |value| constant(DataType::Integer, Value::Integer(value));
        for (value, min, max, expected) in
            [(5, 0, 10, 5), (-1, 0, 10, 0), (11, 0, 10, 10), (5, 9, 1, 1)]
        {
            let (column, _) = check("clamp", &[int(value), int(min), int(max)]);
            assert_eq!(column.cell_value(0), Value::Integer(expected));
        }
        let (column, _) = check("clamp", &[text("Georgi"), text("Facello"), text("M")]);
        assert_eq!(column.cell_value(0), "Georgi".into());
        let null = constant(DataType::Null, Value::Null);
        assert!(check("clamp_min", &[int(1), null]).0.is_null(0));
    }
}
