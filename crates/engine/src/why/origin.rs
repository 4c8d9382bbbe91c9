//! Where a column comes from.

use esql_planner::expr::{Attribute, ColumnId, Expr, ExprKind};
use esql_planner::logical::{Node, Plan};

use crate::observe::Observer;

/// What makes a column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Origin {
    /// It is a field of the documents.
    Field,
    /// It is computed, by this part of the query.
    Computed(String),
    /// It is an aggregate of a group: the text of the call.
    Aggregate(String),
}

/// The fields of the documents that a column is computed from, as far as no group is between.
pub(super) fn fields(plan: &Plan, id: ColumnId) -> Vec<Attribute> {
    let mut wanted = vec![id];
    let mut found = Vec::new();
    let mut plan = plan;
    loop {
        match &plan.node {
            Node::Scan(scan) => {
                let read = scan.fields.iter().filter(|(column, _)| wanted.contains(&column.id));
                found.extend(read.map(|(column, _)| column.clone()));
                return found;
            }
            Node::Eval { fields, .. } => {
                for (column, value) in fields.iter().rev() {
                    if wanted.contains(&column.id) {
                        value.columns(&mut |id| wanted.push(id));
                    }
                }
            }
            Node::Extract { text, targets, .. }
                if targets.iter().any(|column| wanted.contains(&column.id)) =>
            {
                text.columns(&mut |id| wanted.push(id));
            }
            Node::MvExpand { column, target, .. } if wanted.contains(&target.id) => {
                wanted.push(*column);
            }
            Node::Aggregate { .. } | Node::Union { .. } => return found,
            _ => {}
        }
        plan = match plan.node.inputs() {
            [input, ..] => input,
            [] => return found,
        };
    }
}

/// The command that takes a column out of a text, with the column as it comes out there; through
/// what only changes values.
pub(super) fn extract(plan: &Plan, id: ColumnId) -> Option<(&Node, &Attribute)> {
    let mut id = id;
    let mut plan = plan;
    loop {
        match &plan.node {
            Node::Eval { fields, .. } => {
                if let Some((_, value)) = fields.iter().find(|(column, _)| column.id == id) {
                    id = match value.kind {
                        ExprKind::Column(source) => source,
                        ExprKind::Call(ref call) => match call.args.as_slice() {
                            [Expr { kind: ExprKind::Column(source), .. }] => *source,
                            _ => return None,
                        },
                        ExprKind::Literal(_) | ExprKind::Poison => return None,
                    };
                }
            }
            Node::Extract { targets, .. } => {
                if let Some(target) = targets.iter().find(|target| target.id == id) {
                    return Some((&plan.node, target));
                }
            }
            Node::Aggregate { .. } | Node::Union { .. } => return None,
            _ => {}
        }
        plan = plan.node.inputs().first()?;
    }
}

/// A command that takes a text apart, with the text, as it is written.
pub(super) fn extraction(observer: &Observer<'_>, node: &Node) -> Option<String> {
    match node {
        Node::Extract { text, extractor, .. } => {
            Some(format!("{} {}", extractor.command(), observer.text(text.span)))
        }
        _ => None,
    }
}

/// The origin of a column of `plan`; `None` if it cannot be told.
pub(super) fn of(observer: &Observer<'_>, plan: &Plan, id: ColumnId) -> Option<Origin> {
    let mut id = id;
    let mut plan = plan;
    loop {
        let computed = |value: &Expr| Origin::Computed(observer.text(value.span));
        match &plan.node {
            Node::Scan(scan) => {
                let known = scan.fields.iter().any(|(column, _)| column.id == id);
                return known.then_some(Origin::Field);
            }
            Node::Eval { fields, .. } => {
                if let Some((_, value)) = fields.iter().find(|(column, _)| column.id == id) {
                    if let ExprKind::Column(source) = value.kind {
                        id = source;
                    } else {
                        return Some(computed(value));
                    }
                }
            }
            node @ Node::Extract { targets, .. }
                if targets.iter().any(|column| column.id == id) =>
            {
                return extraction(observer, node).map(Origin::Computed);
            }
            Node::Aggregate { keys, aggregates, .. } => {
                if let Some((_, aggregate)) = aggregates.iter().find(|(column, _)| column.id == id)
                {
                    return observer.site(aggregate.call.site).map(Origin::Aggregate);
                }
                if let Some((_, source)) = keys.iter().find(|(key, _)| key.id == id) {
                    id = *source;
                }
            }
            Node::InlineStats { aggregates, fields, .. } => {
                if let Some((_, aggregate)) = aggregates.iter().find(|(column, _)| column.id == id)
                {
                    return observer.site(aggregate.call.site).map(Origin::Aggregate);
                }
                if let Some((_, value)) = fields.iter().find(|(column, _)| column.id == id) {
                    return Some(computed(value));
                }
            }
            Node::MvExpand { column, target, .. } if target.id == id => id = *column,
            _ => {}
        }
        plan = match plan.node.inputs() {
            [input, ..] if !matches!(plan.node, Node::Union { .. }) => input,
            _ => return None,
        };
    }
}
