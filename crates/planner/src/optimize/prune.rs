//! Columns that nobody reads are not computed, and not read from the documents.

use rustc_hash::FxHashSet;

use super::refresh;
use crate::expr::{ColumnId, Expr};
use crate::logical::{Node, Plan};

pub(super) fn prune(plan: Plan) -> Plan {
    let needed = plan.output.iter().map(|column| column.id).collect();
    keep(plan, needed)
}

fn keep(mut plan: Plan, mut needed: FxHashSet<ColumnId>) -> Plan {
    match &mut plan.node {
        Node::Scan(scan) => {
            let mut read = std::mem::take(&mut needed);
            read_by(scan.filter.iter(), &mut read);
            scan.fields.retain(|(column, _)| read.contains(&column.id));
        }
        Node::Row(values) => {
            let mut kept = plan.output.iter().map(|column| needed.contains(&column.id));
            values.retain(|_| kept.next().unwrap_or(true));
            plan.output.retain(|column| needed.contains(&column.id));
        }
        Node::Project { .. } => plan.output.retain(|column| needed.contains(&column.id)),
        Node::Filter { condition, .. } => read_by(std::iter::once(&*condition), &mut needed),
        Node::Eval { fields, .. } => {
            // From the last to the first: a field may be read by later ones.
            let mut kept = Vec::with_capacity(fields.len());
            for (column, value) in std::mem::take(fields).into_iter().rev() {
                if needed.contains(&column.id) {
                    read_by(std::iter::once(&value), &mut needed);
                    kept.push((column, value));
                }
            }
            kept.reverse();
            *fields = kept;
        }
        Node::Aggregate { keys, aggregates, .. } => {
            aggregates.retain(|(column, _)| needed.contains(&column.id));
            needed = keys.iter().map(|(_, column)| *column).collect();
            for (_, aggregate) in aggregates.iter() {
                read_by(aggregate.call.args.iter().chain(&aggregate.filter), &mut needed);
            }
        }
        Node::Sort { keys, .. } | Node::TopN { keys, .. } => {
            needed.extend(keys.iter().map(|key| key.column));
        }
        Node::Limit { .. } => {}
        Node::MvExpand { column, .. } => {
            needed.insert(*column);
        }
    }
    if let Some(input) = plan.node.input_mut() {
        let taken = std::mem::replace(input, Plan::nothing());
        *input = keep(taken, needed);
    }
    refresh(&mut plan);
    match plan.node {
        Node::Eval { input, fields } if fields.is_empty() => *input,
        node => Plan { node, ..plan },
    }
}

fn read_by<'e>(exprs: impl Iterator<Item = &'e Expr>, needed: &mut FxHashSet<ColumnId>) {
    for expr in exprs {
        expr.columns(&mut |id| {
            needed.insert(id);
        });
    }
}
