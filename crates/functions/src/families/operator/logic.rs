//! `AND`, `OR` and `NOT`, in the logic of true, false and unknown (Kleene's).

use std::sync::Arc;

use esql_data::arrow::array::{Array, BooleanArray};
use esql_data::arrow::buffer::{BooleanBuffer, NullBuffer};
use esql_data::{Bool, Column, DataType};

use super::predicate::predicate;
use crate::{
    Args, EvalCx, Example, Family, FunctionDef, Impl, IndexQuery, Kernel, Lift, Overload, Param,
    Ret, TypeSet,
};

/// The overload of AND and OR.
///
/// Nulls are for the kernel to see. Several values give null, whatever the other operands are,
/// and no warning: so does Elasticsearch's evaluator, and no lift is like that.
const fn connective(kernel: Kernel) -> Overload {
    Overload {
        args: Args::Variadic { first: &[], rest: TypeSet::BOOLEAN, min: 2 },
        ret: Ret::Type(DataType::Boolean),
        lift: Lift::WholeCell,
        kernel,
    }
}

const CONNECTIVE: FunctionDef = FunctionDef {
    family: Family::Operator,
    params: &[Param::new("left", "a condition"), Param::new("right", "a condition").variadic()],
    ..FunctionDef::SCALAR
};

pub(super) const AND: FunctionDef = FunctionDef {
    name: "and",
    symbol: Some("AND"),
    summary: "Tells whether all conditions are true.",
    detail: "False if one is false, else null if one is null. A condition with several values \
             gives null.",
    index_query: IndexQuery::Connective,
    imp: Impl::Scalar(&[connective(Kernel::Plain(|cx, args| fold(cx, args, Truth::and)))]),
    examples: &[Example {
        query: "ROW a = true, b = null | EVAL c = a AND b, d = false AND b | KEEP c, d",
        answer: "c:boolean | d:boolean\nnull | false",
    }],
    ..CONNECTIVE
};

pub(super) const OR: FunctionDef = FunctionDef {
    name: "or",
    symbol: Some("OR"),
    summary: "Tells whether one of the conditions is true.",
    detail: "True if one is true, else null if one is null. A condition with several values gives \
             null.",
    index_query: IndexQuery::Connective,
    imp: Impl::Scalar(&[connective(Kernel::Plain(|cx, args| fold(cx, args, Truth::or)))]),
    examples: &[Example {
        query: "ROW a = true, b = null | EVAL c = a OR b, d = false OR b | KEEP c, d",
        answer: "c:boolean | d:boolean\ntrue | null",
    }],
    ..CONNECTIVE
};

pub(super) const NOT: FunctionDef = FunctionDef {
    name: "not",
    symbol: Some("NOT"),
    family: Family::Operator,
    summary: "Tells whether a condition is false.",
    detail: "Null stays null: a row without the field passes neither `field == \"x\"` nor its \
             negation. Several values give null and a warning.",
    params: &[Param::new("field", "a condition")],
    index_query: IndexQuery::Negation,
    imp: Impl::Scalar(&[Overload {
        args: Args::each(&[TypeSet::BOOLEAN]),
        ret: Ret::Type(DataType::Boolean),
        lift: Lift::SingleValue,
        kernel: Kernel::Plain(|cx, args| predicate::<Bool>(cx, &args[0], |value| !value)),
    }]),
    examples: &[Example {
        query: "ROW a = false, b = null | EVAL c = NOT a, d = NOT b | KEEP c, d",
        answer: "c:boolean | d:boolean\ntrue | null",
    }],
    ..FunctionDef::SCALAR
};

/// Where a condition is true and where it is false; elsewhere it is unknown.
struct Truth {
    yes: BooleanBuffer,
    no: BooleanBuffer,
}

impl Truth {
    fn and(&self, other: &Truth) -> Truth {
        Truth { yes: &self.yes & &other.yes, no: &self.no | &other.no }
    }

    fn or(&self, other: &Truth) -> Truth {
        Truth { yes: &self.yes | &other.yes, no: &self.no & &other.no }
    }

