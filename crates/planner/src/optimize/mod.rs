//! The optimizer: named rules over the logical plan, each of which keeps the answer.

mod conjuncts;
mod limits;
mod prune;
mod push_filters;

use crate::logical::Plan;
pub use push_filters::push_filters;

/// A rule: its name, and what it does.
pub struct Rule {
    /// The name, as plans after it are called.
    pub name: &'static str,
    /// The rewriting.
    pub apply: fn(Plan) -> Plan,
}

/// The rules in the order in which they run.
///
/// Filters have gone down already, which shows in warnings and is done by the analyzer. Columns are
/// pruned last, when it is settled who needs them.
pub const RULES: &[Rule] = &[
    Rule { name: "push limits down", apply: limits::push_limits },
    Rule { name: "prune columns", apply: prune::prune },
];

/// Runs all rules.
#[must_use]
pub fn optimize(plan: Plan) -> Plan {
    RULES.iter().fold(plan, |plan, rule| (rule.apply)(plan))
}

/// Makes the plan's output fit its inputs again, after a rule changed what is below.
fn refresh(plan: &mut Plan) {
    use crate::logical::Node;
    plan.output = match &plan.node {
        Node::Scan(scan) => scan.fields.iter().map(|(column, _)| column.clone()).collect(),
        Node::Row(_) | Node::Project { .. } | Node::Union { .. } => return,
        Node::Filter { input, .. }
        | Node::Sort { input, .. }
        | Node::Limit { input, .. }
        | Node::LimitBy { input, .. }
        | Node::Sample { input, .. }
        | Node::TopN { input, .. } => input.output.clone(),
        Node::Eval { input, fields } => {
            let added = fields.iter().map(|(column, _)| column);
            input.output.iter().chain(added).cloned().collect()
        }
        Node::Extract { input, targets, .. } | Node::Window { input, targets, .. } => {
            input.output.iter().chain(targets).cloned().collect()
        }
        Node::InlineStats { input, aggregates, fields, .. } => {
            let aggregates = aggregates.iter().map(|(column, _)| column);
            let added = aggregates.chain(fields.iter().map(|(column, _)| column));
            input.output.iter().chain(added).cloned().collect()
        }
        Node::Join { inputs, .. } => {
            inputs.iter().flat_map(|input| &input.output).cloned().collect()
        }
        Node::MvExpand { input, column, target } => {
            let kept = input.output.iter().filter(|known| known.id != *column);
            kept.chain(std::iter::once(target)).cloned().collect()
        }
        Node::Aggregate { keys, aggregates, .. } => aggregates
            .iter()
            .map(|(column, _)| column)
            .chain(keys.iter().map(|(column, _)| column))
            .cloned()
            .collect(),
    };
}

/// Rewrites the inputs of a node, and makes the output fit again.
fn map_inputs(mut plan: Plan, rewrite: &mut dyn FnMut(Plan) -> Plan) -> Plan {
    for input in plan.node.inputs_mut() {
        let taken = std::mem::replace(input, Plan::nothing());
        *input = rewrite(taken);
    }
    refresh(&mut plan);
    plan
}
