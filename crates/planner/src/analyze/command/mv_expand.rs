//! `MV_EXPAND`: a row for each value of a column, which keeps its place.

use esql_parser::esql::ast::Name;

use super::super::Analyzer;
use super::super::scope::Pipeline;
use crate::expr::ExprKind;
use crate::logical::Node;

pub(super) fn mv_expand(cx: &mut Analyzer<'_>, mut pipeline: Pipeline, name: &Name) -> Pipeline {
    let value = cx.column(&mut pipeline, name);
    let ExprKind::Column(column) = value.kind else { return pipeline };
    let Some(at) = pipeline.scope.iter().position(|visible| visible.id == column) else {
        return pipeline;
    };
    let target = cx.attribute(pipeline.scope[at].name.clone(), value.ty);
    pipeline.scope[at] = target.clone();
    pipeline.search_ended_by.get_or_insert("MV_EXPAND");
    pipeline.sampled = None;
    let added = [target.clone()];
    let mut pipeline = pipeline.push(&added, |input| Node::MvExpand { input, column, target });
    // What was expanded is gone, whoever looks for it later.
    pipeline.plan.output.retain(|known| known.id != column);
    pipeline
}
