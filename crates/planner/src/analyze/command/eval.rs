//! `EVAL`: computed columns; one that exists already moves to the end.

use esql_parser::esql::ast::Field;

use super::super::Analyzer;
use super::super::expression::Place;
use super::super::scope::{Pipeline, poison_type};
use super::row::not_representable;

pub(super) fn eval(cx: &mut Analyzer<'_>, mut pipeline: Pipeline, fields: &[Field]) -> Pipeline {
    for field in fields {
        let mut place = Place { subqueries: true, ..Place::plain(&mut pipeline, "EVAL") };
        let value = cx.expr(&mut place, &field.value);
        if value.ty.is_span() {
            not_representable(cx, &value);
        }
        let name = field_name(cx, field);
        let ty = if value.is_poison() { poison_type() } else { value.ty };
        let column = cx.attribute(name, ty);
        cx.note_constant(&column, &value);
        pipeline = pipeline.eval(vec![(column, value)]);
    }
    pipeline
}

/// The name of a field: the one given, or its text, with parentheses if it stands in them.
pub(super) fn field_name(cx: &mut Analyzer<'_>, field: &Field) -> String {
    match &field.name {
        Some(name) => name.dotted().unwrap_or_else(|| {
            cx.missing_parameter(name.span);
            String::new()
        }),
        None => cx.text(field.span).to_owned(),
    }
}
