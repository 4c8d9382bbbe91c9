//! From the logical to the physical plan: columns by position, calls without spans.

use esql_data::{DataType, Field, Schema, WarningSite};
use esql_diagnostics::{SourceFile, Span};
use esql_functions::Session;
use rustc_hash::FxHashMap;

use crate::expr::{Attribute, Call, ColumnId, Expr, ExprKind};
use crate::index_query;
use crate::logical::{self, Node as Logical};
use crate::physical::{self, Node, Operator};
use crate::scan::{Scan, ScanField};

/// Lowers a plan that runs with `session`. `sites` are the places that can warn, in the text of
/// `file`.
#[must_use]
pub fn lower(
    plan: logical::Plan,
    sites: &[Span],
    file: &SourceFile,
    session: &Session,
) -> physical::Plan {
    let output = plan.output.clone();
    let (root, columns) = node(plan);
    let root = project(root, &columns, &output);
    physical::Plan { root, sites: warning_sites(sites, file), session: session.clone() }
}

/// Where each column stands.
type Positions = FxHashMap<ColumnId, usize>;

fn positions(columns: &[Attribute]) -> Positions {
    columns.iter().enumerate().map(|(at, column)| (column.id, at)).collect()
}

/// A node and the columns that it gives.
fn node(plan: logical::Plan) -> (Node, Vec<Attribute>) {
    let output = plan.output;
    match plan.node {
        Logical::Scan(scan) => {
            let columns: Vec<Attribute> =
                scan.fields.iter().map(|(column, _)| column.clone()).collect();
            let at = positions(&columns);
            let fields: Vec<ScanField> = scan
                .fields
                .into_iter()
                .map(|(column, from)| ScanField { name: column.name, ty: column.ty, from })
                .collect();
            let filter = scan.filter.into_iter().map(|part| expr(part, &at));
            let (mut filter, others): (Vec<_>, Vec<_>) =
                filter.partition(|part| index_query::is_question(part, &fields));
            let indexed = filter.len();
            filter.extend(others);
            let scan = Scan { indices: scan.indices, fields, filter, indexed, limit: None };
            (leaf(Operator::Scan(scan), &columns), columns)
        }
        Logical::Row(values) => {
            let none = Positions::default();
            let values = values.into_iter().map(|value| expr(value, &none)).collect();
            (leaf(Operator::Row(values), &output), output)
        }
        Logical::Filter { input, condition } => {
            let (input, columns) = node(*input);
            let at = positions(&columns);
            let parts = match condition.kind {
                ExprKind::Call(call) if call.def.name == "and" => {
                    call.args.into_iter().map(|part| expr(part, &at)).collect()
                }
                kind => vec![expr(Expr { kind, ..condition }, &at)],
            };
            (above(Operator::Filter(parts), input, &columns), columns)
        }
        Logical::Eval { input, fields } => {
            let (input, mut columns) = node(*input);
            let mut at = positions(&columns);
            let mut values = Vec::with_capacity(fields.len());
            for (column, value) in fields {
                values.push(expr(value, &at));
                at.insert(column.id, columns.len());
                columns.push(column);
            }
            (above(Operator::Eval(values), input, &columns), columns)
        }
        Logical::Extract { input, text, extractor, targets, site } => {
            let (input, mut columns) = node(*input);
            let text = expr(text, &positions(&columns));
            columns.extend(targets);
            (above(Operator::Extract { text, extractor, site }, input, &columns), columns)
        }
        Logical::Project { input } => {
            let (input, columns) = node(*input);
            (project(input, &columns, &output), output)
        }
        Logical::Aggregate { input, keys, aggregates } => {
            let (input, columns) = node(*input);
            let at = positions(&columns);
            let position = |id: &ColumnId| at.get(id).copied().unwrap_or(0);
            let keys = keys.iter().map(|(_, column)| position(column)).collect();
            let aggregates = self::aggregates(aggregates, &at);
            (above(Operator::Aggregate { keys, aggregates }, input, &output), output)
        }
        Logical::InlineStats { input, keys, aggregates, fields } => {
            let (input, mut columns) = node(*input);
            let at = positions(&columns);
            let position = |id: &ColumnId| at.get(id).copied().unwrap_or(0);
            let (group_keys, keys): (Vec<_>, Vec<_>) =
                keys.iter().map(|(key, column)| (key.clone(), position(column))).unzip();
            let added: Vec<Attribute> =
                aggregates.iter().map(|(column, _)| column.clone()).collect();
            let mut of_group = positions(&[added.as_slice(), &group_keys].concat());
            columns.extend(added);
            let aggregates = self::aggregates(aggregates, &at);
            let mut values = Vec::with_capacity(fields.len());
            for (column, value) in fields {
                values.push(expr(value, &of_group));
                of_group.insert(column.id, of_group.len());
                columns.push(column);
            }
            let operator = Operator::InlineStats { keys, aggregates, fields: values };
            (above(operator, input, &columns), columns)
        }
        Logical::LimitBy { input, count, keys } => {
            let (input, columns) = node(*input);
            let at = positions(&columns);
            let keys = keys.iter().filter_map(|key| at.get(key).copied()).collect();
            (above(Operator::LimitBy { keys, count }, input, &columns), columns)
        }
        Logical::Sample { input, probability, seed } => {
            let (input, columns) = node(*input);
            (above(Operator::Sample { probability, seed }, input, &columns), columns)
        }
        Logical::Window { input, function, args, targets, site } => {
            let (input, mut columns) = node(*input);
            let at = positions(&columns);
            let args = args.iter().filter_map(|arg| at.get(arg).copied()).collect();
            columns.extend(targets);
            (above(Operator::Window { function, args, site }, input, &columns), columns)
        }
        Logical::Join { inputs, join } => {
            let (mut nodes, mut columns, mut ats) = (Vec::new(), Vec::new(), Vec::new());
            for input in inputs {
                let (input, more) = node(input);
                ats.push(positions(&more));
                nodes.push(input);
                columns.extend(more);
            }
            let position = |input: usize, id: &ColumnId| {
                ats.get(input).and_then(|at| at.get(id)).copied().unwrap_or(0)
            };
            let keys =
                join.keys.iter().map(|(row, lookup)| (position(0, row), position(1, lookup)));
            let at = positions(&columns);
            let join = physical::Join {
                kind: join.kind,
                keys: keys.collect(),
                conditions: join.conditions.into_iter().map(|part| expr(part, &at)).collect(),
                site: join.site,
            };
            let schema = schema(&columns);
            (Node { operator: Operator::Join(join), inputs: nodes, schema }, columns)
        }
        Logical::Union { inputs } => {
            let inputs = inputs.into_iter().map(|plan| {
                let output = plan.output.clone();
                let (input, columns) = node(plan);
                project(input, &columns, &output)
            });
            let inputs = inputs.collect();
            (Node { operator: Operator::Union, inputs, schema: schema(&output) }, output)
        }
        Logical::Sort { input, keys } => {
            let (input, columns) = node(*input);
            let keys = sort_keys(&keys, &columns);
            (above(Operator::Sort(keys), input, &columns), columns)
        }
        Logical::TopN { input, keys, count } => {
            let (input, columns) = node(*input);
            let keys = sort_keys(&keys, &columns);
            (above(Operator::TopN { keys, count }, input, &columns), columns)
        }
        Logical::Limit { input, count } => {
            let (mut input, columns) = node(*input);
            if let Operator::Scan(scan) = &mut input.operator {
                scan.limit = Some(count);
            }
            (above(Operator::Limit(count), input, &columns), columns)
        }
        Logical::MvExpand { input, column, target } => {
            let (input, mut columns) = node(*input);
            let at = positions(&columns).get(&column).copied().unwrap_or(0);
            // The expanded column takes the place of the one that it comes from.
            columns[at] = target;
            (above(Operator::MvExpand(at), input, &columns), columns)
        }
    }
}

