//! `CASE`.

use esql_data::{Bool, Column, Problem};

use super::branches::Branches;
use crate::{
    Args, EvalCx, Example, Family, FunctionDef, Impl, Kernel, LazyArgs, Lift, Overload, Param, Ret,
};

pub(super) const CASE: FunctionDef = FunctionDef {
    name: "case",
    family: Family::Conditional,
    summary: "Gives the value behind the first condition that is true.",
    detail: "Conditions and values stand in turn; a last value without a condition is for the \
             rows where none is true, which are null without it. A null condition is not true; \
             one with several values is not either, and gives a warning. A value is evaluated \
             only for the rows that take it; it may have several values.",
    params: &[
        Param::new("condition", "a condition"),
        Param::new("trueValue", "the value if it is true").variadic(),
        Param::new("elseValue", "the value if no condition is true").optional(),
    ],
    imp: Impl::Scalar(&[Overload {
        args: Args::Case,
        ret: Ret::Unified,
        lift: Lift::WholeCell,
        kernel: Kernel::Lazy(case),
    }]),
    examples: &[
        Example {
            query: r#"ROW n = 5 | EVAL a = CASE(n < 3, "few", n < 10, "some", "many") | KEEP a"#,
            answer: "a:keyword\nsome",
        },
        Example {
            query: r#"ROW n = 50 | EVAL a = CASE(n < 3, "few") | KEEP a"#,
            answer: "a:keyword\nnull",
        },
    ],
    ..FunctionDef::SCALAR
};

fn case(cx: &mut EvalCx<'_>, args: &mut dyn LazyArgs) -> Column {
    let mut branches = Branches::new(cx);
    let count = args.len();
    for at in (0..count.saturating_sub(1)).step_by(2) {
        if branches.is_done() {
            break;
        }
        let condition = branches.evaluate(cx, args, at);
        warn_of_several(cx, &condition);
        let array = condition.array::<Bool>();
        let taken = branches.split_off(|place| {
            let cell = condition.cell(place);
            cell.len() == 1 && array.is_some_and(|array| array.value(cell.start))
        });
        branches.take(cx, args, at + 1, taken);
    }
    if !count.is_multiple_of(2) && !branches.is_done() {
        branches.take_rest(cx, args, count - 1);
    }
    branches.finish(cx)
}

fn warn_of_several(cx: &mut EvalCx<'_>, condition: &Column) {
    if condition.is_multi() {
        for row in 0..condition.len() {
            if condition.cell(row).len() > 1 {
                cx.warn_false(Problem::multi_value);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use esql_data::{DataType, Value};

    use super::super::tests::lazy;
    use super::*;

    fn bools(cells: &[Option<bool>]) -> Column {
        let cells: Vec<Value> =
            cells.iter().map(|cell| cell.map_or(Value::Null, Value::Boolean)).collect();
        Column::from_values(DataType::Boolean, &cells)
    }

    fn ints(cells: &[i32]) -> Column {
        let cells: Vec<Value> = cells.iter().copied().map(Value::Integer).collect();
        Column::from_values(DataType::Integer, &cells)
    }

    #[test]
    fn each_argument_only_where_needed() {
        let first = bools(&[Some(true), Some(false), None, Some(false)]);
        let second = bools(&[Some(true), Some(true), Some(false), None]);
        let columns = [
            first,
            ints(&[10, 11, 12, 13]),
            second,
            ints(&[20, 21, 22, 23]),
            ints(&[30, 31, 32, 33]),
        ];
        let (result, asked, warnings) = lazy("case", DataType::Integer, &columns);
        assert_eq!(result, ints(&[10, 21, 32, 33]));
        assert_eq!(
            asked,
            [
                (0, vec![0, 1, 2, 3]),
                (1, vec![0]),
                (2, vec![1, 2, 3]),
                (3, vec![1]),
                (4, vec![2, 3])
            ]
        );
        assert!(warnings.is_empty());
    }

    #[test]
    fn several_values_are_not_true() {
        let several = Value::List(vec![Value::Boolean(true), Value::Boolean(true)]);
        let condition = Column::from_values(DataType::Boolean, &[several, Value::Boolean(true)]);
        let pair = Value::List(vec![Value::Integer(1), Value::Integer(2)]);
        let value = Column::constant(DataType::Integer, &pair, 2);
        let (result, _, warnings) = lazy("case", DataType::Integer, &[condition, value]);
        assert_eq!(result.cell_value(0), Value::Null);
        assert_eq!(result.cell_value(1), pair);
        assert_eq!(
            warnings,
            ["java.lang.IllegalArgumentException: single-value function encountered multi-value"]
        );
    }

    #[test]
    fn null_literals_take_the_type() {
        let condition = bools(&[Some(true), Some(false)]);
        let null = Column::constant(DataType::Null, &Value::Null, 2);
        let (result, _, _) = lazy("case", DataType::Integer, &[condition, null, ints(&[1, 2])]);
        let expected = [Value::Null, Value::Integer(2)];
        assert_eq!(result, Column::from_values(DataType::Integer, &expected));
    }
}
