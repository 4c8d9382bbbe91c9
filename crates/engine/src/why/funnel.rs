//! How many rows each command leaves, and what each condition of a WHERE came to.

use esql_data::{DataType, Value};
use esql_diagnostics::Span;
use esql_planner::expr::{Attribute, Expr};
use esql_planner::logical::{Node, Plan};

use super::{Cause, Condition, Conjunct, Step};
use crate::Failure;
use crate::observe::{Observer, Tally, eval};

/// All commands with their counts.
pub(super) fn steps(
    observer: &Observer<'_>,
    steps: &[esql_planner::Step],
) -> Result<Vec<Step>, Failure> {
    let mut found: Vec<Step> = Vec::with_capacity(steps.len());
    let mut previous: Option<&Plan> = None;
    for step in steps {
        let plan = &step.plan;
        let known = previous.filter(|before| depth(rows_of(before)) == depth(rows_of(plan)));
        let (rows, conjuncts) = match (&plan.node, known, found.last()) {
            (_, Some(_), Some(before)) => (before.rows, Vec::new()),
            (Node::Filter { input, condition }, ..) => conditions(observer, input, condition)?,
            _ => (observer.count(plan.clone())?, Vec::new()),
        };
        found.push(Step {
            text: observer.text(step.span),
            line: observer.query.line(step.span),
            rows,
            grouped: is_grouped(plan),
            conjuncts,
        });
        previous = Some(plan);
    }
    Ok(found)
}

/// The part of a plan that decides how many rows there are.
fn rows_of(plan: &Plan) -> &Plan {
    match &plan.node {
        Node::Eval { input, .. }
        | Node::Extract { input, .. }
        | Node::Project { input }
        | Node::Sort { input, .. }
        | Node::InlineStats { input, .. } => rows_of(input),
        _ => plan,
    }
}

/// How many nodes stand above each other.
fn depth(plan: &Plan) -> usize {
    1 + plan.node.inputs().first().map_or(0, depth)
}

/// Whether rows of a plan are groups.
fn is_grouped(plan: &Plan) -> bool {
    match &plan.node {
        Node::Aggregate { .. } => true,
        Node::Union { .. } => false,
        node => node.inputs().first().is_some_and(is_grouped),
    }
}

/// What a condition leaves of the rows of `input`, and what its conjuncts came to.
fn conditions(
    observer: &Observer<'_>,
    input: &Plan,
    condition: &Expr,
) -> Result<(u64, Vec<Conjunct>), Failure> {
    let conditions = Condition::conjuncts(condition);
    let mut fields: Vec<(Attribute, Expr)> = conditions
        .iter()
        .map(|one| (observer.attribute("condition", DataType::Boolean), one.expr.clone()))
        .collect();
    let truths: Vec<Attribute> = fields.iter().map(|(column, _)| column.clone()).collect();
    let causes = Causes::of(observer, input, &conditions);
    fields.extend(causes.fields.iter().cloned());
    let flags: Vec<Attribute> = causes.fields.iter().map(|(column, _)| column.clone()).collect();
    let tallies = observer.tally(eval(input.clone(), fields), &truths, &flags)?;
    let mut conjuncts = Vec::with_capacity(conditions.len());
    let mut left = vec![true; tallies.len()];
    for (at, condition) in conditions.iter().enumerate() {
        let truth = |tally: &Tally| condition.truth(tally.keys.get(at).unwrap_or(&Value::Null));
        let sum = |wanted: Option<bool>| -> u64 {
            tallies.iter().filter(|tally| truth(tally) == wanted).map(|tally| tally.rows).sum()
        };
        for (left, tally) in left.iter_mut().zip(&tallies) {
            *left &= truth(tally) == Some(true);
        }
        let is_null: Vec<&Tally> = tallies.iter().filter(|tally| truth(tally).is_none()).collect();
        conjuncts.push(Conjunct {
            text: condition.text(observer),
            line: observer.query.line(condition.expr.span),
            is_true: sum(Some(true)),
            is_false: sum(Some(false)),
            is_null: sum(None),
            left: tallies
                .iter()
                .zip(&left)
                .filter(|(_, left)| **left)
                .map(|(one, _)| one.rows)
                .sum(),
            causes: causes.sums(condition, &is_null),
            no_result: causes.other(at, &is_null),
        });
    }
    let rows = match conjuncts.last() {
        Some(last) => last.left,
        None => tallies.iter().map(|tally| tally.rows).sum(),
    };
    Ok((rows, conjuncts))
}

