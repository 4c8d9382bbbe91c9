//! Buckets without rows: `BUCKET(..., {"include_empty_buckets": true})` behind BY of STATS.
//!
//! The buckets that may be missing are made for each group and stand behind those that have rows.
//! Of equal keys the first is kept, and all are put in order. Source: the Elasticsearch reference,
//! "BUCKET".

use esql_data::{DataType, Value};
use esql_diagnostics::{Diagnostic, Span, codes};
use esql_functions::{CallSite, bucket_starts, registry, since};
use esql_parser::esql::ast::{self, ExprKind, Literal, MapValue};

use super::super::Analyzer;
use super::super::expression::Place;
use super::super::scope::Pipeline;
use super::limit::first_of_groups;
use crate::expr::{Attribute, ColumnId, Expr};
use crate::logical::{Aggregate, Node, Plan, SortKey};

const OPTION: &str = "include_empty_buckets";

/// How many buckets one call may make.
const MOST: usize = 100_000;

/// A key whose empty buckets are wanted, and the starts of all buckets of its range.
pub(super) struct Filled {
    /// The key as it comes out.
    pub key: ColumnId,
    /// The starts, all in one cell.
    pub starts: Expr,
}

/// The starts of the buckets that a key of type `ty` has, rows or not, if it is a call that asks for
/// them.
pub(super) fn starts(
    cx: &mut Analyzer<'_>,
    pipeline: &mut Pipeline,
    key: &ast::Expr,
    ty: DataType,
) -> Option<Expr> {
    let ExprKind::Call { name: Ok(name), args, options: Some(options), .. } = &key.kind else {
        return None;
    };
    // The field that BUCKET takes first is not looked at.
    let range = match registry::find(&name.text)?.name {
        "bucket" => args.get(1..)?,
        "tbucket" => args,
        _ => return None,
    };
    let is_option = |name: &ast::Text| name.value.as_ref().is_ok_and(|name| name == OPTION);
    let (_, wanted) = options.entries.iter().find(|(name, _)| is_option(name))?;
    cx.require(&format!("option `{OPTION}`"), since!(9.6), options.span);
    let problem = match (truth(wanted), range) {
        (Some(false), _) => return None,
        (Some(true), [_, _, _]) => return read(cx, pipeline, range, key.span, ty),
        (Some(true), _) => format!("option `{OPTION}` needs a range"),
        (None, _) => format!("option `{OPTION}` is true or false"),
    };
    let shown = cx.text(key.span).to_owned();
    cx.report(
        Diagnostic::error(codes::BAD_VALUE, problem)
            .label(options.span, "here")
            .elastic(format!("[{OPTION}] in [{shown}] requires [from] and [to]")),
    );
    None
}

/// A boolean, perhaps in quotes.
fn truth(value: &MapValue) -> Option<bool> {
    let MapValue::Expr(ast::Expr { kind: ExprKind::Literal(literal), .. }) = value else {
        return None;
    };
    match literal {
        Literal::Boolean(value) => Some(*value),
        Literal::String(text) => text.to_lowercase().parse().ok(),
        _ => None,
    }
}

/// The starts of the buckets of a range: how many at most, from where, to where.
fn read(
    cx: &mut Analyzer<'_>,
    pipeline: &mut Pipeline,
    range: &[ast::Expr],
    span: Span,
    ty: DataType,
) -> Option<Expr> {
    let mut args = vec![Expr::literal(ty, Value::Null, span)];
    for arg in range {
        let arg = cx.expr(&mut Place::plain(pipeline, "BY of STATS"), arg);
        args.push(cx.constant(arg));
    }
    let args = cx.call_args(&args);
    let site = CallSite { args: &args, options: &[], ret: ty, session: cx.session };
    let starts = match bucket_starts(&site, MOST) {
        Ok(Some(starts)) => starts,
        Ok(None) => {
            cx.refuse(&format!("a range of more than {MOST} buckets"), span);
            return None;
        }
        // The call has told.
        Err(_) => return None,
    };
    let starts = match <[Value; 1]>::try_from(starts) {
        Ok([start]) => start,
        Err(starts) if starts.is_empty() => Value::Null,
        Err(starts) => Value::List(starts),
    };
    Some(Expr::literal(ty, starts, span))
}

