//! `IS NULL` and `IS NOT NULL`.

use std::sync::Arc;

use esql_data::arrow::array::{Array, BooleanArray};
use esql_data::arrow::buffer::BooleanBuffer;
use esql_data::{Column, DataType, StorageKind, Value};

use crate::{
    Args, EvalCx, Example, Family, FunctionDef, Impl, IndexQuery, Kernel, Lift, Overload, Param,
    Ret, TypeSet,
};

const ANYTHING: TypeSet = TypeSet::ANY.or(TypeSet::SOURCE).or(TypeSet::of(DataType::Unsupported));

const fn overload(kernel: Kernel) -> Overload {
    Overload {
        args: Args::each(&[ANYTHING]),
        ret: Ret::Type(DataType::Boolean),
        lift: Lift::WholeCell,
        kernel,
    }
}

const NULL_CHECK: FunctionDef = FunctionDef {
    family: Family::Operator,
    params: &[Param::new("field", "a value of any type")],
    ..FunctionDef::SCALAR
};

pub(super) const IS_NULL: FunctionDef = FunctionDef {
    name: "is_null",
    symbol: Some("IS NULL"),
    summary: "Tells whether there is no value.",
    detail: "Never null itself. A field that a document does not have, `null` and an empty list \
             are all no value; the empty string is one.",
    index_query: IndexQuery::WholeField,
    imp: Impl::Scalar(&[overload(Kernel::Plain(|cx, args| check(cx, &args[0], true)))]),
    examples: &[Example {
        query: r#"ROW a = null, b = "" | EVAL c = a IS NULL, d = b IS NULL | KEEP c, d"#,
        answer: "c:boolean | d:boolean\ntrue | false",
    }],
    ..NULL_CHECK
};

pub(super) const IS_NOT_NULL: FunctionDef = FunctionDef {
    name: "is_not_null",
    symbol: Some("IS NOT NULL"),
    summary: "Tells whether there is a value.",
    detail: "Never null itself. True for one value and for several.",
    index_query: IndexQuery::WholeField,
    imp: Impl::Scalar(&[overload(Kernel::Plain(|cx, args| check(cx, &args[0], false)))]),
    examples: &[Example {
        query: "ROW a = [1, 2], b = null | EVAL c = a IS NOT NULL, d = b IS NOT NULL | KEEP c, d",
        answer: "c:boolean | d:boolean\ntrue | false",
    }],
    ..NULL_CHECK
};

/// Whether each cell is null, or not null.
fn check(cx: &EvalCx<'_>, column: &Column, null: bool) -> Column {
    let constant =
        |is_null| Column::constant(DataType::Boolean, &Value::Boolean(is_null == null), cx.rows);
    if column.ty().storage() == StorageKind::Null {
        return constant(true);
    }
    if column.is_constant() {
        return constant(column.is_null(0));
    }
    let nulls = match (column.offsets(), column.values().nulls()) {
        (Some(offsets), _) => {
            BooleanBuffer::collect_bool(cx.rows, |row| offsets[row] == offsets[row + 1])
        }
        (None, Some(valid)) => !valid.inner(),
        (None, None) => return constant(false),
    };
    let bits = if null { nulls } else { !&nulls };
    Column::single(DataType::Boolean, Arc::new(BooleanArray::new(bits, None)))
}

#[cfg(test)]
mod tests {
    use esql_data::{Column, DataType, Value};

    use crate::check::check;

    #[test]
    fn single_and_several() {
        let one = Value::Integer(1);
        let two = Value::List(vec![one.clone(), one.clone()]);
        for cells in
            [vec![one.clone(), Value::Null], vec![two.clone(), Value::Null], vec![one, two]]
        {
            let column = Column::from_values(DataType::Integer, &cells);
            let (null, _) = check("is_null", std::slice::from_ref(&column));
            let (not_null, _) = check("is_not_null", std::slice::from_ref(&column));
            for (row, cell) in cells.iter().enumerate() {
                assert_eq!(null.cell_value(row), Value::Boolean(cell.is_null()));
                assert_eq!(not_null.cell_value(row), Value::Boolean(!cell.is_null()));
            }
        }
    }
}
