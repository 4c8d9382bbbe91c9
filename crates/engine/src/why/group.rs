//! Why a group falls short: rows that its aggregates do not count, and groups that have the rest.

use esql_data::{DataType, Value};
use esql_diagnostics::Span;
use esql_planner::expr::{Attribute, Expr, ExprKind};
use esql_planner::logical::{Aggregate, Node, Plan};

use super::nearest::shown_row;
use super::origin::{self, Origin};
use super::{Finding, Hint, Shown};
use crate::Failure;
use crate::observe::{Observer, Rows, eval};

/// A group, and what its conditions came to.
pub(super) struct Group<'a> {
    /// Its keys.
    pub(super) identity: &'a [Shown],
    pub(super) findings: &'a mut [Finding],
}

/// An argument of an aggregate, and a column that counts the rows in which it has no value.
struct Uncounted {
    argument: String,
    /// The text of the aggregate.
    of: String,
    rows: Attribute,
}

/// Adds hints to conditions on aggregates that groups of `plan` fell short of.
pub(super) fn explain(
    observer: &Observer<'_>,
    plan: &Plan,
    identity: &[Attribute],
    groups: &mut [Group<'_>],
) -> Result<(), Failure> {
    let findings = groups.iter().flat_map(|group| group.findings.iter());
    if !findings.into_iter().any(|finding| short_of(finding).is_some()) {
        return Ok(());
    }
    let mut plan = plan.clone();
    let mut uncounted = Vec::new();
    let all = count_nulls(observer, &mut plan, &mut uncounted);
    let added: Vec<Attribute> =
        all.iter().chain(uncounted.iter().map(|one| &one.rows)).cloned().collect();
    if !identity.iter().chain(&added).all(|column| plan.bring_up(column, None)) {
        return Ok(());
    }
    let columns = plan.output.clone();
    let rows = observer.rows(plan, &columns)?;
    let keys: Vec<Vec<Shown>> =
        (0..rows.len()).map(|row| shown_row(&rows, identity, row)).collect();
    for group in groups {
        let Some(own) = keys.iter().position(|keys| keys == group.identity) else { continue };
        let number = |column: &Attribute| match rows.value(column.id, own) {
            Value::Long(count) => u64::try_from(count).unwrap_or(0),
            _ => 0,
        };
        for finding in group.findings.iter_mut() {
            let Some(of) = short_of(finding).map(str::to_owned) else { continue };
            for one in uncounted.iter().filter(|one| one.of == of && number(&one.rows) > 0) {
                finding.hints.push(Hint::Uncounted {
                    column: one.argument.clone(),
                    rows: number(&one.rows),
                    all: all.as_ref().map_or(0, number),
                    of: of.clone(),
                });
            }
            let counted = finding.values.first().map(|value| value.name.as_str());
            let counted = columns.iter().find(|column| Some(column.name.as_str()) == counted);
            if let Some(counted) = counted {
                finding.hints.extend(rest(&rows, &keys, identity, own, counted));
            }
        }
    }
    Ok(())
}

/// The aggregate that is too small for a condition.
fn short_of(finding: &Finding) -> Option<&str> {
    finding.hints.iter().find_map(|hint| match hint {
        Hint::Short { over: false, of: Some(of), .. } => Some(of.as_str()),
        _ => None,
    })
}

/// Adds to the last grouping of a plan the counts of rows in which the arguments of its aggregates
/// have no value, and the count of all.
fn count_nulls(
    observer: &Observer<'_>,
    plan: &mut Plan,
    uncounted: &mut Vec<Uncounted>,
) -> Option<Attribute> {
    let here = Span::at(0);
    let Node::Aggregate { input, keys, aggregates } = &mut plan.node else {
        return match &mut plan.node {
            Node::Union { .. } => None,
            node => count_nulls(observer, node.inputs_mut().first_mut()?, uncounted),
        };
    };
    let ExprKind::Call(count) = Expr::call("count", Vec::new(), here)?.kind else { return None };
    let mut flags: Vec<(Attribute, Expr)> = Vec::new();
    let mut counts: Vec<(Attribute, Aggregate)> = Vec::new();
    for (_, aggregate) in aggregates.iter() {
        let Some(of) = observer.site(aggregate.call.site) else { continue };
        let argument = aggregate.call.args.first().and_then(|argument| match argument.kind {
            ExprKind::Column(id) => input.output.iter().find(|column| column.id == id),
            _ => None,
        });
        let Some(argument) = argument.filter(|_| aggregate.filter.is_none()) else { continue };
        let Some(is_null) = Expr::call("is_null", vec![Expr::column(argument, here)], here) else {
            continue;
        };
        let flag = observer.attribute("is_null", DataType::Boolean);
        let rows = observer.attribute("rows", DataType::Long);
        let filter = Some(Expr::column(&flag, here));
        flags.push((flag, is_null));
        counts.push((rows.clone(), Aggregate::new((*count).clone(), filter)));
        uncounted.push(Uncounted { argument: name(observer, input, argument), of, rows });
    }
    let all = observer.attribute("rows", DataType::Long);
    counts.push((all.clone(), Aggregate::new(*count, None)));
    let below = std::mem::replace(&mut **input, Plan::nothing());
    **input = eval(below, flags);
    aggregates.extend(counts);
    let columns = aggregates.iter().map(|(column, _)| column);
    plan.output = columns.chain(keys.iter().map(|(key, _)| key)).cloned().collect();
    Some(all)
}

/// What an author calls a column: its name, or what computes it.
fn name(observer: &Observer<'_>, plan: &Plan, column: &Attribute) -> String {
    match origin::of(observer, plan, column.id) {
        Some(Origin::Computed(text)) if column.name.starts_with('$') => text,
        _ => column.name.clone(),
    }
}

/// The group that differs from the group `own` in one key alone and has more of what is counted:
/// the next time bucket, or else the one before; without times that with most.
fn rest(
    rows: &Rows,
    keys: &[Vec<Shown>],
    identity: &[Attribute],
    own: usize,
    counted: &Attribute,
) -> Option<Hint> {
    let mine = keys.get(own)?;
    let differing = |other: &Vec<Shown>| {
        let mut at = (0..mine.len()).filter(|at| other.get(*at) != mine.get(*at));
        at.next().filter(|_| at.next().is_none())
    };
    let amount = |row: usize| rows.value(counted.id, row);
    let others: Vec<(usize, usize)> = keys
        .iter()
        .enumerate()
        .filter_map(|(row, other)| Some((row, differing(other)?)))
        .filter(|(row, _)| positive(&amount(*row)).is_some())
        .collect();
    let is_time = |key: usize| identity.get(key).is_some_and(|key| key.ty.is_date());
    let text = |(row, key): (usize, usize)| keys.get(row)?.get(key)?.value.clone();
    let buckets = || others.iter().copied().filter(|(_, key)| is_time(*key));
    // Dates in text are in their order.
    let is_later = |one: &(usize, usize)| text(*one) > text((own, one.1));
    let found = buckets().filter(is_later).min_by_key(|one| text(*one));
    let found = found.or_else(|| buckets().max_by_key(|one| text(*one)));
    // Groups by one key have nothing in common.
    let rest = || others.iter().copied().filter(|_| mine.len() > 1);
    let most = |one: &(usize, usize), other: &(usize, usize)| {
        let [one, other] = [one, other].map(|(row, _)| positive(&amount(*row)).unwrap_or(0.0));
        one.total_cmp(&other)
    };
    let (row, key) = found.or_else(|| rest().max_by(most))?;
    Some(Hint::Split {
        column: identity.get(key)?.name.clone(),
        is_time: is_time(key),
        other: text((row, key)).unwrap_or_else(|| "null".to_owned()),
        value: amount(row).print(counted.ty),
    })
}

/// A number above zero.
fn positive(value: &Value) -> Option<f64> {
    super::near_miss::number(value).filter(|number| *number > 0.0)
}
