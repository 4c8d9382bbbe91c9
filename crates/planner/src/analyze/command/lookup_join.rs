//! `LOOKUP JOIN index ON ...`: each row gets the columns of the rows of the lookup index that
//! belong to it. Columns of the lookup hide those of the same name.

use esql_data::{DataType, Precision, Value};
use esql_diagnostics::{Diagnostic, Span, codes};
use esql_functions::{registry, since};
use esql_parser::esql::ast::{self, Command, CommandKind, ExprKind};

use super::super::Analyzer;
use super::super::expression::Place;
use super::super::scope::Pipeline;
use super::condition_expr;
use crate::catalog::{CatalogField, IndexPattern, Lookup};
use crate::expr::{Attribute, Call, ColumnId, Expr, ExprKind as Resolved};
use crate::logical::{Join, Node, Plan, Scan};
use crate::physical::JoinKind;

/// Types that a key cannot have.
const NOT_JOINED: [DataType; 8] = [
    DataType::Text,
    DataType::Unsupported,
    DataType::Source,
    DataType::Version,
    DataType::GeoPoint,
    DataType::GeoShape,
    DataType::CartesianPoint,
    DataType::CartesianShape,
];

pub(super) fn lookup_join(
    cx: &mut Analyzer<'_>,
    mut pipeline: Pipeline,
    command: &Command,
    ast: &ast::LookupJoin,
) -> Pipeline {
    cx.require("`LOOKUP JOIN`", since!(preview 8.18, 8.19), command.keyword);
    if pipeline.unknown {
        return pipeline;
    }
    let Some(mut lookup) = lookup_index(cx, &ast.index) else {
        return Pipeline { unknown: true, ..pipeline };
    };
    let names: Option<Vec<(String, Span)>> = ast.on.iter().map(field_name).collect();
    if ast.on.len() > 1 || names.is_none() {
        cx.require("`ON` with several fields or an expression", since!(9.2), command.keyword);
    }
    let mut keys = Vec::new();
    let mut conditions = Vec::new();
    let mut hidden = Vec::new();
    match names {
        Some(names) => {
            for (name, span) in names {
                keys.extend(same_name(cx, &mut pipeline, &lookup, &name, span));
                hidden.push(name);
            }
        }
        None => {
            for part in &ast.on {
                condition(cx, &mut pipeline, &lookup, part, &mut keys, &mut conditions);
            }
        }
    }
    let keys =
        keys.into_iter().filter_map(|key| one_type(cx, &mut pipeline, &mut lookup, key)).collect();
    let site = cx.site(command.span);
    let added: Vec<Attribute> = lookup.plan.output.clone();
    let lookup_plan = lookup.plan;
    let mut joined = pipeline.push(&added, |rows| Node::Join {
        inputs: vec![*rows, lookup_plan],
        join: Join { kind: JoinKind::Rows, keys, conditions, site },
    });
    for column in lookup.scope {
        if !hidden.contains(&column.name) {
            joined.show(&column);
        }
    }
    joined
}

/// Warns of a SORT whose order the first join behind it does not keep, and that no other follows.
pub(in super::super) fn warn_of_sort(cx: &mut Analyzer<'_>, commands: &[Command]) {
    let mut sort = None;
    for (at, command) in commands.iter().enumerate() {
        match &command.kind {
            CommandKind::Sort(_) => sort = Some(command.span),
            CommandKind::Stats(stats) if !stats.inline => sort = None,
            CommandKind::LookupJoin(_) => {
                let is_sort = |later: &Command| matches!(later.kind, CommandKind::Sort(_));
                if let Some(span) = sort.take()
                    && !commands.iter().skip(at).any(is_sort)
                {
                    let at = cx.position(span);
                    cx.warnings.text(format!(
                        "Line {}:{}: SORT is followed by a LOOKUP JOIN which does not preserve \
                         order; add another SORT after the LOOKUP JOIN if order is required",
                        at.line, at.column
                    ));
                }
            }
            _ => {}
        }
    }
}

