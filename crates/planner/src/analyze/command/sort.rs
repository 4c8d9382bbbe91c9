//! `SORT`: rows by keys; a key may be an expression.

use esql_diagnostics::{Diagnostic, codes};
use esql_parser::esql::ast;

use super::super::Analyzer;
use super::super::expression::Place;
use super::super::scope::Pipeline;
use crate::expr::ExprKind;
use crate::logical::{Node, SortKey};

pub(super) fn sort(
    cx: &mut Analyzer<'_>,
    mut pipeline: Pipeline,
    keys: &[ast::SortKey],
) -> Pipeline {
    let mut sorted = Vec::with_capacity(keys.len());
    for key in keys {
        let value = cx.expr(&mut Place::plain(&mut pipeline, "SORT"), &key.value);
        if value.is_poison() {
            continue;
        }
        if !value.ty.def().sortable {
            let ty = value.ty;
            cx.report(
                Diagnostic::error(codes::BAD_COLUMN_TYPE, format!("rows cannot be sorted by {ty}"))
                    .label(value.span, format!("this is {ty}"))
                    .elastic(format!("cannot sort on {ty}")),
            );
            continue;
        }
        let column = match value.kind {
            ExprKind::Column(column) => column,
            // Every row has the same key.
            ExprKind::Literal(_) => continue,
            _ => {
                let name = cx.text(value.span).to_owned();
                let column = cx.attribute(name, value.ty);
                pipeline = pipeline.computed(vec![(column.clone(), value)]);
                column.id
            }
        };
        sorted.push(SortKey {
            column,
            descending: key.descending,
            nulls_first: key.nulls_first.unwrap_or(key.descending),
        });
    }
    if sorted.is_empty() {
        return pipeline;
    }
    pipeline.push(&[], |input| Node::Sort { input, keys: sorted })
}
