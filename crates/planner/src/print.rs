//! Plans as text: a line a node, the result first, what it reads from below it.

use std::fmt::Write as _;

use esql_data::Value;

use crate::expr::{Attribute, Call, ColumnId, Expr, ExprKind};
use crate::logical::{Aggregate, Node, Plan, Series};
use crate::physical::{self, Operator};
use crate::scan::FieldSource;

/// The text of a logical plan; columns are `name#id`.
#[must_use]
pub fn logical(plan: &Plan) -> String {
    let mut text = String::new();
    // A chain of commands can be long, so plans wait in a list, not on the call stack.
    let mut waiting = vec![(plan, 0)];
    while let Some((plan, depth)) = waiting.pop() {
        let line = logical_node(plan);
        // Writing to a String cannot fail.
        let _ = writeln!(text, "{:indent$}{line}", "", indent = depth * 2);
        waiting.extend(plan.node.inputs().iter().rev().map(|input| (input, depth + 1)));
    }
    text
}

fn logical_node(plan: &Plan) -> String {
    match &plan.node {
        Node::Scan(scan) => {
            let indices: Vec<String> = scan.indices.iter().map(index).collect();
            let mut text = format!("Scan {} [{}]", indices.join(", "), attributes(&plan.output));
            for part in &scan.filter {
                let _ = write!(text, " where {}", expr(part));
            }
            text
        }
        Node::Row(values) => {
            format!("Row [{}] = [{}]", attributes(&plan.output), list(values, expr))
        }
        Node::Filter { condition, .. } => format!("Filter {}", expr(condition)),
        Node::Eval { fields, .. } => format!("Eval {}", list(fields, field)),
        Node::Extract { text, extractor, targets, .. } => {
            format!("Extract [{}] = {extractor:?} of {}", attributes(targets), expr(text))
        }
        Node::Project { .. } => format!("Project [{}]", attributes(&plan.output)),
        Node::Aggregate { keys, aggregates, .. } => {
            format!("Aggregate {}", groups(keys, aggregates))
        }
        Node::Sort { keys, .. } => format!("Sort [{}]", list(keys, sort_key)),
        Node::TopN { keys, count, .. } => format!("TopN {count} [{}]", list(keys, sort_key)),
        Node::Limit { count, .. } => format!("Limit {count}"),
        Node::MvExpand { column, target, .. } => {
            format!("MvExpand {} = #{}", attribute(target), column.0)
        }
        Node::InlineStats { keys, aggregates, fields, .. } => {
            let mut text = format!("InlineStats {}", groups(keys, aggregates));
            if !fields.is_empty() {
                let _ = write!(text, " eval {}", list(fields, field));
            }
            text
        }
        Node::LimitBy { count, keys, .. } => {
            format!("LimitBy {count} [{}]", list(keys, |key| format!("#{}", key.0)))
        }
        Node::Sample { probability, seed, .. } => format!("Sample {probability} seed {seed}"),
        Node::Window { function, args, targets, .. } => {
            let args = list(args, |arg| format!("#{}", arg.0));
            format!("Window [{}] = {function:?} of [{args}]", attributes(targets))
        }
        Node::Join { join, .. } => {
            let keys = list(&join.keys, |(row, lookup)| format!("#{} = #{}", row.0, lookup.0));
            let mut text = format!("Join {:?} [{keys}]", join.kind);
            for condition in &join.conditions {
                let _ = write!(text, " where {}", expr(condition));
            }
            text
        }
        Node::Union { .. } => format!("Union [{}]", attributes(&plan.output)),
    }
}

fn groups(keys: &[(Attribute, ColumnId)], aggregates: &[(Attribute, Aggregate)]) -> String {
    let aggregates = list(aggregates, |(column, aggregate)| {
        let filter = aggregate.filter.as_ref().map(|filter| format!(" where {}", expr(filter)));
        let filter = filter.unwrap_or_default();
        let series = aggregate.series.as_ref().map(|Series { key, starts }| {
            format!(" for {} of {} buckets", expr(key), starts.len())
        });
        let series = series.unwrap_or_default();
        format!("{} = {}{filter}{series}", attribute(column), call(&aggregate.call))
    });
    let keys = list(keys, |(column, from)| format!("{} = #{}", attribute(column), from.0));
    format!("[{aggregates}] by [{keys}]")
}

fn field((column, value): &(Attribute, Expr)) -> String {
    format!("{} = {}", attribute(column), expr(value))
}

fn index(pattern: &crate::catalog::IndexPattern) -> String {
    format!("{}{}", if pattern.exclude { "-" } else { "" }, pattern.pattern)
}

fn list<T>(items: &[T], show: impl Fn(&T) -> String) -> String {
    items.iter().map(show).collect::<Vec<_>>().join(", ")
}

fn attribute(column: &Attribute) -> String {
    format!("{}#{}:{}", column.name, column.id.0, column.ty)
}

fn attributes(columns: &[Attribute]) -> String {
    list(columns, attribute)
}

fn sort_key(key: &crate::logical::SortKey) -> String {
    format!("#{}{}", key.column.0, direction(key.descending, key.nulls_first))
}

fn direction(descending: bool, nulls_first: bool) -> String {
    let direction = if descending { "desc" } else { "asc" };
    format!(" {direction} nulls {}", if nulls_first { "first" } else { "last" })
}

