//! How near single documents come to all conditions in front of the first STATS.

use esql_data::DataType;
use esql_planner::expr::{Attribute, Expr, ExprKind};
use esql_planner::logical::{Node, Plan};
use esql_planner::scan::Metadata;

use super::effort;
use super::goal::{Goal, mean};
use super::judge::Judge;
use super::origin::{Field, Origins};
use super::values::Literal;
use super::{Event, Unmet};
use crate::Failure;
use crate::condition::Condition;
use crate::observe::{Observer, Rows, eval};

/// The part of a plan in which each row is one of a document, without anything that drops rows, and
/// with columns that tell what the conditions came to.
pub(super) struct RowPlan {
    plan: Plan,
    id: Option<Attribute>,
    flags: Vec<Attribute>,
    /// The conditions of all filters.
    pub(super) goals: Vec<Goal>,
    /// Conditions that only say what is computed, as those of CASE.
    pub(super) cases: Vec<Goal>,
}

/// How near a document comes.
pub(super) struct Nearness<'p> {
    /// From 0 to 1, which means that all filters let it through.
    pub(super) score: f64,
    /// The tests that failed.
    pub(super) unmet: Vec<&'p Condition>,
}

impl RowPlan {
    /// Takes a plan apart. `ids` gives new columns.
    pub(super) fn of(plan: &Plan, observer: &Observer<'_>) -> RowPlan {
        let mut plan = before_groups(plan).clone();
        let mut found = RowPlan {
            plan: Plan::nothing(),
            id: None,
            flags: Vec::new(),
            goals: Vec::new(),
            cases: Vec::new(),
        };
        found.instrument(&mut plan, observer);
        found.flags.retain(|flag| plan.bring_up(flag, None));
        found.id = observer.metadata(&mut plan, Metadata::Id);
        found.plan = plan;
        found
    }

    /// The literals that a field meets in the conditions.
    pub(super) fn literals(&self, origins: &Origins, field: &Field) -> Vec<Literal> {
        let mut found = Vec::new();
        for goal in self.goals.iter().chain(&self.cases) {
            for test in goal.tests() {
                let met = origins.met_by(&test.expr);
                if met.fields.contains(field) {
                    let new = met.literals.into_iter().filter(|one| !found.contains(one));
                    found.extend(new.collect::<Vec<_>>());
                }
            }
        }
        found
    }

    /// Replaces filters by columns, and leaves out what else drops rows.
    fn instrument(&mut self, plan: &mut Plan, observer: &Observer<'_>) {
        plan.node.inputs_mut().iter_mut().take(1).for_each(|one| self.instrument(one, observer));
        let mut fields = Vec::new();
        match &mut plan.node {
            Node::Filter { input, condition } => {
                self.goals.extend(Goal::all(observer, condition, &mut fields));
                let input = std::mem::replace(input.as_mut(), Plan::nothing());
                *plan = input;
            }
            Node::Limit { input, .. }
            | Node::TopN { input, .. }
            | Node::LimitBy { input, .. }
            | Node::Sample { input, .. }
            | Node::Sort { input, .. } => {
                let input = std::mem::replace(input.as_mut(), Plan::nothing());
                *plan = input;
            }
            Node::Eval { fields: computed, .. } => {
                let mut cases = Vec::new();
                computed.iter().for_each(|(_, expr)| booleans(expr, &mut cases));
                for case in cases {
                    if self.cases.len() < effort::CASES {
                        self.cases.extend(Goal::all(observer, &case, &mut fields));
                    }
                }
            }
            _ => {}
        }
        if !fields.is_empty() {
            self.flags.extend(fields.iter().map(|(flag, _)| flag.clone()));
            let input = std::mem::replace(plan, Plan::nothing());
            *plan = eval(input, fields);
        }
    }

    /// How near each of the documents comes to the filters and to `case`.
    pub(super) fn nearness<'p>(
        &'p self,
        judge: &Judge<'_>,
        events: &[Event],
        case: Option<&'p Goal>,
    ) -> Result<Vec<Nearness<'p>>, Failure> {
        let mut found = Vec::with_capacity(events.len());
        for part in events.chunks(effort::ROWS_AT_A_TIME) {
            let columns: Vec<Attribute> = self.flags.iter().chain(&self.id).cloned().collect();
            let rows = judge.rows(part, &self.plan, &columns)?;
            let mut best: Vec<Option<(f64, usize)>> = vec![None; part.len()];
            for row in 0..rows.len() {
                let score = mean(self.goals.iter().chain(case).map(|goal| goal.score(&rows, row)));
                let event = self.event(&rows, row);
                if let Some(place) = best.get_mut(event)
                    && place.is_none_or(|(other, _)| other < score)
                {
                    *place = Some((score, row));
                }
            }
            found.extend(best.into_iter().map(|best| match best {
                Some((score, row)) => {
                    let mut unmet = Vec::new();
                    let goals = self.goals.iter().chain(case);
                    goals.for_each(|goal| goal.unmet(&rows, row, &mut unmet));
                    Nearness { score, unmet }
                }
                None => Nearness { score: 0.0, unmet: Vec::new() },
            }));
        }
        Ok(found)
    }

    /// The number of the document that a row comes from.
    fn event(&self, rows: &Rows, row: usize) -> usize {
        let id = self.id.as_ref().map(|id| rows.value(id.id, row));
        id.as_ref().and_then(|id| id.as_str()?.parse().ok()).unwrap_or(row)
    }
}

/// The conditions as they are told to people.
pub(super) fn told(observer: &Observer<'_>, conditions: &[&Condition]) -> Vec<Unmet> {
    let mut told: Vec<Unmet> = Vec::new();
    for condition in conditions {
        let line = observer.query.line(condition.expr.span);
        let one = Unmet { text: condition.text(observer), line };
        if !told.contains(&one) {
            told.push(one);
        }
    }
    told
}

/// The part of a plan below everything that looks at several rows together.
fn before_groups(plan: &Plan) -> &Plan {
    let mut rows = plan;
    let mut below = plan;
    while let Some(input) = below.node.inputs().first() {
        if matches!(
            below.node,
            Node::Aggregate { .. }
                | Node::InlineStats { .. }
                | Node::Window { .. }
                | Node::Union { .. }
        ) {
            rows = input;
        }
        below = input;
    }
    rows
}

/// The conditions inside of an expression.
fn booleans(expr: &Expr, found: &mut Vec<Expr>) {
    let ExprKind::Call(call) = &expr.kind else { return };
    let mut reads = false;
    expr.columns(&mut |_| reads = true);
    if expr.ty == DataType::Boolean && reads {
        found.push(expr.clone());
        return;
    }
    call.args.iter().for_each(|arg| booleans(arg, found));
}