/// Flags that tell where columns have no value, or several.
struct Causes {
    columns: Vec<Attribute>,
    /// Two a column: no value, several values. Then one a condition: null for another reason.
    fields: Vec<(Attribute, Expr)>,
}

impl Causes {
    fn of(observer: &Observer<'_>, input: &Plan, conditions: &[Condition]) -> Causes {
        let mut causes = Causes { columns: Vec::new(), fields: Vec::new() };
        for id in conditions.iter().flat_map(Condition::columns) {
            let Some(column) = input.output.iter().find(|column| column.id == id) else { continue };
            if causes.columns.iter().any(|known| known.id == id) {
                continue;
            }
            let here = Span::at(0);
            let value = || Expr::column(column, here);
            let one = Expr::literal(DataType::Integer, Value::Integer(1), here);
            let missing = Expr::call("is_null", vec![value()], here);
            let several = Expr::call("mv_count", vec![value()], here)
                .and_then(|count| Expr::call("greater", vec![count, one], here));
            let (Some(missing), Some(several)) = (missing, several) else { continue };
            causes.columns.push(column.clone());
            for flag in [missing, several] {
                causes.fields.push((observer.attribute("flag", DataType::Boolean), flag));
            }
        }
        let known: Vec<Expr> = causes.fields.iter().map(|(_, flag)| flag.clone()).collect();
        for condition in conditions {
            let read = condition.columns();
            let own = known.iter().enumerate().filter(|(at, _)| {
                causes.columns.get(at / 2).is_some_and(|column| read.contains(&column.id))
            });
            let reasons: Vec<Expr> = own.map(|(_, flag)| flag.clone()).collect();
            let flag = other_reason(&condition.expr, reasons).unwrap_or_else(|| {
                Expr::literal(DataType::Boolean, Value::Boolean(false), Span::at(0))
            });
            causes.fields.push((observer.attribute("flag", DataType::Boolean), flag));
        }
        causes
    }

    /// In how many of these rows a condition is null though each of its columns has one value.
    fn other(&self, at: usize, rows: &[&Tally]) -> u64 {
        let flag = 2 * self.columns.len() + at;
        rows.iter().filter_map(|tally| tally.flags.get(flag)).sum()
    }

    /// The columns of a condition that have no value, or several, in these rows.
    fn sums(&self, condition: &Condition, rows: &[&Tally]) -> Vec<Cause> {
        let read = condition.columns();
        let of_condition =
            self.columns.iter().enumerate().filter(|(_, one)| read.contains(&one.id));
        of_condition
            .filter_map(|(at, column)| {
                let sum = |flag: usize| -> u64 {
                    rows.iter().filter_map(|tally| tally.flags.get(flag)).sum()
                };
                let (missing, several) = (sum(2 * at), sum(2 * at + 1));
                (missing + several > 0).then(|| Cause {
                    column: column.name.clone(),
                    missing,
                    several,
                })
            })
            .collect()
    }
}

/// Whether `expr` is null and none of these reasons holds.
fn other_reason(expr: &Expr, reasons: Vec<Expr>) -> Option<Expr> {
    let here = Span::at(0);
    let is_null = Expr::call("is_null", vec![expr.clone()], here)?;
    let mut all = vec![is_null];
    for reason in reasons {
        // Where there is no value there are not several either, and not knowing is no reason.
        let known = Expr::call(
            "coalesce",
            vec![reason, Expr::literal(DataType::Boolean, Value::Boolean(false), here)],
            here,
        )?;
        all.push(Expr::call("not", vec![known], here)?);
    }
    if all.len() == 1 { all.pop() } else { Expr::call("and", all, here) }
}
