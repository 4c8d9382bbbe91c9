//! `ROW` and `SHOW INFO`: one row of constants, and of what is computed from them.

use esql_data::{DataType, Value};
use esql_diagnostics::{Diagnostic, codes};
use esql_functions::since;
use esql_parser::esql::ast::{Field, Identifier};

use super::super::Analyzer;
use super::super::expression::Place;
use super::super::scope::{Pipeline, poison_type};
use super::eval::field_name;
use crate::catalog::Unmapped;
use crate::expr::{Attribute, Expr};
use crate::logical::{Node, Plan};

pub(super) fn row(cx: &mut Analyzer<'_>, fields: &[Field]) -> Pipeline {
    let mut pipeline = Pipeline::new(Plan::nothing());
    let knows_earlier = fields.len() > 1 && cx.stacks.has(since!(9.4));
    for field in fields {
        let mut nothing = Pipeline::new(Plan::nothing());
        let known = if knows_earlier { &mut pipeline } else { &mut nothing };
        let value = cx.expr(&mut Place::plain(known, "ROW"), &field.value);
        let name = field_name(cx, field);
        let ty = if value.is_poison() { poison_type() } else { value.ty };
        if ty.is_span() {
            not_representable(cx, &value);
        }
        let column = cx.attribute(name, ty);
        cx.note_constant(&column, &value);
        pipeline = with_field(pipeline, column, value);
    }
    // What is not there is null if the query says so.
    pipeline.open = cx.unmapped.is_some_and(|unmapped| unmapped != Unmapped::Fail);
    pipeline
}

/// Adds a field: a constant of the row, or what is computed from fields before it.
fn with_field(mut pipeline: Pipeline, column: Attribute, value: Expr) -> Pipeline {
    let mut reads_others = false;
    value.columns(&mut |_| reads_others = true);
    let Plan { node: Node::Row(values), output } = &mut pipeline.plan else {
        return pipeline.eval(vec![(column, value)]);
    };
    if reads_others {
        return pipeline.eval(vec![(column, value)]);
    }
    // Nothing reads an earlier field of that name.
    if let Some(at) = output.iter().position(|earlier| earlier.name == column.name) {
        output.remove(at);
        values.remove(at);
    }
    if value.is_poison() {
        pipeline.poisoned.insert(column.id);
    }
    values.push(value);
    output.push(column.clone());
    pipeline.show(&column);
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
