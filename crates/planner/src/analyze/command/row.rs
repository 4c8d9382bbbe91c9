//! `ROW` and `SHOW INFO`: one row of constants.

use esql_data::{DataType, Value};
use esql_diagnostics::{Diagnostic, codes};
use esql_parser::esql::ast::{Field, Identifier};

use super::super::Analyzer;
use super::super::expression::Place;
use super::super::scope::{Pipeline, poison_type};
use super::eval::field_name;
use crate::catalog::Unmapped;
use crate::expr::{Attribute, Expr};
use crate::logical::{Node, Plan};

pub(super) fn row(cx: &mut Analyzer<'_>, fields: &[Field]) -> Pipeline {
    let mut nothing = Pipeline::new(Plan { node: Node::Row(Vec::new()), output: Vec::new() });
    let mut columns: Vec<(Attribute, Expr)> = Vec::new();
    let mut poisoned = Vec::new();
    for field in fields {
        let value = cx.expr(&mut Place::plain(&mut nothing, "ROW"), &field.value);
        let name = field_name(cx, field);
        let column = if value.is_poison() {
            let column = cx.attribute(name, poison_type());
            poisoned.push(column.id);
            column
        } else {
            if value.ty.is_span() {
                not_representable(cx, &value);
            }
            let column = cx.attribute(name, value.ty);
            cx.note_constant(&column, &value);
            column
        };
        columns.retain(|(earlier, _)| earlier.name != column.name);
        columns.push((column, value));
    }
    let (output, values) = columns.into_iter().unzip();
    let mut pipeline = Pipeline::new(Plan { node: Node::Row(values), output });
    pipeline.poisoned.extend(poisoned);
    // What is not there is null if the query says so.
    pipeline.open = cx.unmapped.is_some_and(|unmapped| unmapped != Unmapped::Fail);
    pipeline
}

/// A time span is no value of a column.
pub(super) fn not_representable(cx: &mut Analyzer<'_>, value: &Expr) {
    let text = cx.text(value.span).to_owned();
    let ty = value.ty;
    cx.report(
        Diagnostic::error(codes::BAD_COLUMN_TYPE, format!("a column cannot hold {ty}"))
            .label(value.span, format!("this is {ty}"))
            .help("add it to a date, or use it as an argument")
            .elastic(format!("cannot use [{text}] directly in a row assignment")),
    );
}

pub(super) fn show(cx: &mut Analyzer<'_>, what: &Identifier) -> Option<Pipeline> {
    if !what.text.eq_ignore_ascii_case("info") {
        return None;
    }
    let stack = cx.stacks.exactly();
    let cells =
        [("version", format!("{stack}.0")), ("date", String::new()), ("hash", String::new())];
    let mut output = Vec::new();
    let mut values = Vec::new();
    for (name, text) in cells {
        output.push(cx.attribute(name, DataType::Keyword));
        let value = if text.is_empty() { Value::Null } else { Value::from(text.as_str()) };
        values.push(Expr::literal(DataType::Keyword, value, what.span));
    }
    Some(Pipeline::new(Plan { node: Node::Row(values), output }))
}
