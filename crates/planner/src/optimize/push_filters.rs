//! Filters go down: through projections, sorts and computed columns that they do not read, into
//! the scan.

use rustc_hash::FxHashSet;

use super::{conjuncts, map_inputs};
use crate::expr::{ColumnId, Expr};
use crate::logical::{Node, Plan};

/// Puts conditions as far down into a plan as they can go, into its scans at best.
#[must_use]
pub fn push_filters(plan: Plan) -> Plan {
    match plan.node {
        Node::Filter { input, condition } => {
            let mut parts = Vec::new();
            conjuncts::split(condition, &mut parts);
            push(push_filters(*input), parts)
        }
        _ => map_inputs(plan, &mut push_filters),
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
        Node::Project { .. } | Node::Sort { .. } => map_inputs(plan, &mut once(parts)),
        Node::Filter { input, condition } => {
            // What is here may have come to rest, and the new parts not.
            let mut all = Vec::new();
            conjuncts::split(condition.clone(), &mut all);
            all.extend(parts);
            push(std::mem::replace(input, Plan::nothing()), all)
        }
        Node::Eval { input, .. } | Node::Extract { input, .. } | Node::MvExpand { input, .. } => {
            let known = input.output.iter().map(|column| column.id).collect();
            let (through, stay) = reading(&known, parts);
            above(map_inputs(plan, &mut once(through)), stay)
        }
        Node::Join { inputs, .. } => {
            let known = inputs.first().into_iter().flat_map(|rows| &rows.output);
            let known = known.map(|column| column.id).collect();
            let (through, stay) = reading(&known, parts);
            let mut through = Some(through);
            // The rows come first, the lookup has no part in it.
            let plan =
                map_inputs(plan, &mut |input| push(input, through.take().unwrap_or_default()));
            above(plan, stay)
        }
        // Elasticsearch tests what only reads keys before it groups. It shows where a key has
        // several values.
        Node::InlineStats { keys, .. } => {
            let known = keys.iter().map(|(_, column)| *column).collect();
            let (through, stay) = reading(&known, parts);
            above(map_inputs(plan, &mut once(through)), stay)
        }
        // A limit decides by rows that a filter would take away, a sample by their numbers, a window
        // looks at all of them; groups are no rows of the input.
        Node::Aggregate { .. }
        | Node::Limit { .. }
        | Node::LimitBy { .. }
        | Node::TopN { .. }
        | Node::Sample { .. }
        | Node::Window { .. }
        | Node::Union { .. }
        | Node::Row(_) => above(plan, parts),
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

/// Parts that read no columns but these, and the others.
fn reading(known: &FxHashSet<ColumnId>, parts: Vec<Expr>) -> (Vec<Expr>, Vec<Expr>) {
    parts.into_iter().partition(|part| {
        let mut all_known = true;
        part.columns(&mut |id| all_known &= known.contains(&id));
        all_known
    })
}
