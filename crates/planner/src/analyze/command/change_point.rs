//! `CHANGE_POINT value ON key AS type, pvalue BY groups`: where a metric changes its behavior.
//! Rows come out sorted by the groups and the key.

use std::sync::Arc;

use esql_data::DataType;
use esql_diagnostics::{Diagnostic, codes};
use esql_functions::window::{ChangePoint, WindowFunction, change_point};
use esql_functions::{StackVersion, since};
use esql_parser::esql::ast::{self, Command, Name};

use super::super::Analyzer;
use super::super::scope::Pipeline;
use super::limit;
use crate::expr::{Attribute, ColumnId, Expr, ExprKind};
use crate::logical::{Node, Plan, SortKey};

/// From this version on a series can have several changes, found by another method.
const SEVERAL_SINCE: StackVersion = StackVersion { major: 9, minor: 6 };

/// From this version on buckets of dates that no row falls into count as zero, if BUCKET was told
/// from when to when.
const FILLED_SINCE: StackVersion = StackVersion { major: 9, minor: 5 };

/// What the series are ordered by if nothing else is said.
const TIMESTAMP: &str = "@timestamp";

pub(super) fn change_point(
    cx: &mut Analyzer<'_>,
    pipeline: Pipeline,
    command: &Command,
    change: &ast::ChangePoint,
) -> Pipeline {
    cx.require("`CHANGE_POINT`", since!(preview 8.19, 9.1), command.keyword);
    if !change.by.is_empty() {
        cx.require("`BY` of `CHANGE_POINT`", since!(9.5), command.keyword);
    }
    if cx.stacks.is_at_least(SEVERAL_SINCE) {
        cx.report(
            Diagnostic::error(
                codes::NOT_SUPPORTED,
                format!("`CHANGE_POINT` does not run here as in stack {SEVERAL_SINCE}"),
            )
            .label(command.keyword, "can find several changes there")
            .help("with `--stack 9.5` it finds the most significant one, as that stack does"),
        );
        return Pipeline { unknown: true, ..pipeline };
    }
    let (mut pipeline, groups) = limit::grouping(cx, pipeline, &change.by, "BY of CHANGE_POINT");
    let key = match &change.key {
        Some(key) => column(cx, &mut pipeline, key),
        None => cx.find(&mut pipeline, TIMESTAMP, command.keyword),
    };
    let value = column(cx, &mut pipeline, &change.value);
    let known =
        |column: Option<Attribute>| column.filter(|column| !pipeline.poisoned.contains(&column.id));
    let (Some(key), Some(value)) = (known(key), known(value)) else {
        return Pipeline { unknown: true, ..pipeline };
    };
    check(cx, change, command, &key, &value);
    if cx.stacks.is_at_least(FILLED_SINCE) && key.ty.is_date() && is_bucket(&pipeline.plan, key.id)
    {
        cx.report(
            Diagnostic::error(
                codes::NOT_SUPPORTED,
                format!("`CHANGE_POINT` over BUCKET does not run here as in stack {FILLED_SINCE}"),
            )
            .label(command.keyword, "empty buckets count as zero there")
            .help("with `--stack 9.4` they do not count, as in that stack")
            .help("or give BUCKET a time span, without from when to when"),
        );
    }
    pipeline.search_ended_by.get_or_insert("CHANGE_POINT");
    let order = groups.iter().copied().chain([key.id]).map(ascending).collect();
    pipeline = pipeline.push(&[], |input| Node::Sort { input, keys: order });
    if groups.is_empty() {
        // One more than count, for the warning.
        let count = change_point::MAX_ROWS + 1;
        pipeline = pipeline.push(&[], |input| Node::Limit { input, count });
    }
    let function: Arc<dyn WindowFunction> = Arc::new(ChangePoint);
    let targets: Vec<Attribute> = names(change)
        .into_iter()
        .zip(function.outputs())
        .map(|(name, ty)| cx.attribute(name, *ty))
        .collect();
    targets.iter().for_each(|target| pipeline.show(target));
    let is_grouped = !groups.is_empty();
    let args = [value.id].into_iter().chain(groups).collect();
    let site = cx.site(command.span);
    let added = targets.clone();
    let pipeline =
        pipeline.push(&added, |input| Node::Window { input, function, args, targets, site });
    if is_grouped {
        return pipeline;
    }
    pipeline.push(&[], |input| Node::Limit { input, count: change_point::MAX_ROWS })
}

fn column(cx: &mut Analyzer<'_>, pipeline: &mut Pipeline, name: &Name) -> Option<Attribute> {
    match name.dotted() {
        Some(dotted) => cx.find(pipeline, &dotted, name.span),
        None => {
            cx.missing_parameter(name.span);
            None
        }
    }
}

/// Whether a column is a key of STATS that BUCKET made, told from when to when.
fn is_bucket(plan: &Plan, column: ColumnId) -> bool {
    let inputs = plan.node.inputs();
    let made_by = |value: &Expr| match &value.kind {
        ExprKind::Call(call) => call.def.name == "bucket" && call.args.len() == 4,
        ExprKind::Literal(_) | ExprKind::Column(_) | ExprKind::Poison => false,
    };
    match &plan.node {
        Node::Aggregate { keys, .. } => {
            let key = keys.iter().find(|(key, _)| key.id == column);
            key.is_some_and(|(_, from)| inputs.iter().any(|input| is_bucket(input, *from)))
        }
        Node::Eval { fields, .. } if fields.iter().any(|(made, _)| made.id == column) => {
            fields.iter().any(|(made, value)| made.id == column && made_by(value))
        }
        _ => inputs.iter().any(|input| is_bucket(input, column)),
    }
}

fn ascending(column: ColumnId) -> SortKey {
    SortKey { column, descending: false, nulls_first: false }
}

/// The names of the new columns.
fn names(change: &ast::ChangePoint) -> [String; 2] {
    let (kind, p_value) = match &change.targets {
        Some((kind, p_value)) => (kind.dotted(), p_value.dotted()),
        None => (None, None),
    };
    [kind.unwrap_or_else(|| "type".to_owned()), p_value.unwrap_or_else(|| "pvalue".to_owned())]
}

fn check(
    cx: &mut Analyzer<'_>,
    change: &ast::ChangePoint,
    command: &Command,
    key: &Attribute,
    value: &Attribute,
) {
    if !key.ty.def().sortable {
        let span = change.key.as_ref().map_or(command.keyword, |key| key.span);
        cx.report(
            Diagnostic::error(
                codes::BAD_COLUMN_TYPE,
                format!("a series cannot be ordered by {}", key.ty),
            )
            .label(span, format!("this is {}", key.ty))
            .elastic(format!("change point key [{}] must be sortable", key.name)),
        );
    }
    if !value.ty.is_numeric() && value.ty != DataType::Null {
        cx.report(
            Diagnostic::error(
                codes::TYPE_MISMATCH,
                format!("changes are found in numbers, not in {}", value.ty),
            )
            .label(change.value.span, format!("this is {}", value.ty))
            .elastic(format!("change point value [{}] must be numeric", value.name)),
        );
    }
}