    /// Unknown at these rows.
    fn without(&self, rows: &BooleanBuffer) -> Truth {
        let others = !rows;
        Truth { yes: &self.yes & &others, no: &self.no & &others }
    }

    fn of(column: &Column, rows: usize) -> Truth {
        let all = |set| match set {
            true => BooleanBuffer::new_set(rows),
            false => BooleanBuffer::new_unset(rows),
        };
        let Some(array) = column.array::<Bool>() else {
            return Truth { yes: all(false), no: all(false) };
        };
        if column.is_constant() {
            let cell = column.cell(0);
            let value = (cell.len() == 1).then(|| array.value(cell.start));
            return Truth { yes: all(value == Some(true)), no: all(value == Some(false)) };
        }
        if column.is_multi() {
            let is = |row, wanted| {
                let cell = column.cell(row);
                cell.len() == 1 && array.value(cell.start) == wanted
            };
            return Truth {
                yes: BooleanBuffer::collect_bool(rows, |row| is(row, true)),
                no: BooleanBuffer::collect_bool(rows, |row| is(row, false)),
            };
        }
        let values = array.values();
        match array.nulls() {
            Some(valid) => Truth { yes: values & valid.inner(), no: &!values & valid.inner() },
            None => Truth { yes: values.clone(), no: !values },
        }
    }
}

/// The rows with several values.
fn several(column: &Column, rows: usize) -> Option<BooleanBuffer> {
    column.is_multi().then(|| BooleanBuffer::collect_bool(rows, |row| column.cell(row).len() > 1))
}

/// Joins the conditions from left to right.
fn fold(cx: &EvalCx<'_>, args: &[Column], join: fn(&Truth, &Truth) -> Truth) -> Column {
    let mut operands = args.iter();
    let Some(first) = operands.next() else {
        return Column::null(DataType::Boolean, cx.rows);
    };
    let mut truth = Truth::of(first, cx.rows);
    let mut unknown = several(first, cx.rows);
    for operand in operands {
        truth = join(&truth, &Truth::of(operand, cx.rows));
        for rows in [unknown.take(), several(operand, cx.rows)].iter().flatten() {
            truth = truth.without(rows);
        }
    }
    let valid = &truth.yes | &truth.no;
    let nulls = (valid.count_set_bits() < cx.rows).then(|| NullBuffer::new(valid));
    Column::single(DataType::Boolean, Arc::new(BooleanArray::new(truth.yes, nulls)))
}

#[cfg(test)]
mod tests {
    use esql_data::{Column, DataType, Value};

    use crate::check::{check, constant};

    #[test]
    fn truth_tables() {
        let values = [Value::Boolean(true), Value::Boolean(false), Value::Null];
        let column = Column::from_values(DataType::Boolean, &values);
        // Rows: true, false, null; columns: the other operand.
        let and = [["t", "f", "n"], ["f", "f", "f"], ["n", "f", "n"]];
        let or = [["t", "t", "t"], ["t", "f", "n"], ["t", "n", "n"]];
        for (name, table) in [("and", and), ("or", or)] {
            for (at, value) in values.iter().enumerate() {
                let other = constant(DataType::Boolean, value.clone());
                let (result, _) = check(name, &[column.clone(), other]);
                for (row, expected) in table.iter().enumerate() {
                    let shown = result.cell_value(row).print(DataType::Boolean);
                    assert!(shown.starts_with(expected[at]), "{name} {row} {at}: {shown}");
                }
            }
        }
    }

    #[test]
    fn several_values_are_unknown_without_a_warning() {
        let several = Value::List(vec![Value::Boolean(true), Value::Boolean(false)]);
        let column = Column::from_values(DataType::Boolean, &[several, Value::Boolean(true)]);
        let no = constant(DataType::Boolean, Value::Boolean(false));
        for args in [[column.clone(), no.clone()], [no, column]] {
            let (result, warnings) = check("and", &args);
            assert_eq!(result.cell_value(0), Value::Null);
            assert_eq!(result.cell_value(1), Value::Boolean(false));
            assert!(warnings.is_empty());
        }
    }
}
