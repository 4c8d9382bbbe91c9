//! `FIELD_EXTRACT(field, "path")`: a part of a `flattened` field, read from the index as a keyword
//! of its own.

use esql_data::{DataType, Value};
use esql_diagnostics::{Diagnostic, Span, codes};
use esql_parser::esql::ast::{self, ExprKind};

use super::expression::{FunctionCall, Place};
use super::{Analyzer, report};
use crate::catalog::{CatalogField, FieldMapping, Lookup, Values};
use crate::expr::Expr;
use crate::scan::FieldSource;

impl Analyzer<'_> {
    pub(super) fn field_extract(&mut self, place: &mut Place<'_>, call: &FunctionCall<'_>) -> Expr {
        let [field, path] = call.args else {
            let message = format!("`FIELD_EXTRACT` takes 2 arguments, not {}", call.args.len());
            self.report(
                Diagnostic::error(codes::WRONG_ARITY, message).label(call.span, "in this call"),
            );
            return Expr::poison(call.span);
        };
        let path_value = self.expr(&mut Place::plain(place.pipeline, place.command), path);
        if path_value.is_poison() {
            return Expr::poison(call.span);
        }
        let Some(Value::Text(key)) = path_value.as_literal().cloned() else {
            return self.refused(path.span, "a path that is no constant string");
        };
        if key.contains(['[', ']']) {
            return self.refused(path.span, "a path with brackets");
        }
        if place.pipeline.unknown {
            return Expr::poison(call.span);
        }
        match self.flattened(place, field) {
            Ok(found) => self.part(place, &found, &key, call.span),
            Err(poison) => poison,
        }
    }

    /// The field, which must be `flattened` and come from the index under its own name.
    fn flattened(&mut self, place: &Place<'_>, field: &ast::Expr) -> Result<CatalogField, Expr> {
        let name = match &field.kind {
            ExprKind::Column(name) => name.dotted(),
            _ => None,
        };
        let Some(name) = name else {
            return Err(self.refused(field.span, "what is no field of the index"));
        };
        match self.field(&place.pipeline.indices, &name) {
            Lookup::Found(found) if found.mapping.kind == "flattened" && found.name == name => {
                let visible = place.pipeline.find(&name);
                let is_own = visible.map_or(place.pipeline.open, |column| {
                    self.is_index_field(place.pipeline, column)
                });
                if is_own {
                    return Ok(found);
                }
                Err(self.refused(field.span, "a column that is no field of the index any more"))
            }
            Lookup::Found(found) => {
                let ty = found.ty;
                let text = self.text(field.span).to_owned();
                self.report(
                    Diagnostic::error(
                        codes::TYPE_MISMATCH,
                        format!("`FIELD_EXTRACT` does not take {ty} as its first argument"),
                    )
                    .label(field.span, format!("this is {ty}"))
                    .help("a field that is mapped as `flattened` is wanted")
                    .elastic(format!(
                        "first argument of [FIELD_EXTRACT] must be [flattened], found value \
                         [{text}] type [{ty}]"
                    )),
                );
                Err(Expr::poison(field.span))
            }
            Lookup::Unmapped | Lookup::Missing => {
                let similar = self.catalog.similar(&place.pipeline.indices, &name);
                self.report(report::unknown_column(&name, field.span, &similar));
                Err(Expr::poison(field.span))
            }
        }
    }

    fn part(&mut self, place: &mut Place<'_>, field: &CatalogField, key: &str, span: Span) -> Expr {
        let mapping = FieldMapping {
            path: format!("{}.{key}", field.mapping.path),
            kind: field.mapping.kind.clone(),
            ignore_above: field.mapping.ignore_above,
            scaling_factor: None,
            constant: None,
            lowercase: false,
            values: Values::Usual,
        };
        let column = self.attribute(mapping.path.clone(), DataType::Keyword);
        let from = FieldSource::Field(mapping);
        if !place.pipeline.plan.bring_up(&column, Some(&from)) {
            return self.refused(span, "a field that the rows do not have any more");
        }
        Expr::column(&column, span)
    }

    fn refused(&mut self, span: Span, what: &str) -> Expr {
        self.refuse(&format!("`FIELD_EXTRACT` of {what}"), span);
        Expr::poison(span)
    }
}