fn schema(columns: &[Attribute]) -> Schema {
    columns.iter().map(|column| Field { name: column.name.clone(), ty: column.ty }).collect()
}

fn leaf(operator: Operator, columns: &[Attribute]) -> Node {
    Node { operator, inputs: Vec::new(), schema: schema(columns) }
}

fn above(operator: Operator, input: Node, columns: &[Attribute]) -> Node {
    Node { operator, inputs: vec![input], schema: schema(columns) }
}

/// The columns of `output` out of those of `input`; names are the output's.
fn project(input: Node, columns: &[Attribute], output: &[Attribute]) -> Node {
    let at = positions(columns);
    let chosen: Vec<usize> =
        output.iter().filter_map(|column| at.get(&column.id).copied()).collect();
    if chosen.iter().copied().eq(0..columns.len()) {
        return Node { schema: schema(output), ..input };
    }
    above(Operator::Project(chosen), input, output)
}

fn aggregates(
    aggregates: Vec<(Attribute, logical::Aggregate)>,
    at: &Positions,
) -> Vec<physical::Aggregate> {
    let lowered = aggregates.into_iter().map(|(column, aggregate)| {
        let Call { def, overload, args, options, site } = aggregate.call;
        physical::Aggregate {
            def,
            overload,
            args: args.into_iter().map(|arg| expr(arg, at)).collect(),
            options,
            filter: aggregate.filter.map(|filter| expr(filter, at)),
            series: aggregate.series.map(|series| (expr(series.key, at), series.starts)),
            ret: column.ty,
            site,
        }
    });
    lowered.collect()
}

