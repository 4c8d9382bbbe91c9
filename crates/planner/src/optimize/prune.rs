//! Columns that nobody reads are not computed, and not read from the documents.

use rustc_hash::FxHashSet;

use super::refresh;
use crate::expr::{Attribute, ColumnId, Expr};
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
            // Of hundreds of fields few are left, and the plan may be one of thousands.
            scan.fields.shrink_to_fit();
        }
        Node::Row(values) => {
            let mut kept = plan.output.iter().map(|column| needed.contains(&column.id));
            values.retain(|_| kept.next().unwrap_or(true));
            plan.output.retain(|column| needed.contains(&column.id));
        }
        Node::Project { .. } => plan.output.retain(|column| needed.contains(&column.id)),
        Node::Filter { condition, .. } => read_by(std::iter::once(&*condition), &mut needed),
        Node::Eval { fields, .. } => keep_fields(fields, &mut needed),
        Node::Extract { text, targets, .. } => {
            if targets.iter().any(|column| needed.contains(&column.id)) {
                read_by(std::iter::once(&*text), &mut needed);
            } else {
                targets.clear();
            }
        }
        Node::Aggregate { keys, aggregates, .. } => {
            aggregates.retain(|(column, _)| needed.contains(&column.id));
            needed = keys.iter().map(|(_, column)| *column).collect();
            for (_, aggregate) in aggregates.iter() {
                read_by(aggregate.reads(), &mut needed);
            }
        }
        Node::Sort { keys, .. } | Node::TopN { keys, .. } => {
            needed.extend(keys.iter().map(|key| key.column));
        }
        Node::InlineStats { keys, aggregates, fields, .. } => {
            keep_fields(fields, &mut needed);
            aggregates.retain(|(column, _)| needed.contains(&column.id));
            if !aggregates.is_empty() || !fields.is_empty() {
                needed.extend(keys.iter().map(|(_, column)| *column));
            }
            for (_, aggregate) in aggregates.iter() {
                read_by(aggregate.reads(), &mut needed);
            }
        }
        Node::LimitBy { keys, .. } => needed.extend(keys.iter().copied()),
        // What it warns of is part of the answer.
        Node::Window { args, .. } => needed.extend(args.iter().copied()),
        Node::Limit { .. } | Node::Sample { .. } => {}
        Node::Join { inputs, join } => {
            read_by(join.conditions.iter(), &mut needed);
            needed.extend(join.keys.iter().flat_map(|(row, lookup)| [*row, *lookup]));
            for input in inputs {
                *input = keep(std::mem::replace(input, Plan::nothing()), needed.clone());
            }
            refresh(&mut plan);
            return plan;
        }
        Node::Union { inputs } => {
            let kept: Vec<bool> =
                plan.output.iter().map(|column| needed.contains(&column.id)).collect();
            for input in inputs {
                let columns = input.output.iter().zip(&kept).filter(|(_, kept)| **kept);
                let columns = columns.map(|(column, _)| column.id).collect();
                *input = keep(std::mem::replace(input, Plan::nothing()), columns);
            }
            plan.output.retain(|column| needed.contains(&column.id));
            return plan;
        }
        Node::MvExpand { column, .. } => {
            needed.insert(*column);
        }
    }
    if let [input] = plan.node.inputs_mut() {
        let taken = std::mem::replace(input, Plan::nothing());
        *input = keep(taken, needed);
    }
    refresh(&mut plan);
    match plan.node {
        Node::Eval { input, fields } if fields.is_empty() => *input,
        Node::Extract { input, targets, .. } if targets.is_empty() => *input,
        Node::InlineStats { input, aggregates, fields, .. }
            if aggregates.is_empty() && fields.is_empty() =>
        {
            *input
        }
        node => Plan { node, ..plan },
    }
}

/// Keeps the computed columns that are needed, from the last to the first: one may be read by
/// those after it.
fn keep_fields(fields: &mut Vec<(Attribute, Expr)>, needed: &mut FxHashSet<ColumnId>) {
    let mut kept = Vec::with_capacity(fields.len());
    for (column, value) in std::mem::take(fields).into_iter().rev() {
        if needed.contains(&column.id) {
            read_by(std::iter::once(&value), needed);
            kept.push((column, value));
        }
    }
    kept.reverse();
    *fields = kept;
}

fn read_by<'e>(exprs: impl Iterator<Item = &'e Expr>, needed: &mut FxHashSet<ColumnId>) {
    for expr in exprs {
        expr.columns(&mut |id| {
            needed.insert(id);
        });
    }
}
