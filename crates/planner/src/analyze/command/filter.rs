//! `WHERE condition`; a search right behind a FROM with subqueries looks into each of these.

use esql_data::{DataType, Value};
use esql_functions::{Family, registry};
use esql_parser::esql::ast::{Command, Expr, ExprKind};

use super::super::Analyzer;
use super::super::expression::Place;
use super::super::scope::Pipeline;
use super::condition_expr;
use super::fork::{Branches, unite};
use crate::expr::Expr as Resolved;
use crate::logical::Node;

pub(super) fn filter(
    cx: &mut Analyzer<'_>,
    mut pipeline: Pipeline,
    command: &Command,
    condition: &Expr,
) -> Pipeline {
    let behind_from = matches!(pipeline.plan.node, Node::Union { .. });
    if behind_from && !pipeline.branches.is_empty() && searches(condition) {
        return in_branches(cx, pipeline, command, condition);
    }
    let mut place = Place { subqueries: true, ..Place::condition(&mut pipeline, "WHERE") };
    let condition = condition_expr(cx, &mut place, condition);
    if condition.is_poison() {
        return pipeline;
    }
    pipeline.push(&[], |input| Node::Filter { input, condition })
}

/// Filters each branch; a column that only others have is null in it.
fn in_branches(
    cx: &mut Analyzer<'_>,
    mut pipeline: Pipeline,
    command: &Command,
    condition: &Expr,
) -> Pipeline {
    let mut ends = Vec::with_capacity(pipeline.branches.len());
    for mut branch in std::mem::take(&mut pipeline.branches) {
        for column in &pipeline.scope {
            if branch.find(&column.name).is_none() {
                let missing = cx.attribute(column.name.clone(), DataType::Null);
                let null = Resolved::literal(DataType::Null, Value::Null, command.span);
                branch = branch.eval(vec![(missing, null)]);
            }
        }
        ends.push(filter(cx, branch, command, condition));
    }
    unite(cx, ends, Branches::Subqueries, command)
}

/// Whether there is a search in a condition.
fn searches(condition: &Expr) -> bool {
    let is_search =
        |name: &str| registry::find(name).is_some_and(|def| def.family == Family::Search);
    let mut found = false;
    condition.each(&mut |expr| {
        found |= match &expr.kind {
            ExprKind::Match { .. } => true,
            ExprKind::Call { name: Ok(name), .. } => is_search(&name.text),
            _ => false,
        };
    });
    found
}