fn sort_keys(keys: &[logical::SortKey], columns: &[Attribute]) -> Vec<physical::SortKey> {
    let at = positions(columns);
    keys.iter()
        .filter_map(|key| {
            Some(physical::SortKey {
                column: *at.get(&key.column)?,
                descending: key.descending,
                nulls_first: key.nulls_first,
            })
        })
        .collect()
}

fn expr(expr: Expr, at: &Positions) -> physical::Expr {
    let ty = expr.ty;
    match expr.kind {
        ExprKind::Literal(value) => physical::Expr::Literal { ty, value },
        ExprKind::Column(id) => match at.get(&id) {
            Some(&at) => physical::Expr::Column(at),
            None => physical::Expr::Literal { ty, value: esql_data::Value::Null },
        },
        ExprKind::Poison => {
            physical::Expr::Literal { ty: DataType::Null, value: esql_data::Value::Null }
        }
        ExprKind::Call(call) => {
            let Call { def, overload, args, options, site } = *call;
            physical::Expr::Call {
                def,
                overload,
                arg_types: args.iter().map(|arg| arg.ty).collect(),
                args: args.into_iter().map(|arg| self::expr(arg, at)).collect(),
                options,
                ret: ty,
                site,
            }
        }
    }
}

/// Lines, columns and texts of all sites, in one walk over the query: a query of 400 kB in one
/// line would make counting columns for each site on its own quadratic.
fn warning_sites(sites: &[Span], file: &SourceFile) -> Vec<WarningSite> {
    let text = file.text();
    let mut order: Vec<usize> = (0..sites.len()).collect();
    order.sort_by_key(|&at| sites[at].start);
    let mut found =
        vec![WarningSite { line: 1, column: 1, text: std::sync::Arc::from("") }; sites.len()];
    let (mut line, mut column, mut offset) = (1, 1, 0);
    for at in order {
        let span = sites[at];
        for c in text.get(offset..span.start as usize).unwrap_or("").chars() {
            if c == '\n' {
                line += 1;
                column = 1;
            } else {
                column += 1;
            }
        }
        offset = offset.max(span.start as usize);
        found[at] = WarningSite { line, column, text: span.text(text).into() };
    }
    found
}
