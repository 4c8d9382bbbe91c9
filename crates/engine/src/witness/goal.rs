//! Conditions as goals, and how near a row comes to them.

use esql_data::{DataType, Value};
use esql_planner::expr::{Attribute, Expr, ExprKind};

use crate::condition::{Condition, Parts};
use crate::observe::{Observer, Rows};

/// What a test counts at most that is not true.
const NEAR: f64 = 0.5;

/// A condition that must be true.
pub(super) struct Goal {
    /// The condition.
    pub(super) condition: Condition,
    parts: GoalParts,
}

enum GoalParts {
    All(Vec<Goal>),
    Any(Vec<Goal>),
    /// Its truth, and the two numbers that it compares.
    Test(Attribute, Option<[Attribute; 2]>),
}

impl Goal {
    /// Goals for the conditions that must all be true; `fields` gets the columns that tell.
    pub(super) fn all(
        observer: &Observer<'_>,
        expr: &Expr,
        fields: &mut Vec<(Attribute, Expr)>,
    ) -> Vec<Goal> {
        let conjuncts = Condition::conjuncts(expr);
        conjuncts.into_iter().map(|one| Goal::new(observer, one, fields)).collect()
    }

    fn new(
        observer: &Observer<'_>,
        condition: Condition,
        fields: &mut Vec<(Attribute, Expr)>,
    ) -> Goal {
        let mut of = |parts: &[Condition]| -> Vec<Goal> {
            parts.iter().map(|part| Goal::new(observer, part.clone(), fields)).collect()
        };
        let parts = match &condition.parts {
            Parts::All(parts) => GoalParts::All(of(parts)),
            Parts::Any(parts) => GoalParts::Any(of(parts)),
            Parts::Test => {
                let truth = observer.attribute("truth", DataType::Boolean);
                fields.push((truth.clone(), condition.expr.clone()));
                let compared = compared(&condition.expr).map(|sides| {
                    sides.map(|side| {
                        let column = observer.attribute("side", side.ty);
                        fields.push((column.clone(), side.clone()));
                        column
                    })
                });
                GoalParts::Test(truth, compared)
            }
        };
        Goal { condition, parts }
    }

    /// The goals that one of must be reached, of all such choices in it.
    pub(super) fn choices(&self) -> Vec<&Goal> {
        match &self.parts {
            GoalParts::All(parts) => parts.iter().flat_map(Goal::choices).collect(),
            GoalParts::Any(parts) => {
                parts.iter().chain(parts.iter().flat_map(Goal::choices)).collect()
            }
            GoalParts::Test(..) => Vec::new(),
        }
    }

    /// The tests in it.
    pub(super) fn tests(&self) -> Vec<&Condition> {
        match &self.parts {
            GoalParts::All(parts) | GoalParts::Any(parts) => {
                parts.iter().flat_map(Goal::tests).collect()
            }
            GoalParts::Test(..) => vec![&self.condition],
        }
    }

    /// From 0 to 1, which is reached.
    pub(super) fn score(&self, rows: &Rows, row: usize) -> f64 {
        match &self.parts {
            GoalParts::All(parts) => mean(parts.iter().map(|part| part.score(rows, row))),
            GoalParts::Any(parts) => {
                parts.iter().map(|part| part.score(rows, row)).fold(0.0, f64::max)
            }
            GoalParts::Test(truth, compared) => {
                if self.condition.truth(&rows.value(truth.id, row)) == Some(true) {
                    return 1.0;
                }
                let side = |column: &Attribute| magnitude(&rows.value(column.id, row));
                let sides = compared.as_ref().and_then(|[a, b]| Some((side(a)?, side(b)?)));
                sides.map_or(0.0, |(a, b)| NEAR / (1.0 + (a - b).abs() / (1.0 + b.abs())))
            }
        }
    }

    /// The tests that keep the goal from being reached.
    pub(super) fn unmet<'g>(&'g self, rows: &Rows, row: usize, found: &mut Vec<&'g Condition>) {
        if self.score(rows, row) >= 1.0 {
            return;
        }
        match &self.parts {
            GoalParts::All(parts) | GoalParts::Any(parts) => {
                parts.iter().for_each(|part| part.unmet(rows, row, found));
            }
            GoalParts::Test(..) => found.push(&self.condition),
        }
    }
}

/// The mean; 1 of nothing.
pub(super) fn mean(scores: impl Iterator<Item = f64>) -> f64 {
    let (mut sum, mut count) = (0.0, 0.0);
    for score in scores {
        sum += score;
        count += 1.0;
    }
    if count == 0.0 { 1.0 } else { sum / count }
}

/// The two numbers or dates that an expression is a function of.
fn compared(expr: &Expr) -> Option<[&Expr; 2]> {
    let ExprKind::Call(call) = &expr.kind else { return None };
    let [a, b] = call.args.as_slice() else { return None };
    let counts = |ty: DataType| ty.is_numeric() || ty == DataType::Date;
    (counts(a.ty) && counts(b.ty)).then_some([a, b])
}

fn magnitude(value: &Value) -> Option<f64> {
    super::values::number(DataType::Long, value)
}
