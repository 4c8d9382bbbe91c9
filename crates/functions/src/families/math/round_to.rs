//! `ROUND_TO`.

use esql_data::{Column, DataType, Double, Int, Long, StorageKind, Value, compare};

use crate::{
    ArgError, Args, CallSite, EvalCx, Evaluate, Example, Family, FunctionDef, Impl, Kernel, Lift,
    Overload, Param, Ret, TypeSet, since, typed,
};

pub(super) const ROUND_TO: FunctionDef = FunctionDef {
    name: "round_to",
    family: Family::Math,
    summary: "Rounds a value down to one of a list of points.",
    detail: "A value below all points becomes the lowest. The points need no order; null among \
             them is passed over.",
    params: &[
        Param::new("field", "a number or a date"),
        Param::new("points", "a point").constant().variadic(),
    ],
    imp: Impl::Scalar(&[Overload {
        args: Args::Unified { set: TypeSet::SIGNED.or(TypeSet::DATES), min: 2, max: usize::MAX },
        ret: Ret::Unified,
        lift: Lift::SingleValue,
        kernel: Kernel::Prepared(prepare),
    }]),
    examples: &[Example {
        query: "ROW a = 17 | EVAL b = ROUND_TO(a, 0, 10, 20), c = ROUND_TO(a, 20, 30) | KEEP b, c",
        answer: "b:integer | c:integer\n10 | 20",
    }],
    since: since!(8.19, 9.1),
    ..FunctionDef::SCALAR
};

fn prepare(site: &CallSite<'_>) -> Result<Box<dyn Evaluate>, ArgError> {
    let mut points: Vec<Value> = Vec::new();
    for at in 1..site.args.len() {
        points.extend(site.constant(at)?.values().iter().cloned());
    }
    let order = |ty: DataType| {
        move |left: &Value, right: &Value| match (left.as_ref(), right.as_ref()) {
            (Some(left), Some(right)) => compare(ty, left, right),
            _ => std::cmp::Ordering::Equal,
        }
    };
    points.sort_by(order(site.ret));
    macro_rules! rounded {
        ($storage:ident, $variant:ident) => {{
            let points: Vec<_> = points
                .iter()
                .filter_map(|point| match point {
                    Value::$variant(point) => Some(*point),
                    _ => None,
                })
                .collect();
            Box::new(move |cx: &mut EvalCx<'_>, args: &[Column]| {
                // The last point that is not above the value, else the first.
                let down = |value| {
                    let below = points.partition_point(|point| *point <= value);
                    points.get(below.saturating_sub(1)).copied()
                };
                typed::unary::<$storage, $storage, _>(cx, args, down)
            })
        }};
    }
    Ok(match site.ret.storage() {
        StorageKind::Int => rounded!(Int, Integer),
        StorageKind::Long => rounded!(Long, Long),
        StorageKind::Double => rounded!(Double, Double),
        _ => Box::new(|cx: &mut EvalCx<'_>, _: &[Column]| Column::null(cx.ret, cx.rows)),
    })
}

#[cfg(test)]
mod tests {
    use esql_data::{DataType, Value};

    use crate::check::{check, constant};

    #[test]
    fn unsorted_points_and_null() {
        let int = |value| constant(DataType::Integer, Value::Integer(value));
        let null = constant(DataType::Integer, Value::Null);
        for (value, expected) in [(1, 0), (-5, -1), (100, 100), (8, 2)] {
            let args = [int(value), int(2), int(-1), null.clone(), int(9), int(0), int(100)];
            let (column, _) = check("round_to", &args);
            assert_eq!(column.cell_value(0), Value::Integer(expected));
        }
    }
}