/// The lookup index with all of its fields.
fn lookup_index(cx: &mut Analyzer<'_>, index: &ast::IndexPattern) -> Option<Pipeline> {
    let name = &index.pattern;
    // Where the query is sent: the only cluster there is.
    let elsewhere = match index.cluster.as_deref() {
        None => false,
        Some("_coordinator") => {
            cx.require("`_coordinator:` of `LOOKUP JOIN`", since!(9.6), index.span);
            false
        }
        Some(_) => true,
    };
    if name.contains('*') || elsewhere {
        let what = if elsewhere { "another cluster" } else { "a pattern" };
        cx.report(
            Diagnostic::error(codes::BAD_VALUE, format!("LOOKUP JOIN cannot read {what}"))
                .label(index.span, "one index is wanted here")
                .elastic(format!(
                    "invalid index pattern [{name}], * is not allowed in LOOKUP JOIN"
                )),
        );
        return None;
    }
    let indices = vec![IndexPattern { pattern: name.clone(), exclude: false, known: true }];
    if !cx.catalog.has_indices(&indices) {
        cx.report(
            Diagnostic::error(codes::UNKNOWN_INDEX, format!("no data for lookup index `{name}`"))
                .label(index.span, "no such index")
                .help(format!("give its data with `--index {name}=PATH`"))
                .elastic(format!("Unknown index [{name}]")),
        );
        return None;
    }
    let known = cx.catalog.fields(&indices);
    let fields: Vec<_> = known.iter().map(|field| cx.field_column(field.clone())).collect();
    let output = fields.iter().map(|(column, _)| column.clone()).collect();
    let scan = Scan { indices: indices.clone(), fields, filter: Vec::new() };
    Some(Pipeline { indices, ..Pipeline::new(Plan { node: Node::Scan(scan), output }) })
}

fn field_name(expr: &ast::Expr) -> Option<(String, Span)> {
    match &expr.kind {
        ExprKind::Column(name) => Some((name.dotted()?, name.span)),
        _ => None,
    }
}

/// A key: a column of the rows and one of the lookup.
struct Key {
    row: Attribute,
    lookup: Attribute,
    span: Span,
}

/// The key `ON name`.
fn same_name(
    cx: &mut Analyzer<'_>,
    pipeline: &mut Pipeline,
    lookup: &Pipeline,
    name: &str,
    span: Span,
) -> Option<Key> {
    let row = cx.find(pipeline, name, span)?;
    if pipeline.poisoned.contains(&row.id) {
        return None;
    }
    match lookup.find(name) {
        Some(column) => Some(Key { row, lookup: column.clone(), span }),
        None => {
            let names = lookup.scope.iter().map(|column| column.name.as_str());
            cx.report(
                Diagnostic::error(
                    codes::UNKNOWN_COLUMN,
                    format!("the lookup index has no field `{name}`"),
                )
                .label(span, "not found in the lookup index")
                .maybe_help(esql_diagnostics::suggest::did_you_mean(name, names))
                .elastic(format!("Unknown column [{name}] in right side of join")),
            );
            None
        }
    }
}

/// A condition: its equalities of columns of both sides become keys.
fn condition(
    cx: &mut Analyzer<'_>,
    pipeline: &mut Pipeline,
    lookup: &Pipeline,
    expr: &ast::Expr,
    keys: &mut Vec<Key>,
    conditions: &mut Vec<Expr>,
) {
    if let ExprKind::And(parts) = &expr.kind {
        for part in parts {
            condition(cx, pipeline, lookup, part, keys, conditions);
        }
        return;
    }
    if let ExprKind::Binary { op: ast::BinaryOp::Equal, left, right } = &expr.kind
        && let (Some(left), Some(right)) = (field_name(left), field_name(right))
    {
        let is_lookup = |name: &str| lookup.find(name).is_some();
        let sides = match (is_lookup(&left.0), is_lookup(&right.0)) {
            (false, true) => Some((left, right)),
            (true, false) => Some((right, left)),
            (true, true) if pipeline.find(&right.0).is_none() => Some((left, right)),
            (true, true) if pipeline.find(&left.0).is_none() => Some((right, left)),
            _ => None,
        };
        if let Some((row, column)) = sides
            && let Some(column) = lookup.find(&column.0).cloned()
        {
            if let Some(found) = cx.find(pipeline, &row.0, row.1)
                && !pipeline.poisoned.contains(&found.id)
            {
                keys.push(Key { row: found, lookup: column, span: expr.span });
            }
            return;
        }
    }
    // Names are those of the rows, then those of the lookup.
    let mut both = pipeline.clone();
    for column in &lookup.scope {
        let is_field = both.open
            && !both.hidden.contains(&column.name)
            && matches!(cx.field(&both.indices, &column.name), Lookup::Found(_));
        if both.find(&column.name).is_none() && !is_field {
            both.scope.push(column.clone());
        }
    }
    let value = condition_expr(cx, &mut Place::plain(&mut both, "LOOKUP JOIN"), expr);
    pipeline.plan = both.plan;
    pipeline.poisoned = both.poisoned;
    if !value.is_poison() {
        conditions.push(value);
    }
}

