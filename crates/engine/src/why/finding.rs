//! What a condition came to in a row. Near misses are found by evaluating it once more with
//! something changed.

use esql_data::{DataType, Value};
use esql_planner::expr::{Attribute, ColumnId, Expr, ExprKind};
use esql_planner::logical::Plan;

use super::origin::{self, Origin};
use super::{Condition, Finding, Hint, Shown};
use crate::Failure;
use crate::condition::Parts;
use crate::observe::{Cells, Observer};

/// How many values of a cell are tried one by one.
const MOST_TRIED: usize = 64;

/// How many alternatives of an OR are looked into.
const MOST_PARTS: usize = 8;

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
        hints: Vec::new(),
    };
    if truth == Some(true) {
        return Ok(finding);
    }
    let mut tests = Vec::new();
    collect(observer, row.cells, condition, &mut tests)?;
    for test in tests.iter().take(MOST_PARTS) {
        for hint in hints(observer, row, test)? {
            if !finding.hints.contains(&hint) {
                finding.hints.push(hint);
            }
        }
    }
    for test in tests.iter().take(MOST_PARTS) {
        finding.values.extend(computed(observer, row.cells, test)?);
    }
    finding.values.dedup();
    Ok(finding)
}

/// What a condition came to.
fn truth(
    observer: &Observer<'_>,
    cells: &Cells,
    condition: &Condition,
) -> Result<Option<bool>, Failure> {
    let values = observer.evaluate(cells, std::slice::from_ref(&condition.expr))?;
    Ok(values.first().and_then(|value| condition.truth(value)))
}

