//! `IN`.

use std::sync::Arc;

use esql_data::arrow::array::{Array, BooleanArray};
use esql_data::arrow::buffer::{BooleanBuffer, NullBuffer};
use esql_data::{Bool, CellsBuilder, Column, DataType, Problem, Storage, Value, with_storage};

use super::members::Members;
use super::predicate::predicate;
use crate::{
    ArgError, Args, CallSite, EvalCx, Evaluate, Example, Family, Found, FunctionDef, Impl,
    IndexQuery, Kernel, Lift, Overload, Param, Ret, TypeSet,
};

pub(super) const IN: FunctionDef = FunctionDef {
    name: "in",
    symbol: Some("IN"),
    family: Family::Operator,
    summary: "Tells whether a value equals one of a list.",
    detail: "Null on the left gives null; so does a null in the list if no other element is \
             equal. Several values on the left give null and a warning; several values in an \
             element equal nothing and give a warning, and null if all elements are like that.",
    params: &[Param::new("field", "a value"), Param::new("list", "an element").variadic()],
    index_query: IndexQuery::SingleValue(Found::ByAny),
    imp: Impl::Scalar(&[Overload {
        args: Args::Unified { set: TypeSet::ANY, min: 2, max: usize::MAX },
        ret: Ret::Type(DataType::Boolean),
        // The elements are not like arguments: what null and several values among them mean
        // depends on the other elements, so `InList` looks at the cells itself.
        lift: Lift::WholeCell,
        kernel: Kernel::Prepared(InList::prepare),
    }]),
    examples: &[Example {
        query: r#"ROW a = "nc" | EVAL b = a IN ("nc", "ncat"), c = a IN ("sh", null) | KEEP b, c"#,
        answer: "b:boolean | c:boolean\ntrue | null",
    }],
    ..FunctionDef::SCALAR
};

/// The list with its constants looked at once.
struct InList {
    /// The constants with one value.
    members: Members,
    /// Whether a constant is null.
    null: bool,
    /// How many constants have several values.
    several: usize,
    /// The arguments that are not constant.
    others: Vec<usize>,
    /// How many elements there are.
    elements: usize,
}

impl InList {
    fn prepare(site: &CallSite<'_>) -> Result<Box<dyn Evaluate>, ArgError> {
        let mut constants = Vec::new();
        let mut others = Vec::new();
        for (at, arg) in site.args.iter().enumerate().skip(1) {
            match &arg.constant {
                Some(value) => constants.push(value),
                None => others.push(at),
            }
        }
        let nulls = constants.iter().filter(|value| value.is_null()).count();
        let is_list = |value: &&&Value| matches!(value, Value::List(_));
        Ok(Box::new(InList {
            several: constants.iter().filter(is_list).count(),
            null: nulls > 0,
            members: Members::new(constants),
            others,
            elements: site.args.len() - 1,
        }))
    }

    /// All elements are constants, and no cell and no element has several values.
    fn simple<S: Storage>(&self, cx: &EvalCx<'_>, field: &Column) -> Column {
        let found = predicate::<S>(cx, field, |item| self.members.contains(S::value_ref(item)));
        if !self.null {
            return found;
        }
        // What is not found is null.
        let Some(array) = found.array::<Bool>() else { return found };
        let mut valid = array.values().clone();
        if let Some(nulls) = array.nulls() {
            valid = &valid & nulls.inner();
        }
        let trues = BooleanBuffer::new_set(array.len());
        let array = BooleanArray::new(trues, Some(NullBuffer::new(valid)));
        let column = Column::single(DataType::Boolean, Arc::new(array));
        if found.is_constant() {
            return Column::constant(DataType::Boolean, &column.cell_value(0), cx.rows);
        }
        column
    }

    fn row<S: Storage>(&self, cx: &mut EvalCx<'_>, args: &[Column], row: usize) -> Option<bool> {
        let mut field = args[0].items::<S>(row);
        let item = field.next()?;
        if field.next().is_some() {
            cx.warn(Problem::multi_value);
            return None;
        }
        let value = S::value_ref(item);
        let (mut null, mut several) = (self.null, self.several);
        let mut found = self.members.contains(value);
        for _ in 0..self.several {
            cx.warn(Problem::multi_value);
        }
        for &at in &self.others {
            let mut items = args[at].items::<S>(row);
            match (items.next(), items.next()) {
                (None, _) => null = true,
                // Doubles compare as numbers: the two zeros are equal, NaN is not.
                (Some(only), None) => found |= S::value_ref(only) == value,
                (Some(_), Some(_)) => {
                    cx.warn(Problem::multi_value);
                    several += 1;
                }
            }
        }
        if several == self.elements || (!found && null) {
            return None;
        }
        Some(found)
    }
}

impl Evaluate for InList {
    fn evaluate(&self, cx: &mut EvalCx<'_>, args: &[Column]) -> Column {
        let field = &args[0];
        with_storage!(field.ty().storage(), S => {
            if self.others.is_empty() && self.several == 0 && !field.is_multi() {
                return self.simple::<S>(cx, field);
            }
            let mut cells = CellsBuilder::<Bool>::new();
            for row in 0..cx.rows {
                cells.option(self.row::<S>(cx, args, row));
            }
            cells.finish(DataType::Boolean)
        }, none => Column::null(DataType::Boolean, cx.rows))
    }
}

#[cfg(test)]
mod tests {
    use esql_data::{Column, DataType, Value};

    use crate::check::{check, constant};

    fn int(value: i32) -> Value {
        Value::Integer(value)
    }

    fn pair(a: i32, b: i32) -> Value {
        Value::List(vec![int(a), int(b)])
    }

    #[test]
    fn three_valued() {
        let field = [int(1), int(2), Value::Null, pair(1, 2)];
        let field = Column::from_values(DataType::Integer, &field);
        let other = [int(9), int(2), int(2), int(1)];
        let other = Column::from_values(DataType::Integer, &other);
        let several = Column::from_values(DataType::Integer, &[pair(1, 2), int(2), int(2), int(1)]);
        let yes = || Value::Boolean(true);
        let no = || Value::Boolean(false);
        let null = || Value::Null;
        let literal = |value| constant(DataType::Integer, value);
        for (list, expected, warned) in [
            (vec![literal(int(1))], [yes(), no(), null(), null()], true),
            (vec![literal(int(1)), literal(null())], [yes(), null(), null(), null()], true),
            (vec![other.clone()], [no(), yes(), null(), null()], true),
            (vec![other.clone(), literal(int(1))], [yes(), yes(), null(), null()], true),
            (vec![several.clone()], [null(), yes(), null(), null()], true),
            (vec![several, literal(int(5))], [no(), yes(), null(), null()], true),
            (vec![literal(pair(1, 2)), literal(int(2))], [no(), yes(), null(), null()], true),
            (vec![constant(DataType::Null, Value::Null)], [null(), null(), null(), null()], true),
        ] {
            let args: Vec<Column> = std::iter::once(field.clone()).chain(list).collect();
            let (column, warnings) = check("in", &args);
            let answer: Vec<Value> = (0..4).map(|row| column.cell_value(row)).collect();
            assert_eq!(answer, expected);
            assert_eq!(!warnings.is_empty(), warned);
        }
        let single = Column::from_values(DataType::Integer, &[int(1), int(2)]);
        let (column, warnings) = check("in", &[single, literal(int(2)), literal(Value::Null)]);
        assert_eq!((column.cell_value(0), column.cell_value(1)), (null(), yes()));
        assert!(warnings.is_empty());
    }
}
