//! Filters go down: through projections, sorts and computed columns that they do not read, into
//! the scan.

use rustc_hash::FxHashSet;

use super::{conjuncts, map_input};
use crate::expr::{ColumnId, Expr};
use crate::logical::{Node, Plan};

pub(super) fn push_filters(plan: Plan) -> Plan {
    match plan.node {
        Node::Filter { input, condition } => {
            let mut parts = Vec::new();
            conjuncts::split(condition, &mut parts);
            push(push_filters(*input), parts)
        }
        _ => map_input(plan, &mut push_filters),
    }
}

/// Puts conditions as far down into a plan as they can go.
fn push(mut plan: Plan, parts: Vec<Expr>) -> Plan {
    if parts.is_empty() {
        return plan;
    }
    match &mut plan.node {
        Node::Scan(scan) => {
            scan.filter.extend(parts);
            plan
        }
        Node::Project { .. } | Node::Sort { .. } => map_input(plan, &mut once(parts)),
        Node::Filter { condition, .. } => {
            // What is here came to rest here; new parts join it, for they read columns that are
            // made right below, or else `push` would have met this filter further down.
            let mut all = Vec::new();
            conjuncts::split(condition.clone(), &mut all);
            all.extend(parts);
            if let Some(joined) = conjuncts::join(all) {
                *condition = joined;
            }
            plan
        }
        Node::Eval { .. } | Node::MvExpand { .. } => {
            let (through, stay) = passing(&plan, parts);
            above(map_input(plan, &mut once(through)), stay)
        }
        // A limit decides by rows that a filter would take away; groups are no rows of the input.
        Node::Aggregate { .. } | Node::Limit { .. } | Node::TopN { .. } | Node::Row(_) => {
            above(plan, parts)
        }
    }
}

/// A rewriting that pushes these parts, once.
fn once(parts: Vec<Expr>) -> impl FnMut(Plan) -> Plan {
    let mut parts = Some(parts);
    move |input| push(input, parts.take().unwrap_or_default())
}

/// A filter on top of a plan, if there is anything to test.
fn above(plan: Plan, parts: Vec<Expr>) -> Plan {
    match conjuncts::join(parts) {
        None => plan,
        Some(condition) => {
            let output = plan.output.clone();
            Plan { node: Node::Filter { input: Box::new(plan), condition }, output }
        }
    }
}

/// Parts that only read columns which the node did not make itself, and the others.
fn passing(plan: &Plan, parts: Vec<Expr>) -> (Vec<Expr>, Vec<Expr>) {
    let below = plan.node.input().map(|input| input.output.as_slice()).unwrap_or_default();
    let known: FxHashSet<ColumnId> = below.iter().map(|column| column.id).collect();
    parts.into_iter().partition(|part| {
        let mut all_known = true;
        part.columns(&mut |id| all_known &= known.contains(&id));
        all_known
    })
}