fn expr(value: &Expr) -> String {
    match &value.kind {
        ExprKind::Literal(literal) => literal_text(literal, value.ty),
        ExprKind::Column(id) => format!("#{}", id.0),
        ExprKind::Call(one) => call(one),
        ExprKind::Poison => "<error>".to_owned(),
    }
}

fn call(call: &Call) -> String {
    format!("{}({})", call.def.name, list(&call.args, expr))
}

fn literal_text(value: &Value, ty: esql_data::DataType) -> String {
    match value {
        Value::Text(text) => format!("{text:?}"),
        Value::Null => "null".to_owned(),
        other => other.print(ty),
    }
}

/// The text of a physical plan; columns are `$position`.
#[must_use]
pub fn physical(plan: &physical::Plan) -> String {
    let mut text = String::new();
    physical_node(&plan.root, 0, &mut text);
    text
}

fn physical_node(node: &physical::Node, depth: usize, text: &mut String) {
    let columns = list(&node.schema, |field| format!("{}:{}", field.name, field.ty));
    let line = match &node.operator {
        Operator::Scan(scan) => {
            let mut line = format!("ScanOperator {}", list(&scan.indices, index));
            let _ = write!(line, " [{}]", list(&scan.fields, scan_field));
            if !scan.filter.is_empty() {
                let _ = write!(line, " where [{}]", list(&scan.filter, physical_expr));
            }
            if let Some(limit) = scan.limit {
                let _ = write!(line, " limit {limit}");
            }
            line
        }
        Operator::Row(values) => format!("RowOperator [{}]", list(values, physical_expr)),
        Operator::Filter(parts) => format!("FilterOperator [{}]", list(parts, physical_expr)),
        Operator::Eval(values) => format!("EvalOperator [{}]", list(values, physical_expr)),
        Operator::Extract { text, extractor, .. } => {
            format!("ExtractOperator {extractor:?} of {}", physical_expr(text))
        }
        Operator::Project(columns) => {
            format!("ProjectOperator [{}]", list(columns, |at| format!("${at}")))
        }
        Operator::Aggregate { keys, aggregates } => {
            format!("AggregateOperator {}", physical_groups(keys, aggregates))
        }
        Operator::Sort(keys) => format!("SortOperator [{}]", list(keys, physical_key)),
        Operator::TopN { keys, count } => {
            format!("TopNOperator {count} [{}]", list(keys, physical_key))
        }
        Operator::Limit(count) => format!("LimitOperator {count}"),
        Operator::MvExpand(column) => format!("MvExpandOperator ${column}"),
        Operator::InlineStats { keys, aggregates, fields } => {
            let mut line = format!("InlineStatsOperator {}", physical_groups(keys, aggregates));
            if !fields.is_empty() {
                let _ = write!(line, " eval [{}]", list(fields, physical_expr));
            }
            line
        }
        Operator::LimitBy { keys, count } => {
            format!("LimitByOperator {count} [{}]", list(keys, |at| format!("${at}")))
        }
        Operator::Sample { probability, seed } => {
            format!("SampleOperator {probability} seed {seed}")
        }
        Operator::Window { function, args, .. } => {
            format!("WindowOperator {function:?} of [{}]", list(args, |at| format!("${at}")))
        }
        Operator::Join(join) => {
            let keys = list(&join.keys, |(row, lookup)| format!("${row} = ${lookup}"));
            let mut line = format!("JoinOperator {:?} [{keys}]", join.kind);
            if !join.conditions.is_empty() {
                let _ = write!(line, " where [{}]", list(&join.conditions, physical_expr));
            }
            line
        }
        Operator::Union => "UnionOperator".to_owned(),
    };
    // Writing to a String cannot fail.
    let _ = writeln!(text, "{:indent$}{line} -> [{columns}]", "", indent = depth * 2);
    for input in &node.inputs {
        physical_node(input, depth + 1, text);
    }
}

fn physical_groups(keys: &[usize], aggregates: &[physical::Aggregate]) -> String {
    let aggregates = list(aggregates, |one| {
        let filter = one.filter.as_ref().map(|filter| format!(" where {}", physical_expr(filter)));
        let args = list(&one.args, physical_expr);
        let series = one.series.as_ref().map(|(key, starts)| {
            format!(" for {} of {} buckets", physical_expr(key), starts.len())
        });
        let (filter, series) = (filter.unwrap_or_default(), series.unwrap_or_default());
        format!("{}({args}){filter}{series}", one.def.name)
    });
    format!("[{aggregates}] by [{}]", list(keys, |at| format!("${at}")))
}

fn scan_field(field: &crate::scan::ScanField) -> String {
    match &field.from {
        FieldSource::Field(mapping) => format!("{} as {}", mapping.path, mapping.kind),
        FieldSource::ByIndex(fields) => {
            let fields = list(fields, |field| {
                format!(
                    "{} as {} in {}",
                    field.mapping.path,
                    field.mapping.kind,
                    field.indices.join("|")
                )
            });
            format!("({fields})")
        }
        FieldSource::Metadata(metadata) => format!("{metadata:?}"),
        FieldSource::Null => format!("{} unmapped", field.name),
    }
}

fn physical_key(key: &physical::SortKey) -> String {
    format!("${}{}", key.column, direction(key.descending, key.nulls_first))
}

fn physical_expr(expr: &physical::Expr) -> String {
    match expr {
        physical::Expr::Column(at) => format!("${at}"),
        physical::Expr::Literal { ty, value } => literal_text(value, *ty),
        physical::Expr::Call { def, args, .. } => {
            format!("{}({})", def.name, list(args, physical_expr))
        }
    }
}