/// A key with its columns converted to the same type; `None` after an error.
fn one_type(
    cx: &mut Analyzer<'_>,
    pipeline: &mut Pipeline,
    lookup: &mut Pipeline,
    key: Key,
) -> Option<(ColumnId, ColumnId)> {
    let Key { row, lookup: column, span } = key;
    let (name, ty) = (&column.name, column.ty);
    if NOT_JOINED.contains(&ty) {
        cx.report(
            Diagnostic::error(codes::TYPE_MISMATCH, format!("a key cannot be {ty}"))
                .label(span, format!("`{name}` of the lookup index is {ty}"))
                .elastic(format!(
                    "JOIN with right field [{name}] of type [{}] is not supported",
                    ty.name().to_uppercase()
                )),
        );
        return None;
    }
    let Some(common) = common_type(row.ty, ty) else {
        cx.report(
            Diagnostic::error(
                codes::TYPE_MISMATCH,
                format!("{} and {ty} cannot be joined", row.ty),
            )
            .label(span, format!("`{}` is {}, `{name}` is {ty}", row.name, row.ty))
            .elastic(format!(
                "JOIN left field [{}] of type [{}] is incompatible with right field [{name}] of \
                 type [{}]",
                row.name,
                row.ty.name().to_uppercase(),
                ty.name().to_uppercase()
            )),
        );
        return None;
    };
    let mut key = converted(cx, pipeline, &row, common, span);
    if ty == DataType::Double && row.ty != DataType::Null {
        let row = Attribute { id: key, ty: common, ..row };
        key = rounded(cx, pipeline, lookup, &row, name, span);
    }
    Some((key, converted(cx, lookup, &column, common, span)))
}

/// The type in which values of both are compared.
fn common_type(row: DataType, lookup: DataType) -> Option<DataType> {
    let either = |ty| row == ty || lookup == ty;
    if row == DataType::Null || row == lookup || (row.is_string() && lookup.is_string()) {
        return Some(lookup);
    }
    if row.is_numeric() && lookup.is_numeric() {
        return Some(match () {
            () if either(DataType::Double) => DataType::Double,
            () if either(DataType::UnsignedLong) => DataType::UnsignedLong,
            () => DataType::Long,
        });
    }
    let is_instant = |ty| matches!(ty, DataType::Date | DataType::DateNanos);
    (is_instant(row) && is_instant(lookup)).then_some(DataType::DateNanos)
}

/// The column, or a computed one with its values as the lookup index keeps those of its field.
fn rounded(
    cx: &mut Analyzer<'_>,
    pipeline: &mut Pipeline,
    lookup: &Pipeline,
    column: &Attribute,
    name: &str,
    span: Span,
) -> ColumnId {
    let Lookup::Found(CatalogField { mapping, .. }) = cx.field(&lookup.indices, name) else {
        return column.id;
    };
    if Precision::of_mapping(&mapping.kind, mapping.scaling_factor) == Precision::Double {
        return column.id;
    }
    let args = vec![
        Expr::column(column, span),
        Expr::literal(DataType::Keyword, mapping.kind.as_str().into(), span),
        Expr::literal(DataType::Double, Value::Double(mapping.scaling_factor.unwrap_or(1.0)), span),
    ];
    match Expr::call("at_precision", args, span) {
        Some(value) => computed(cx, pipeline, column, value),
        None => column.id,
    }
}

/// The column, or a computed one with its values in another type.
fn converted(
    cx: &mut Analyzer<'_>,
    pipeline: &mut Pipeline,
    column: &Attribute,
    ty: DataType,
    span: Span,
) -> ColumnId {
    let is_same = column.ty == ty || column.ty == DataType::Null || column.ty.is_string();
    let Some(def) = registry::conversion(ty).filter(|_| !is_same) else { return column.id };
    let Some((overload, args, ret)) = cx.signature(def, vec![Expr::column(column, span)], span)
    else {
        return column.id;
    };
    let site = cx.site(span);
    let call = Call { def, overload, args, options: Vec::new(), site };
    let value = Expr { kind: Resolved::Call(Box::new(call)), ty: ret, span };
    computed(cx, pipeline, column, value)
}

/// A column that is computed of another one.
fn computed(
    cx: &mut Analyzer<'_>,
    pipeline: &mut Pipeline,
    column: &Attribute,
    value: Expr,
) -> ColumnId {
    let target = cx.attribute(column.name.clone(), value.ty);
    let taken = std::mem::replace(pipeline, Pipeline::new(Plan::nothing()));
    *pipeline = taken.computed(vec![(target.clone(), value)]);
    target.id
}
