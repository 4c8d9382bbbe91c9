//! The filters behind the first STATS, and how far documents come.

use esql_planner::expr::Attribute;
use esql_planner::logical::{Node, Plan};

use super::Event;
use super::goal::{Goal, mean};
use super::judge::Judge;
use crate::Failure;
use crate::condition::Condition;
use crate::observe::{Observer, eval};

/// The filters that look at groups, or at rows with what was computed for their groups.
pub(super) struct Late {
    filters: Vec<LateFilter>,
    whole: Plan,
}

struct LateFilter {
    plan: Plan,
    flags: Vec<Attribute>,
    goals: Vec<Goal>,
}

/// How far documents come.
pub(super) struct Reached<'l> {
    /// How many filters let rows through, and how near the rest comes to the next one.
    pub(super) score: f64,
    /// Whether the query gives rows.
    pub(super) matches: bool,
    /// The tests that failed.
    pub(super) unmet: Vec<&'l Condition>,
}

impl Late {
    /// Takes a plan apart.
    pub(super) fn of(plan: &Plan, observer: &Observer<'_>) -> Late {
        let mut filters = Vec::new();
        let mut above = Vec::new();
        let mut below = plan;
        loop {
            if let Node::Filter { input, condition } = &below.node {
                above.push((input.as_ref(), condition));
            }
            if is_breaker(&below.node) {
                filters.append(&mut above);
            }
            match below.node.inputs().first() {
                Some(input) => below = input,
                None => break,
            }
        }
        let filters = filters.into_iter().rev().map(|(input, condition)| {
            let mut fields = Vec::new();
            let goals = Goal::all(observer, condition, &mut fields);
            let flags = fields.iter().map(|(flag, _)| flag.clone()).collect();
            LateFilter { plan: eval(input.clone(), fields), flags, goals }
        });
        Late { filters: filters.collect(), whole: plan.clone() }
    }

    /// How far documents come.
    pub(super) fn reached(
        &self,
        judge: &Judge<'_>,
        events: &[Event],
    ) -> Result<Reached<'_>, Failure> {
        let mut passed = 0.0;
        for filter in &self.filters {
            let rows = judge.rows(events, &filter.plan, &filter.flags)?;
            let score = |row: usize| mean(filter.goals.iter().map(|goal| goal.score(&rows, row)));
            let mut best: Option<(usize, f64)> = None;
            for row in 0..rows.len() {
                let score = score(row);
                if best.is_none_or(|(_, other)| other < score) {
                    best = Some((row, score));
                }
            }
            let Some((_, score)) = best.filter(|(_, score)| *score >= 1.0) else {
                let mut unmet = Vec::new();
                if let Some((row, _)) = best {
                    filter.goals.iter().for_each(|goal| goal.unmet(&rows, row, &mut unmet));
                } else {
                    unmet.extend(filter.goals.iter().map(|goal| &goal.condition));
                }
                let score = passed + best.map_or(0.0, |(_, score)| score);
                return Ok(Reached { score, matches: false, unmet });
            };
            passed += score;
        }
        let rows = judge.rows(events, &self.whole, &[])?;
        let matches = rows.len() > 0;
        let score = if matches { passed + 1.0 } else { passed };
        Ok(Reached { score, matches, unmet: Vec::new() })
    }
}

fn is_breaker(node: &Node) -> bool {
    matches!(
        node,
        Node::Aggregate { .. }
            | Node::InlineStats { .. }
            | Node::Window { .. }
            | Node::Union { .. }
    )
}
