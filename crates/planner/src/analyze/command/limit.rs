//! `LIMIT`: the first rows; `LIMIT ... BY`: the first rows of each group; `DEDUP`: the first of
//! equal rows.

use esql_data::Value;
use esql_diagnostics::{Diagnostic, codes};
use esql_functions::since;
use esql_parser::esql::ast::{Command, Expr, Limit};

use super::super::Analyzer;
use super::super::expression::Place;
use super::super::scope::Pipeline;
use crate::expr::{ColumnId, ExprKind};
use crate::logical::{Node, Plan};

pub(super) fn limit(
    cx: &mut Analyzer<'_>,
    mut pipeline: Pipeline,
    command: &Command,
    limit: &Limit,
) -> Pipeline {
    let count = count(cx, &mut pipeline, &limit.count);
    pipeline.search_ended_by.get_or_insert("LIMIT");
    if !limit.by.is_empty() {
        cx.require("`LIMIT ... BY`", since!(preview 9.4), command.keyword);
        return limit_by(cx, pipeline, count, &limit.by);
    }
    pipeline.limited = Some(command.span);
    pipeline.sampled = None;
    match count {
        Some(count) => pipeline.push(&[], |input| Node::Limit { input, count }),
        None => pipeline,
    }
}

/// `DEDUP`: `LIMIT 1 BY` all columns.
pub(super) fn dedup(cx: &mut Analyzer<'_>, mut pipeline: Pipeline, command: &Command) -> Pipeline {
    cx.require("`DEDUP`", since!(preview 9.6), command.keyword);
    pipeline.search_ended_by.get_or_insert("DEDUP");
    let columns = pipeline.scope.iter().map(|column| column.id);
    let keys = columns.filter(|id| !pipeline.poisoned.contains(id)).collect();
    Pipeline { plan: first_of_groups(pipeline.plan, 1, keys), ..pipeline }
}

fn limit_by(
    cx: &mut Analyzer<'_>,
    pipeline: Pipeline,
    count: Option<usize>,
    by: &[Expr],
) -> Pipeline {
    let (pipeline, keys) = grouping(cx, pipeline, by, "BY of LIMIT");
    match count {
        Some(count) => Pipeline { plan: first_of_groups(pipeline.plan, count, keys), ..pipeline },
        None => pipeline,
    }
}

/// The columns that rows are grouped by; what is no column is computed.
pub(super) fn grouping(
    cx: &mut Analyzer<'_>,
    mut pipeline: Pipeline,
    by: &[Expr],
    command: &'static str,
) -> (Pipeline, Vec<ColumnId>) {
    let mut keys: Vec<ColumnId> = Vec::with_capacity(by.len());
    for key in by {
        let mut place = Place { grouping: true, ..Place::plain(&mut pipeline, command) };
        let value = cx.expr(&mut place, key);
        match value.kind {
            ExprKind::Column(column) if !keys.contains(&column) => keys.push(column),
            ExprKind::Call(_) => {
                let name = cx.text(value.span).to_owned();
                let column = cx.attribute(name, value.ty);
                keys.push(column.id);
                pipeline = pipeline.computed(vec![(column, value)]);
            }
            // The same for all rows, or already told.
            ExprKind::Column(_) | ExprKind::Literal(_) | ExprKind::Poison => {}
        }
    }
    (pipeline, keys)
}

/// Without keys all rows are one group.
pub(super) fn first_of_groups(input: Plan, count: usize, keys: Vec<ColumnId>) -> Plan {
    let output = input.output.clone();
    let input = Box::new(input);
    let node = if keys.is_empty() {
        Node::Limit { input, count }
    } else {
        Node::LimitBy { input, count, keys }
    };
    Plan { node, output }
}

/// The number of rows; `None` after an error.
fn count(cx: &mut Analyzer<'_>, pipeline: &mut Pipeline, count: &Expr) -> Option<usize> {
    let value = cx.expr(&mut Place::plain(pipeline, "LIMIT"), count);
    let rows = match value.as_literal() {
        Some(Value::Integer(rows)) => usize::try_from(*rows).ok(),
        Some(Value::Long(rows)) => usize::try_from(*rows).ok(),
        _ => None,
    };
    if rows.is_none() && !value.is_poison() {
        let text = cx.text(count.span).to_owned();
        cx.report(
            Diagnostic::error(codes::BAD_VALUE, format!("`{text}` is no number of rows"))
                .label(count.span, "a whole number from 0 on is wanted")
                .elastic(format!("value of [limit {text}] must be a non-negative integer")),
        );
    }
    rows
}

/// The first `count` rows of a plan.
pub(in super::super) fn first(plan: Plan, count: usize) -> Plan {
    let output = plan.output.clone();
    Plan { node: Node::Limit { input: Box::new(plan), count }, output }
}
