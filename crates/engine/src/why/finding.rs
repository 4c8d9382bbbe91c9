//! What a condition came to in a row, and what the tests inside it came to.

use esql_data::{DataType, Value};
use esql_planner::expr::{Attribute, Expr, ExprKind};
use esql_planner::logical::Plan;

use super::near_miss::hints;
use super::origin;
use super::{Condition, Finding, Shown, Tested};
use crate::Failure;
use crate::condition::Parts;
use crate::observe::{Cells, Observer};

/// How many tests of a condition are looked into.
const MOST_TESTS: usize = 8;

/// A row that conditions are looked into.
pub(super) struct Row<'a> {
    /// The plan that gave it.
    pub(super) plan: &'a Plan,
    /// The values of its columns.
    pub(super) cells: &'a Cells,
    /// The fields that the index ignored.
    pub(super) ignored: Vec<String>,
}

/// What a condition came to in a row, with hints if it is not true.
pub(super) fn finding(
    observer: &Observer<'_>,
    row: &Row<'_>,
    condition: &Condition,
) -> Result<Finding, Failure> {
    let truth = truth(observer, row.cells, condition)?;
    let mut values = Vec::new();
    for id in condition.columns() {
        if let Some((column, value)) = row.cells.iter().find(|(column, _)| column.id == id) {
            values.push(Shown::of(&column.name, column.ty, value));
        }
    }
    if truth != Some(true) {
        // What a column was computed from, where it could not be.
        for id in condition.columns() {
            let is_null =
                |(column, value): &&(Attribute, Value)| column.id == id && value.is_null();
            if row.cells.iter().any(|cell| is_null(&cell)) {
                let sources = origin::fields(row.plan, id);
                let known = row.cells.iter().filter(|(column, value)| {
                    column.id != id && sources.contains(column) && !value.is_null()
                });
                values
                    .extend(known.map(|(column, value)| Shown::of(&column.name, column.ty, value)));
            }
        }
    }
    let mut finding = Finding {
        text: condition.text(observer),
        line: observer.query.line(condition.expr.span),
        truth,
        values,
        tests: Vec::new(),
        hints: Vec::new(),
    };
    if truth == Some(true) {
        return Ok(finding);
    }
    let mut tests = Vec::new();
    collect(observer, row.cells, condition, &mut tests)?;
    for (test, _) in tests.iter().filter(|(_, truth)| *truth != Some(true)) {
        for hint in hints(observer, row, test)? {
            if !finding.hints.contains(&hint) {
                finding.hints.push(hint);
            }
        }
        finding.values.extend(computed(observer, row.cells, test)?);
    }
    if condition.parts != Parts::Test {
        let tested = |(test, truth): &(&Condition, Option<bool>)| Tested {
            text: test.text(observer),
            truth: *truth,
        };
        finding.tests = tests.iter().map(tested).collect();
    }
    finding.values.dedup();
    Ok(finding)
}

/// What a condition came to.
pub(super) fn truth(
    observer: &Observer<'_>,
    cells: &Cells,
    condition: &Condition,
) -> Result<Option<bool>, Failure> {
    let values = observer.evaluate(cells, std::slice::from_ref(&condition.expr))?;
    Ok(values.first().and_then(|value| condition.truth(value)))
}

/// The tests inside a condition, with what they came to.
fn collect<'c>(
    observer: &Observer<'_>,
    cells: &Cells,
    condition: &'c Condition,
    tests: &mut Vec<(&'c Condition, Option<bool>)>,
) -> Result<(), Failure> {
    match &condition.parts {
        Parts::Test if tests.len() < MOST_TESTS => {
            tests.push((condition, truth(observer, cells, condition)?));
            Ok(())
        }
        Parts::Test => Ok(()),
        Parts::All(parts) | Parts::Any(parts) => {
            parts.iter().try_for_each(|part| collect(observer, cells, part, tests))
        }
    }
}

/// Arguments of a test that are computed in it, such as `TO_LOWER(process.name)`.
fn computed(
    observer: &Observer<'_>,
    cells: &Cells,
    test: &Condition,
) -> Result<Vec<super::Shown>, Failure> {
    let ExprKind::Call(call) = &test.expr.kind else { return Ok(Vec::new()) };
    let args: Vec<Expr> = call
        .args
        .iter()
        .filter(|arg| matches!(arg.kind, ExprKind::Call(_)) && arg.ty != DataType::Boolean)
        .cloned()
        .collect();
    if args.is_empty() {
        return Ok(Vec::new());
    }
    let values = observer.evaluate(cells, &args)?;
    let shown = args.iter().zip(&values);
    Ok(shown.map(|(arg, value)| shown_arg(observer, arg, value)).collect())
}

fn shown_arg(observer: &Observer<'_>, arg: &Expr, value: &Value) -> super::Shown {
    Shown::of(&observer.text(arg.span), arg.ty, value)
}
