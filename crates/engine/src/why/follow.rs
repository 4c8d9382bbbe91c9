//! One event on its way through the query: into which group it went, what decided, where it ended.

use esql_data::{DataType, Value};
use esql_diagnostics::Span;
use esql_planner::catalog::IndexPattern;
use esql_planner::expr::{Attribute, Expr};
use esql_planner::logical::{Node, Plan, Scan};
use esql_planner::scan::Metadata;

use super::finding::{Row, finding};
use super::group::{self, Group};
use super::nearest::{ignored_names, read_columns};
use super::{Condition, Seen, Shown, Stop, Trail};
use crate::Failure;
use crate::observe::{Cells, Identity, Observer, filter};

/// How many rows of an event, or groups, are shown at a command.
const MOST_SEEN: usize = 5;

/// The rows that are followed: cells that they have in some columns.
struct Tracked {
    rows: Vec<Cells>,
}

/// Follows the event called `id`.
pub(super) fn follow(
    observer: &Observer<'_>,
    steps: &[esql_planner::Step],
    id: &str,
) -> Result<Trail, Failure> {
    let mut trail =
        Trail { id: id.to_owned(), stops: Vec::new(), matched: false, other_index: None };
    let mut tracked: Option<Tracked> = None;
    let mut before: Option<&Plan> = None;
    for (at, step) in steps.iter().enumerate() {
        let plan = &step.plan;
        if let (Some(group), Some(old)) = (new_aggregate(plan, before), &tracked) {
            tracked = Some(groups(observer, group, old)?);
        }
        let mut here = plan.clone();
        let identity = observer.identify(&mut here);
        if tracked.is_none() {
            let Some(first) = identity.columns.first().filter(|_| !identity.grouped) else {
                // The rows of several sources cannot be told apart.
                return Ok(trail);
            };
            let cell = (first.clone(), Value::from(id));
            tracked = Some(Tracked { rows: vec![vec![cell]] });
        }
        let Some(old) = &tracked else { return Ok(trail) };
        let Some(condition) = selection(old, &identity) else { return Ok(trail) };
        let seen = match &plan.node {
            Node::Filter { input, condition: tested } => decided(observer, input, tested, old)?,
            _ => made(observer, &here, before, &identity, &condition)?,
        };
        let rows = observer.count(filter(here, condition))?;
        trail.stops.push(Stop { step: at, rows, seen });
        if rows == 0 {
            if at == 0 {
                trail.other_index = index_of(observer, id)?;
            }
            return Ok(trail);
        }
        before = Some(plan);
    }
    trail.matched = true;
    Ok(trail)
}

/// The node that groups, if the last command is a STATS.
fn new_aggregate<'p>(plan: &'p Plan, before: Option<&Plan>) -> Option<&'p Plan> {
    let top = aggregate(plan)?;
    let known = before.is_some_and(|before| aggregates(before) == aggregates(plan));
    (!known).then_some(top)
}

fn aggregate(plan: &Plan) -> Option<&Plan> {
    match &plan.node {
        Node::Aggregate { .. } => Some(plan),
        Node::Union { .. } => None,
        node => aggregate(node.inputs().first()?),
    }
}

/// How many commands of a plan group.
fn aggregates(plan: &Plan) -> usize {
    match aggregate(plan) {
        Some(top) => 1 + top.node.inputs().first().map_or(0, aggregates),
        None => 0,
    }
}

/// The groups that tracked rows go into.
fn groups(observer: &Observer<'_>, group: &Plan, old: &Tracked) -> Result<Tracked, Failure> {
    let Node::Aggregate { input, keys, .. } = &group.node else {
        return Ok(Tracked { rows: Vec::new() });
    };
    let mut plan = (**input).clone();
    let identity = observer.identify(&mut plan);
    let sources: Vec<Attribute> =
        keys.iter().map(|(key, source)| Attribute { id: *source, ..key.clone() }).collect();
    let Some(condition) = selection(old, &identity) else {
        return Ok(Tracked { rows: Vec::new() });
    };
    let rows = observer.rows(filter(plan, condition), &sources)?;
    let mut found: Vec<Cells> = Vec::new();
    for row in 0..rows.len() {
        // A key of several values puts the row into a group for each.
        let mut cells: Vec<Cells> = vec![Vec::new()];
        for ((key, _), source) in keys.iter().zip(&sources) {
            let value = rows.value(source.id, row);
            let values = if value.is_null() { vec![Value::Null] } else { value.values().to_vec() };
            cells = cells
                .into_iter()
                .flat_map(|cells| {
                    values.iter().map(move |value| {
                        let mut cells = cells.clone();
                        cells.push((key.clone(), value.clone()));
                        cells
                    })
                })
                .collect();
        }
        for cells in cells {
            if !found.contains(&cells) {
                found.push(cells);
            }
        }
    }
    Ok(Tracked { rows: found })
}

