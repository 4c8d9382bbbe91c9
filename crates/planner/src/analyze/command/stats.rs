//! `STATS aggregates BY keys`: keys are computed, then rows grouped, then what stands around the
//! aggregates is computed; aggregates come out first, then keys.

use esql_data::DataType;
use esql_diagnostics::{Diagnostic, codes};
use esql_parser::esql::ast::{self, Field, Stats};

use super::super::Analyzer;
use super::super::aggregate::Aggregates;
use super::super::expression::Place;
use super::super::scope::{Pipeline, poison_type};
use super::condition_expr;
use super::empty_buckets::{self, Filled};
use super::eval::field_name;
use super::keep::project;
use crate::expr::{Attribute, ColumnId, Expr, ExprKind};
use crate::logical::{Aggregate, Node, Plan};

pub(super) fn stats(cx: &mut Analyzer<'_>, mut pipeline: Pipeline, stats: &Stats) -> Pipeline {
    let Groups { keys, before, aggregates, visible, computed, poisoned, filled } =
        groups(cx, &mut pipeline, stats);
    let pipeline = pipeline.computed(before);
    let mut output: Vec<Attribute> = aggregates.iter().map(|(column, _)| column.clone()).collect();
    output.extend(keys.iter().map(|(key, _)| key.clone()));
    let plan = if filled.is_empty() {
        let input = Box::new(pipeline.plan);
        Plan { node: Node::Aggregate { input, keys: keys.clone(), aggregates }, output }
    } else {
        if !aggregates.iter().all(|(_, aggregate)| empty_buckets::is_plain(aggregate)) {
            cx.refuse("such an aggregate beside empty buckets", filled[0].starts.span);
        }
        let input = Box::new(pipeline.plan);
        let node = Node::Aggregate { input, keys: keys.clone(), aggregates: aggregates.clone() };
        empty_buckets::fill(cx, Plan { node, output }, &keys, &aggregates, &filled)
    };
    let mut grouped = Pipeline {
        unknown: pipeline.unknown,
        limited: pipeline.limited,
        capped: pipeline.capped,
        forked: pipeline.forked,
        search_ended_by: pipeline.search_ended_by.or(Some("STATS")),
        ..Pipeline::new(plan)
    };
    grouped.scope = visible;
    grouped.scope.extend(keys.into_iter().map(|(key, _)| key));
    grouped = grouped.computed(computed);
    for column in poisoned {
        grouped.poisoned.insert(column.id);
        if !grouped.scope.iter().any(|other| other.name == column.name) {
            grouped.scope.push(column);
        }
    }
    project(grouped)
}

/// What STATS and INLINE STATS say, resolved.
pub(super) struct Groups {
    /// The keys: the column that has one value a group, and the one that goes in.
    pub keys: Vec<(Attribute, ColumnId)>,
    /// What must be computed of each row first.
    pub before: Vec<(Attribute, Expr)>,
    /// The aggregates.
    pub aggregates: Vec<(Attribute, Aggregate)>,
    /// The columns that come out besides the keys, in order: aggregates under the names given to
    /// them, and computed ones.
    pub visible: Vec<Attribute>,
    /// What is computed of aggregates and keys.
    pub computed: Vec<(Attribute, Expr)>,
    /// Columns that an error was reported for.
    pub poisoned: Vec<Attribute>,
    /// The keys whose empty buckets are wanted, for which INLINE STATS has no rows.
    pub filled: Vec<Filled>,
}

/// Resolves keys and aggregates.
pub(super) fn groups(cx: &mut Analyzer<'_>, pipeline: &mut Pipeline, stats: &Stats) -> Groups {
    let mut aggregates = Aggregates::of_sample(pipeline.sampled);
    let mut poisoned: Vec<Attribute> = Vec::new();
    let names = names(cx, stats);
    let (field_names, key_names) = names.split_at(stats.aggregates.len());
    let by = stats.by.iter().zip(key_names);
    let mut filled = Vec::new();
    let keys = keys(cx, pipeline, by, (&mut aggregates, &mut filled), &mut poisoned);
    let mut fields: Vec<(Attribute, Expr)> = Vec::new();
    for (field, name) in stats.aggregates.iter().zip(field_names) {
        let value = aggregate(cx, pipeline, field, &mut aggregates);
        fields.retain(|(earlier, _)| earlier.name != *name);
        let ty = if value.is_poison() { poison_type() } else { value.ty };
        let column = cx.attribute(name.as_str(), ty);
        if value.is_poison() {
            poisoned.push(column.clone());
        }
        fields.push((column, value));
    }
    // A key of the same name wins.
    fields.retain(|(column, _)| !keys.iter().any(|(key, _)| key.name == column.name));
    let (mut visible, mut computed) = (Vec::with_capacity(fields.len()), Vec::new());
    for (column, value) in fields {
        match value.kind {
            // An aggregate alone: its column under the field's name.
            ExprKind::Column(id)
                if aggregates.calls.iter().any(|(call, _)| call.id == id)
                    && !visible.iter().any(|other: &Attribute| other.id == id) =>
            {
                visible.push(Attribute { id, ..column });
            }
            _ => {
                visible.push(column.clone());
                if !value.is_poison() {
                    computed.push((column, value));
                }
            }
        }
    }
    let Aggregates { before, calls, .. } = aggregates;
    Groups { keys, before, aggregates: calls, visible, computed, poisoned, filled }
}

