//! The rows that came nearest to the answer: dropped by the last conditions, failing the fewest.

use esql_data::{DataType, Value};
use esql_planner::expr::{Attribute, Expr};
use esql_planner::logical::{Node, Plan};
use esql_planner::scan::Metadata;

use super::finding::{Row, finding};
use super::group::{self, Group};
use super::{Condition, Missed, Shown, Step, origin};
use crate::Failure;
use crate::observe::{Identity, Observer, Rows, eval};

/// Of the groups, and of the events, those that came nearest: at most `count` of each.
pub(super) fn nearest(
    observer: &Observer<'_>,
    steps: &[esql_planner::Step],
    funnel: &[Step],
    count: usize,
) -> Result<Vec<Missed>, Failure> {
    let mut missed: Vec<Missed> = Vec::new();
    // Groups and events.
    let mut room = [count, count];
    for (at, step) in steps.iter().enumerate().rev() {
        let Node::Filter { input, condition } = &step.plan.node else { continue };
        let dropped = funnel.get(at.wrapping_sub(1)).zip(funnel.get(at));
        let all_passed = dropped.is_some_and(|(before, after)| before.rows == after.rows);
        let room = &mut room[usize::from(!funnel.get(at).is_some_and(|step| step.grouped))];
        if *room == 0 || all_passed {
            continue;
        }
        let found = dropped_rows(observer, input, condition, *room, at)?;
        *room -= found.len();
        missed.extend(found);
    }
    Ok(missed)
}

fn dropped_rows(
    observer: &Observer<'_>,
    input: &Plan,
    condition: &Expr,
    count: usize,
    step: usize,
) -> Result<Vec<Missed>, Failure> {
    let conditions = Condition::conjuncts(condition);
    let mut plan = input.clone();
    let Identity { columns: identity, grouped } = observer.identify(&mut plan);
    let ignored = (!grouped).then(|| observer.metadata(&mut plan, Metadata::Ignored)).flatten();
    let fields: Vec<(Attribute, Expr)> = conditions
        .iter()
        .map(|one| (observer.attribute("condition", DataType::Boolean), one.expr.clone()))
        .collect();
    let truths: Vec<Attribute> = fields.iter().map(|(column, _)| column.clone()).collect();
    let read = read_columns(&mut plan, &conditions);
    let wanted = [&truths, &read, &identity, &ignored.iter().cloned().collect()]
        .into_iter()
        .flatten()
        .cloned()
        .collect::<Vec<Attribute>>();
    // Rows that failed in the same way are alike: a few of each are enough to choose from.
    let evaluated = eval(plan, fields);
    let output = evaluated.output.clone();
    let keys = truths.iter().map(|truth| truth.id).collect();
    let node = Node::LimitBy { input: Box::new(evaluated), count, keys };
    let rows = observer.rows(Plan { node, output }, &wanted)?;
    let mut ranked: Vec<(usize, usize)> = Vec::new();
    for row in 0..rows.len() {
        let truth = |(condition, column): (&Condition, &Attribute)| {
            condition.truth(&rows.value(column.id, row)) == Some(true)
        };
        let failed = conditions.iter().zip(&truths).filter(|one| !truth(*one)).count();
        if failed > 0 {
            ranked.push((failed, row));
        }
    }
    ranked.sort_unstable();
    // MV_EXPAND makes several rows of an event.
    let mut known: Vec<Vec<Shown>> = Vec::new();
    ranked.retain(|(_, row)| {
        let own = shown_row(&rows, &identity, *row);
        let is_new = own.is_empty() || !known.contains(&own);
        if is_new {
            known.push(own);
        }
        is_new
    });
    ranked.truncate(count);
    let mut missed = Vec::with_capacity(ranked.len());
    for (_, row) in ranked {
        let cells = rows.cells(row);
        let context =
            Row { plan: input, cells: &cells, ignored: ignored_names(&rows, &ignored, row) };
        let mut failed = Vec::new();
        for (condition, column) in conditions.iter().zip(&truths) {
            if condition.truth(&rows.value(column.id, row)) != Some(true) {
                failed.push(finding(observer, &context, condition)?);
            }
        }
        let identity = shown_row(&rows, &identity, row);
        missed.push(Missed { step, identity, failed, conditions: conditions.len() });
    }
    if grouped {
        let mut groups: Vec<Group<'_>> = missed
            .iter_mut()
            .map(|one| Group { identity: &one.identity, findings: &mut one.failed })
            .collect();
        group::explain(observer, input, &identity, &mut groups)?;
    }
    Ok(missed)
}

/// The columns of a plan that conditions read, and the fields that these are computed from.
pub(super) fn read_columns(plan: &mut Plan, conditions: &[Condition]) -> Vec<Attribute> {
    let mut read: Vec<Attribute> = Vec::new();
    for id in conditions.iter().flat_map(Condition::columns) {
        if let Some(column) = plan.output.iter().find(|column| column.id == id)
            && !read.contains(column)
        {
            read.push(column.clone());
        }
    }
    let sources: Vec<Attribute> =
        read.iter().flat_map(|column| origin::fields(plan, column.id)).collect();
    for source in sources {
        if !read.contains(&source) && plan.bring_up(&source, None) {
            read.push(source);
        }
    }
    read
}

/// Some cells of a row.
pub(super) fn shown_row(rows: &Rows, columns: &[Attribute], row: usize) -> Vec<Shown> {
    let cell = |column: &Attribute| Shown::of(&column.name, column.ty, &rows.value(column.id, row));
    columns.iter().map(cell).collect()
}

/// The fields that the index ignored in a row.
pub(super) fn ignored_names(rows: &Rows, column: &Option<Attribute>, row: usize) -> Vec<String> {
    let Some(column) = column else { return Vec::new() };
    let names = rows.value(column.id, row);
    names.values().iter().filter_map(Value::as_str).map(str::to_owned).collect()
}