/// The condition that is true for the tracked rows alone; `None` if it cannot be put.
fn selection(tracked: &Tracked, identity: &Identity) -> Option<Expr> {
    let here = Span::at(0);
    // The scans of several steps may call the same metadata by other numbers.
    let is_same = |one: &Attribute, other: &Attribute| {
        one.id == other.id || !identity.grouped && one.name == other.name
    };
    let mut any: Vec<Expr> = Vec::new();
    for cells in &tracked.rows {
        let mut all: Vec<Expr> = Vec::new();
        for (column, value) in cells {
            let column = identity.columns.iter().find(|one| is_same(one, column))?;
            let cell = Expr::column(column, here);
            all.push(match value {
                Value::Null => Expr::call("is_null", vec![cell], here)?,
                value => {
                    let literal = Expr::literal(column.ty, value.clone(), here);
                    Expr::call("equal", vec![cell, literal], here)?
                }
            });
        }
        any.push(joined("and", all)?);
    }
    joined("or", any)
}

/// Conditions joined by an operator; without any, what is always true or never.
fn joined(operator: &str, mut parts: Vec<Expr>) -> Option<Expr> {
    let here = Span::at(0);
    match parts.len() {
        0 => Some(Expr::literal(DataType::Boolean, Value::Boolean(operator == "and"), here)),
        1 => parts.pop(),
        _ => Expr::call(operator, parts, here),
    }
}

/// What the conditions of a WHERE came to for the tracked rows.
fn decided(
    observer: &Observer<'_>,
    input: &Plan,
    condition: &Expr,
    tracked: &Tracked,
) -> Result<Vec<Seen>, Failure> {
    let conditions = Condition::conjuncts(condition);
    let mut plan = input.clone();
    let identity = observer.identify(&mut plan);
    let ignored =
        (!identity.grouped).then(|| observer.metadata(&mut plan, Metadata::Ignored)).flatten();
    let Some(selection) = selection(tracked, &identity) else { return Ok(Vec::new()) };
    let mut wanted = read_columns(&mut plan, &conditions);
    wanted.extend(identity.columns.iter().chain(&ignored).cloned());
    let rows = observer.rows(filter(plan, selection), &wanted)?;
    let mut seen = Vec::new();
    for row in 0..rows.len().min(MOST_SEEN) {
        let cells = rows.cells(row);
        let context =
            Row { plan: input, cells: &cells, ignored: ignored_names(&rows, &ignored, row) };
        let mut findings = Vec::with_capacity(conditions.len());
        for condition in &conditions {
            findings.push(finding(observer, &context, condition)?);
        }
        let identity = cells_of(&identity.columns, &cells);
        seen.push(Seen { identity, values: Vec::new(), findings });
    }
    if identity.grouped {
        let mut groups: Vec<Group<'_>> = seen
            .iter_mut()
            .map(|one| Group { identity: &one.identity, findings: &mut one.findings })
            .collect();
        group::explain(observer, input, &identity.columns, &mut groups)?;
    }
    Ok(seen)
}

/// What a command made of the tracked rows: the columns that were not there before.
fn made(
    observer: &Observer<'_>,
    plan: &Plan,
    before: Option<&Plan>,
    identity: &Identity,
    selection: &Expr,
) -> Result<Vec<Seen>, Failure> {
    let Some(before) = before else { return Ok(Vec::new()) };
    let is_new = |column: &&Attribute| {
        !before.output.contains(column)
            && !identity.columns.contains(column)
            && !matches!(column.ty, DataType::Source | DataType::Unsupported)
    };
    let new: Vec<Attribute> = plan.output.iter().filter(is_new).cloned().collect();
    if new.is_empty() {
        return Ok(Vec::new());
    }
    let wanted = [new.as_slice(), &identity.columns].concat();
    let rows = observer.rows(filter(plan.clone(), selection.clone()), &wanted)?;
    let seen = |row: usize| {
        let cells = rows.cells(row);
        Seen {
            identity: cells_of(&identity.columns, &cells),
            values: cells_of(&new, &cells),
            findings: Vec::new(),
        }
    };
    Ok((0..rows.len().min(MOST_SEEN)).map(seen).collect())
}

fn cells_of(columns: &[Attribute], cells: &Cells) -> Vec<super::Shown> {
    let cell = |column: &Attribute| {
        let found = cells.iter().find(|(other, _)| other.id == column.id);
        Shown::of(&column.name, column.ty, found.map_or(&Value::Null, |(_, value)| value))
    };
    columns.iter().map(cell).collect()
}

/// The index of the event, if there is such an event at all.
fn index_of(observer: &Observer<'_>, id: &str) -> Result<Option<String>, Failure> {
    let every = IndexPattern::every();
    let scan = Scan { indices: vec![every], fields: Vec::new(), filter: Vec::new() };
    let mut plan = Plan { node: Node::Scan(scan), output: Vec::new() };
    let identity = observer.identify(&mut plan);
    let [own, index] = identity.columns.as_slice() else { return Ok(None) };
    let here = Span::at(0);
    let literal = Expr::literal(own.ty, Value::from(id), here);
    let Some(condition) = Expr::call("equal", vec![Expr::column(own, here), literal], here) else {
        return Ok(None);
    };
    let rows = observer.rows(filter(plan, condition), &identity.columns)?;
    let found = (rows.len() > 0).then(|| rows.value(index.id, 0));
    Ok(found.and_then(|value| value.as_str().map(str::to_owned)))
}
