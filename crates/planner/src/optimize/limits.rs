//! Limits go down through what keeps rows one to one; two become the smaller one; with a sort
//! below, both become a top-n.

use super::map_inputs;
use crate::logical::{Node, Plan};
use crate::physical::JoinKind;

pub(super) fn push_limits(plan: Plan) -> Plan {
    match plan.node {
        Node::Limit { input, count } => push(*input, count),
        _ => map_inputs(plan, &mut push_limits),
    }
}

fn push(mut plan: Plan, count: usize) -> Plan {
    match &mut plan.node {
        Node::Project { .. } | Node::Eval { .. } | Node::Extract { .. } => {
            map_inputs(plan, &mut |input| push(input, count))
        }
        Node::Limit { input, count: inner } => {
            let count = count.min(*inner);
            push(std::mem::replace(input, Plan::nothing()), count)
        }
        Node::TopN { count: inner, .. } => {
            *inner = count.min(*inner);
            map_inputs(plan, &mut push_limits)
        }
        Node::Sort { input, keys } => {
            let input = push_limits(std::mem::replace(input, Plan::nothing()));
            let node = Node::TopN { input: Box::new(input), keys: std::mem::take(keys), count };
            Plan { node, output: plan.output }
        }
        Node::Join { inputs, join } => {
            // A row stays at least one, and exactly one if all that is found stands in one cell.
            let is_one = join.kind != JoinKind::Rows;
            if let Some(rows) = inputs.first_mut() {
                *rows = push(std::mem::replace(rows, Plan::nothing()), count);
            }
            if is_one {
                return plan;
            }
            let output = plan.output.clone();
            Plan { node: Node::Limit { input: Box::new(plan), count }, output }
        }
        Node::Scan(_)
        | Node::Row(_)
        | Node::Filter { .. }
        | Node::Aggregate { .. }
        | Node::MvExpand { .. }
        | Node::InlineStats { .. }
        | Node::LimitBy { .. }
        | Node::Sample { .. }
        | Node::Window { .. }
        | Node::Union { .. } => {
            let plan = map_inputs(plan, &mut push_limits);
            let output = plan.output.clone();
            Plan { node: Node::Limit { input: Box::new(plan), count }, output }
        }
    }
}