/// The tests inside a condition that are not true.
fn collect<'c>(
    observer: &Observer<'_>,
    cells: &Cells,
    condition: &'c Condition,
    tests: &mut Vec<&'c Condition>,
) -> Result<(), Failure> {
    match &condition.parts {
        Parts::Test => {
            if truth(observer, cells, condition)? != Some(true) {
                tests.push(condition);
            }
        }
        Parts::All(parts) | Parts::Any(parts) => {
            for part in parts {
                if tests.len() < MOST_PARTS {
                    collect(observer, cells, part, tests)?;
                }
            }
        }
    }
    Ok(())
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

/// What would make a test true.
fn hints(observer: &Observer<'_>, row: &Row<'_>, test: &Condition) -> Result<Vec<Hint>, Failure> {
    let mut hints = Vec::new();
    let read = test.columns();
    let cells = row.cells.iter().filter(|(column, _)| read.contains(&column.id));
    let mut complete = true;
    for (column, value) in cells {
        let count = value.values().len();
        if count == 0 {
            complete = false;
            hints.extend(absent(observer, row, column));
        }
        if count > 1 {
            let single = truth(observer, row.cells, test)?.is_none();
            if single {
                complete = false;
                hints.push(Hint::Several { column: column.name.clone(), count });
                hints.extend(any_value(observer, row.cells, test, column, value));
            }
        }
    }
    if complete {
        let is_true = |expr: Option<Expr>| {
            let expr = expr?;
            let values = observer.evaluate(row.cells, std::slice::from_ref(&expr)).ok()?;
            Some(values.first().and_then(|value| test.truth(value)) == Some(true))
        };
        if is_true(Some(lower(&test.expr))) == Some(true) {
            hints.push(Hint::Case);
        }
        if is_true(widened(&test.expr)) == Some(true) {
            hints.push(Hint::Part);
        }
        hints.extend(compared(observer, row, test)?);
        if hints.is_empty() {
            hints.extend(no_result(observer, row.cells, &test.expr)?);
        }
    }
    Ok(hints)
}

/// Why a column has no value.
fn absent(observer: &Observer<'_>, row: &Row<'_>, column: &Attribute) -> Vec<Hint> {
    let missing = |name: &str| {
        let column = name.to_owned();
        match row.ignored.contains(&column) {
            true => Hint::Ignored { column },
            false => Hint::Missing { column },
        }
    };
    let Some(Origin::Computed(by) | Origin::Aggregate(by)) =
        origin::of(observer, row.plan, column.id)
    else {
        return vec![missing(&column.name)];
    };
    let sources = origin::fields(row.plan, column.id);
    let is_null = |source: &&Attribute| {
        row.cells.iter().any(|(one, value)| one.id == source.id && value.is_null())
    };
    let mut hints: Vec<Hint> =
        sources.iter().filter(is_null).map(|source| missing(&source.name)).collect();
    if hints.is_empty() {
        hints.push(Hint::NotComputed { column: column.name.clone(), by });
    }
    hints
}

/// The first of several values with which a test is true.
fn any_value(
    observer: &Observer<'_>,
    cells: &Cells,
    test: &Condition,
    column: &Attribute,
    value: &Value,
) -> Option<Hint> {
    value.values().iter().take(MOST_TRIED).find_map(|one| {
        let tried: Cells = cells
            .iter()
            .map(|(other, cell)| {
                let cell = if other.id == column.id { one } else { cell };
                (other.clone(), cell.clone())
            })
            .collect();
        let is_true = truth(observer, &tried, test).ok()? == Some(true);
        let shown = Shown::of(&column.name, column.ty, one).value.unwrap_or_default();
        is_true.then(|| Hint::AnyValue { column: column.name.clone(), value: shown })
    })
}

/// The expression with all strings in lower case; what a backslash escapes stays as it is.
fn lower(expr: &Expr) -> Expr {
    let mut lowered = expr.clone();
    match &mut lowered.kind {
        ExprKind::Literal(Value::Text(text)) if expr.ty.is_string() => {
            let mut escaped = false;
            let mut lower = String::with_capacity(text.len());
            for char in text.chars() {
                match escaped {
                    true => lower.push(char),
                    false => lower.extend(char.to_lowercase()),
                }
                escaped = char == '\\' && !escaped;
            }
            *text = lower.into();
        }
        ExprKind::Column(_) if expr.ty == DataType::Keyword => {
            return Expr::call("to_lower", vec![lowered.clone()], expr.span).unwrap_or(lowered);
        }
        ExprKind::Call(call) => call.args.iter_mut().for_each(|arg| *arg = lower(arg)),
        _ => {}
    }
    lowered
}

/// A test by pattern with anything before and behind the pattern; `None` for other tests.
fn widened(expr: &Expr) -> Option<Expr> {
    let mut widened = expr.clone();
    let ExprKind::Call(call) = &mut widened.kind else { return None };
    let (before, after) = match call.def.name {
        "like" | "any_like" => ("*", "*"),
        "rlike" | "any_rlike" => ("(.|\n)*(", ")(.|\n)*"),
        _ => return None,
    };
    for arg in &mut call.args {
        if let ExprKind::Literal(Value::Text(text)) = &mut arg.kind {
            *text = format!("{before}{text}{after}").into();
        }
    }
    Some(widened)
}

/// By how much a comparison failed.
fn compared(
    observer: &Observer<'_>,
    row: &Row<'_>,
    test: &Condition,
) -> Result<Option<Hint>, Failure> {
    let ExprKind::Call(call) = &test.expr.kind else { return Ok(None) };
    let strict = match call.def.name {
        "greater" | "less" => !test.negated,
        "greater_or_equal" | "less_or_equal" => test.negated,
        _ => return Ok(None),
    };
    let [left, right] = call.args.as_slice() else { return Ok(None) };
    if left.ty.is_date() || right.ty.is_date() {
        let text = observer.text(test.expr.span).to_ascii_lowercase();
        return Ok((text.contains("now()")).then_some(Hint::Window));
    }
    let values = observer.evaluate(row.cells, &[left.clone(), right.clone()])?;
    let [Some(a), Some(b)] = [0, 1].map(|at| values.get(at).and_then(number)) else {
        return Ok(None);
    };
    // `5 < n` fails where `n` is too small.
    let left_counts = left.as_literal().is_none();
    let whole = a.fract() == 0.0 && b.fract() == 0.0;
    let by = (a - b).abs() + if strict && whole { 1.0 } else { 0.0 };
    let mut of = None;
    test.expr.columns(&mut |id: ColumnId| {
        if let Some(Origin::Aggregate(text)) = origin::of(observer, row.plan, id) {
            of.get_or_insert(text);
        }
    });
    Ok(Some(Hint::Short { by, over: (a > b) == left_counts, of }))
}

/// A value as a number, to tell a distance.
fn number(value: &Value) -> Option<f64> {
    match value {
        Value::Integer(value) => Some(f64::from(*value)),
        // Only a distance is told, for which 53 bits do.
        #[allow(clippy::cast_precision_loss)]
        Value::Long(value) => Some(*value as f64),
        #[allow(clippy::cast_precision_loss)]
        Value::UnsignedLong(value) => Some(*value as f64),
        Value::Double(value) => Some(*value),
        _ => None,
    }
}

/// A call inside a test that gave no value though its arguments have one.
fn no_result(observer: &Observer<'_>, cells: &Cells, expr: &Expr) -> Result<Option<Hint>, Failure> {
    let ExprKind::Call(call) = &expr.kind else { return Ok(None) };
    for arg in &call.args {
        if let Some(hint) = no_result(observer, cells, arg)? {
            return Ok(Some(hint));
        }
    }
    let values = observer.evaluate(cells, std::slice::from_ref(expr))?;
    let is_null = values.first().is_some_and(Value::is_null);
    Ok(is_null.then(|| Hint::NoResult { call: observer.text(expr.span) }))
}