/// The names of aggregates and keys. Of several that have the same one the last counts, which
/// Elasticsearch warns of.
fn names(cx: &mut Analyzer<'_>, stats: &Stats) -> Vec<String> {
    let fields: Vec<&Field> = stats.aggregates.iter().chain(&stats.by).collect();
    let mut names: Vec<String> =
        stats.aggregates.iter().map(|field| field_name(cx, field)).collect();
    names.extend(stats.by.iter().map(|field| key_name(cx, field)));
    let start = |at: usize| {
        let field = fields[at];
        field.name.as_ref().map_or(field.value.span, |name| name.span)
    };
    for (at, name) in names.iter().enumerate() {
        if let Some(later) = (at + 1..names.len()).find(|&later| names[later] == *name) {
            let (earlier, later) = (cx.position(start(at)), cx.position(start(later)));
            cx.warnings.text(format!(
                "Line {}:{}: Field '{name}' shadowed by field at line {}:{}",
                earlier.line, earlier.column, later.line, later.column
            ));
        }
    }
    names
}

/// The name of a key: unlike other fields, a column keeps its own.
fn key_name(cx: &mut Analyzer<'_>, field: &Field) -> String {
    match (&field.name, &field.value.kind) {
        (None, ast::ExprKind::Column(name)) if let Some(name) = name.dotted() => name,
        _ => field_name(cx, field),
    }
}

/// The keys: as they come out, and the column that goes in.
fn keys<'f>(
    cx: &mut Analyzer<'_>,
    pipeline: &mut Pipeline,
    by: impl Iterator<Item = (&'f Field, &'f String)>,
    (aggregates, filled): (&mut Aggregates, &mut Vec<Filled>),
    poisoned: &mut Vec<Attribute>,
) -> Vec<(Attribute, ColumnId)> {
    let mut keys: Vec<(Attribute, ColumnId)> = Vec::new();
    for (field, name) in by {
        let mut place = Place { grouping: true, ..Place::plain(pipeline, "BY of STATS") };
        let value = cx.expr(&mut place, &field.value);
        if value.is_poison() {
            let column = cx.attribute(name.as_str(), poison_type());
            aggregates.keys.add(&column, column.id);
            pipeline.poisoned.insert(column.id);
            poisoned.push(column);
            continue;
        }
        if matches!(value.ty, DataType::Source | DataType::Unsupported) || value.ty.is_span() {
            let ty = value.ty;
            cx.report(
                Diagnostic::error(
                    codes::BAD_COLUMN_TYPE,
                    format!("rows cannot be grouped by {ty}"),
                )
                .label(value.span, format!("this is {ty}"))
                .elastic(format!(
                    "cannot group by on [{ty}] type for grouping [{}]",
                    cx.text(value.span)
                )),
            );
            continue;
        }
        let ty = value.ty;
        let starts = empty_buckets::starts(cx, pipeline, &field.value, ty);
        let column = match value.kind {
            ExprKind::Column(id) => id,
            _ => {
                let column = cx.attribute(name.as_str(), ty);
                aggregates.keys.computed_from(&value, column.id);
                aggregates.before.push((column.clone(), value));
                column.id
            }
        };
        let key = cx.attribute(name.as_str(), ty);
        aggregates.keys.add(&key, column);
        if let Some(starts) = starts {
            filled.push(Filled { key: key.id, starts });
        }
        keys.retain(|(earlier, _)| earlier.name != key.name);
        keys.push((key, column));
    }
    // A later key of the same name takes the place of an earlier one.
    filled.retain(|filled| keys.iter().any(|(key, _)| key.id == filled.key));
    keys
}

/// An aggregate, or an expression around aggregates and keys.
fn aggregate(
    cx: &mut Analyzer<'_>,
    pipeline: &mut Pipeline,
    field: &Field,
    aggregates: &mut Aggregates,
) -> Expr {
    aggregates.filter = None;
    if let Some(filter) = &field.filter {
        let mut place =
            Place { keys: Some(&aggregates.keys), ..Place::condition(pipeline, "WHERE") };
        let condition = condition_expr(cx, &mut place, filter);
        if condition.is_poison() {
            return Expr::poison(field.value.span);
        }
        aggregates.filter = Some(condition);
    }
    let mut place = Place { aggregates: Some(aggregates), ..Place::plain(pipeline, "STATS") };
    let value = cx.expr(&mut place, &field.value);
    // Whatever column it reads is an aggregate or a key, which has been seen to.
    let mut reads_any = false;
    value.columns(&mut |_| reads_any = true);
    if !reads_any && !value.is_poison() {
        let text = cx.text(field.value.span).to_owned();
        cx.report(
            Diagnostic::error(codes::NOT_AN_AGGREGATE, format!("`{text}` holds no aggregate"))
                .label(field.value.span, "an aggregate such as COUNT(*) is wanted here")
                .elastic(format!("expected an aggregate function but found [{text}]")),
        );
        return Expr::poison(field.value.span);
    }
    value
}
