//! Near misses: a test of a row is evaluated once more with something changed.

use esql_data::{DataType, Value};
use esql_planner::expr::{Attribute, ColumnId, Expr, ExprKind};
use esql_planner::logical::{Node, Plan};
use jiff::SignedDuration;

use super::finding::{Row, truth};
use super::origin::{self, Origin};
use super::{Condition, Hint, Shown};
use crate::Failure;
use crate::observe::{Cells, Observer, row_of};

/// How many values of a cell are tried one by one.
const MOST_TRIED: usize = 64;

/// What would make a test true, and where its values are missing from.
pub(super) fn hints(
    observer: &Observer<'_>,
    row: &Row<'_>,
    test: &Condition,
) -> Result<Vec<Hint>, Failure> {
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
        let pattern = as_pattern(&test.expr);
        if let Some((expr, pattern)) = pattern
            && !test.negated
            && is_true(Some(expr)) == Some(true)
        {
            hints.push(Hint::Wildcard { pattern });
        }
        hints.extend(compared(observer, row, test)?);
        hints.extend(excluded(observer, row.cells, test)?);
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
        let by = origin::extract(row.plan, column.id)
            .and_then(|(node, _)| origin::extraction(observer, node))
            .unwrap_or(by);
        hints.push(Hint::NotComputed { column: column.name.clone(), by });
        if extracts_in_any_case(observer, row, column.id) {
            hints.push(Hint::Case);
        } else {
            hints.extend(unmet(observer, row, column.id));
        }
    }
    hints
}

/// Whether the pattern that a column is taken out of a text by would give it a value if upper and
/// lower case did not count.
fn extracts_in_any_case(observer: &Observer<'_>, row: &Row<'_>, id: ColumnId) -> bool {
    let Some((node, target)) = origin::extract(row.plan, id) else { return false };
    let Node::Extract { text, extractor, targets, site, .. } = node else { return false };
    let Some(extractor) = extractor.ignoring_case() else { return false };
    let extract = |input: Plan| {
        let output = input.output.iter().chain(targets).cloned().collect();
        let (text, targets) = (text.clone(), targets.clone());
        let node = Node::Extract { input: Box::new(input), text, extractor, targets, site: *site };
        Plan { node, output }
    };
    let known: Cells =
        row.cells.iter().filter(|(column, _)| !targets.contains(column)).cloned().collect();
    let rows = observer.rows(extract(row_of(&known)), std::slice::from_ref(target));
    rows.is_ok_and(|rows| !rows.value(target.id, 0).is_null())
}

/// What the text lacks that a column is taken out of.
fn unmet(observer: &Observer<'_>, row: &Row<'_>, id: ColumnId) -> Option<Hint> {
    let (Node::Extract { text, extractor, .. }, _) = origin::extract(row.plan, id)? else {
        return None;
    };
    let values = observer.evaluate(row.cells, std::slice::from_ref(text)).ok()?;
    let Some(Value::Text(value)) = values.first() else { return None };
    extractor.unmet(value).map(|part| Hint::Unmet { part })
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
        "like" => ("*", "*"),
        "rlike" => ("(.|\n)*(", ")(.|\n)*"),
        _ => return None,
    };
    for arg in &mut call.args {
        if let ExprKind::Literal(Value::Text(text)) = &mut arg.kind {
            *text = format!("{before}{text}{after}").into();
        }
    }
    Some(widened)
}

/// A comparison with a text that looks like a pattern, made by that pattern, and the text: `*` with
/// `==` or in quotes, `%` with LIKE.
fn as_pattern(expr: &Expr) -> Option<(Expr, String)> {
    let ExprKind::Call(call) = &expr.kind else { return None };
    let (like, wildcards) = match call.def.name {
        "equal" | "in" => ("like", ['*', '?']),
        "any_equal" => ("any_like", ['*', '?']),
        "like" => ("like", ['%', '%']),
        _ => return None,
    };
    let [value, texts @ ..] = call.args.as_slice() else { return None };
    texts.iter().find_map(|literal| {
        let Some(Value::Text(text)) = literal.as_literal() else { return None };
        if !text.contains(wildcards) {
            return None;
        }
        let pattern = Value::from(text.replace('%', "*").as_str());
        let pattern = Expr::literal(DataType::Keyword, pattern, literal.span);
        let expr = Expr::call(like, vec![value.clone(), pattern], expr.span)?;
        Some((expr, text.to_string()))
    })
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
        "equal" if !test.negated => false,
        _ => return Ok(None),
    };
    let [left, right] = call.args.as_slice() else { return Ok(None) };
    let values = observer.evaluate(row.cells, &[left.clone(), right.clone()])?;
    if left.ty == DataType::Date && right.ty == DataType::Date {
        let text = observer.text(test.expr.span).to_ascii_lowercase();
        let sides = [(left, values.first()), (right, values.last())];
        let bound = sides.iter().find(|(side, _)| !has_columns(side)).and_then(|(_, bound)| *bound);
        return Ok(match (bound, values.as_slice()) {
            (Some(bound), [Value::Long(a), Value::Long(b)]) if text.contains("now()") => {
                let by = SignedDuration::from_millis(a.saturating_sub(*b)).abs();
                Some(Hint::Window { bound: bound.print(DataType::Date), by })
            }
            _ => None,
        });
    }
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
    // How far a number is from an equal one tells something of counts, and nothing of codes.
    let tells = call.def.name != "equal" || of.is_some();
    Ok(tells.then_some(Hint::Short { by, over: (a > b) == left_counts, of }))
}

fn has_columns(expr: &Expr) -> bool {
    let mut has = false;
    expr.columns(&mut |_| has = true);
    has
}

/// The member of a list by which a negated test is false.
fn excluded(
    observer: &Observer<'_>,
    cells: &Cells,
    test: &Condition,
) -> Result<Option<Hint>, Failure> {
    let ExprKind::Call(call) = &test.expr.kind else { return Ok(None) };
    let is_list = ["in", "like", "rlike"].contains(&call.def.name);
    let [value, members @ ..] = call.args.as_slice() else { return Ok(None) };
    if !(is_list && test.negated) || members.len() < 2 {
        return Ok(None);
    }
    let alone = |member: &Expr| {
        let mut alone = (**call).clone();
        alone.args = vec![value.clone(), member.clone()];
        Expr { kind: ExprKind::Call(Box::new(alone)), ..test.expr.clone() }
    };
    let tried: Vec<Expr> = members.iter().map(alone).collect();
    let truths = observer.evaluate(cells, &tried)?;
    let found = truths.iter().zip(members).find(|(truth, _)| **truth == Value::Boolean(true));
    Ok(found.map(|(_, member)| Hint::Excluded { by: observer.text(member.span) }))
}

/// A value as a number, to tell a distance.
pub(super) fn number(value: &Value) -> Option<f64> {
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