/// Puts the missing buckets among the groups.
pub(super) fn fill(
    cx: &mut Analyzer<'_>,
    groups: Plan,
    keys: &[(Attribute, ColumnId)],
    aggregates: &[(Attribute, Aggregate)],
    filled: &[Filled],
) -> Plan {
    let is_filled = |id: ColumnId| filled.iter().any(|filled| filled.key == id);
    let ids = keys.iter().map(|(key, _)| key.id);
    let (buckets, others): (Vec<ColumnId>, Vec<ColumnId>) = ids.partition(|id| is_filled(*id));
    let output = groups.output.clone();
    let empty = empty(cx, &groups, &others, aggregates, filled);
    let union = Plan { node: Node::Union { inputs: vec![groups, empty] }, output: output.clone() };
    let order: Vec<ColumnId> = others.into_iter().chain(buckets).collect();
    let sort = |column| SortKey { column, descending: false, nulls_first: false };
    let keys = order.iter().copied().map(sort).collect();
    let first = first_of_groups(union, 1, order);
    Plan { node: Node::Sort { input: Box::new(first), keys }, output }
}

/// All buckets of each group, as if they had no rows.
fn empty(
    cx: &mut Analyzer<'_>,
    groups: &Plan,
    others: &[ColumnId],
    aggregates: &[(Attribute, Aggregate)],
    filled: &[Filled],
) -> Plan {
    let mut plan = if others.is_empty() {
        // There are buckets even if there are no rows at all.
        Plan { node: Node::Row(Vec::new()), output: Vec::new() }
    } else {
        first_of_groups(groups.clone(), 1, others.to_vec())
    };
    let mut output = groups.output.clone();
    for Filled { key, starts } in filled {
        let list = cx.attribute("starts", starts.ty);
        plan = eval(plan, list.clone(), starts.clone());
        let Some(at) = output.iter().position(|column| column.id == *key) else { continue };
        let target = cx.attribute(output[at].name.clone(), starts.ty);
        output[at] = target.clone();
        let mut expanded = plan.output.clone();
        expanded.retain(|column| column.id != list.id);
        expanded.push(target.clone());
        let node = Node::MvExpand { input: Box::new(plan), column: list.id, target };
        plan = Plan { node, output: expanded };
    }
    for (column, aggregate) in aggregates {
        let Some(at) = output.iter().position(|known| known.id == column.id) else { continue };
        let value = match aggregate.call.def.name {
            "count" | "count_distinct" => Value::Long(0),
            _ => Value::Null,
        };
        let span = filled.first().map_or_else(Default::default, |filled| filled.starts.span);
        output[at] = cx.attribute(column.name.clone(), column.ty);
        plan = eval(plan, output[at].clone(), Expr::literal(column.ty, value, span));
    }
    // A range without a bucket has none to add.
    for Filled { starts, .. } in filled {
        if starts.as_literal().is_none_or(Value::is_null) {
            let output = plan.output.clone();
            plan = Plan { node: Node::Limit { input: Box::new(plan), count: 0 }, output };
        }
    }
    Plan { node: Node::Project { input: Box::new(plan) }, output }
}

fn eval(plan: Plan, column: Attribute, value: Expr) -> Plan {
    let mut output = plan.output.clone();
    output.push(column.clone());
    Plan { node: Node::Eval { input: Box::new(plan), fields: vec![(column, value)] }, output }
}

/// Whether an aggregate of no rows is what [`fill`] says it is.
pub(super) fn is_plain(aggregate: &Aggregate) -> bool {
    let constant = aggregate.call.args.first().is_some_and(|arg| arg.as_literal().is_some());
    aggregate.series.is_none() && !(aggregate.call.def.name == "count_distinct" && constant)
}
