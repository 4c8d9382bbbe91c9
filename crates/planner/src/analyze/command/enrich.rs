//! `ENRICH policy ON column WITH fields`: each row gets fields of the documents that an enrich
//! policy finds for a column; the values of several documents stand in one cell.

use esql_data::DataType;
use esql_diagnostics::{Diagnostic, Span, codes, suggest};
use esql_functions::{registry, since};
use esql_parser::esql::ast::{Command, Enrich, Name};

use super::super::Analyzer;
use super::super::scope::Pipeline;
use crate::catalog::{EnrichMatch, EnrichPolicy, FieldMapping, IndexPattern, Lookup, Values};
use crate::expr::{Attribute, Expr, ExprKind};
use crate::logical::{Join, Node, Plan, Scan};
use crate::physical::JoinKind;
use crate::scan::FieldSource;

pub(super) fn enrich(
    cx: &mut Analyzer<'_>,
    mut pipeline: Pipeline,
    command: &Command,
    ast: &Enrich,
) -> Pipeline {
    cx.require("`ENRICH`", since!(8.11), command.keyword);
    check_mode(cx, ast);
    if pipeline.unknown {
        return pipeline;
    }
    let unknown = |pipeline: Pipeline| Pipeline { unknown: true, ..pipeline };
    let Some((policy, indices)) = policy(cx, ast) else { return unknown(pipeline) };
    let (on, span) = match &ast.on {
        Some(name) => (name.dotted(), name.span),
        None => (Some(policy.match_field.clone()), command.span),
    };
    let Some(on) = on else {
        cx.missing_parameter(span);
        return unknown(pipeline);
    };
    let key = cx.find(&mut pipeline, &on, span);
    let Some(key) = key.filter(|key| !pipeline.poisoned.contains(&key.id)) else {
        return unknown(pipeline);
    };
    let Some((kind, compared, bounds)) = compared(cx, &policy, &indices, &key, span) else {
        return unknown(pipeline);
    };
    let key = match converted(cx, &mut pipeline, &key, compared, span) {
        Some(key) => key,
        None => return unknown(pipeline),
    };
    let mut fields = Vec::new();
    for values in bounds {
        let column = cx.attribute(policy.match_field.as_str(), compared);
        let mapping = FieldMapping {
            path: policy.match_field.clone(),
            kind: "keyword".to_owned(),
            ignore_above: None,
            scaling_factor: None,
            constant: None,
            lowercase: false,
            values: *values,
        };
        fields.push((column, FieldSource::Field(mapping)));
    }
    let keys = fields.iter().map(|(column, _)| (key.id, column.id)).collect();
    let added = added(cx, &policy, &indices, ast, &mut fields);
    let output: Vec<Attribute> = fields.iter().map(|(column, _)| column.clone()).collect();
    let scan = Scan { indices, fields, filter: Vec::new() };
    let lookup = Plan { node: Node::Scan(scan), output: output.clone() };
    let site = cx.site(command.span);
    let join = Join { kind, keys, conditions: Vec::new(), site };
    let mut enriched =
        pipeline.push(&output, |rows| Node::Join { inputs: vec![*rows, lookup], join });
    for column in added {
        enriched.show(&column);
    }
    enriched
}

/// The clusters that a policy is looked up in: all the same where there is one.
const MODES: [&str; 3] = ["_any", "_coordinator", "_remote"];

fn check_mode(cx: &mut Analyzer<'_>, ast: &Enrich) {
    let Some(mode) = &ast.mode else { return };
    if MODES.iter().any(|known| known.eq_ignore_ascii_case(&mode.text)) {
        return;
    }
    let text = &mode.text;
    cx.report(
        Diagnostic::error(codes::BAD_VALUE, format!("`{text}` is no mode of ENRICH"))
            .label(mode.span, "`_any`, `_coordinator` or `_remote` is wanted")
            .maybe_help(suggest::did_you_mean(text, MODES.iter().copied()))
            .elastic(format!(
                "Unrecognized value [{text}], ENRICH policy qualifier needs to be one of \
                 [_ANY, _COORDINATOR, _REMOTE]"
            )),
    );
}

/// The policy and its indices.
fn policy(cx: &mut Analyzer<'_>, ast: &Enrich) -> Option<(EnrichPolicy, Vec<IndexPattern>)> {
    let name = &ast.policy.text;
    let Some(policy) = cx.catalog.policy(name).cloned() else {
        let names = cx.catalog.policies();
        cx.report(
            Diagnostic::error(codes::UNKNOWN_INDEX, format!("unknown enrich policy `{name}`"))
                .label(ast.policy.span, "no such policy")
                .maybe_help(suggest::did_you_mean(name, names.iter().copied()))
                .help(format!("give it with `--enrich {name}=FILE.json`"))
                .elastic(format!("cannot find enrich policy [{name}]")),
        );
        return None;
    };
    if policy.kind == EnrichMatch::Geo {
        cx.refuse("an enrich policy of the kind `geo_match`", ast.policy.span);
        return None;
    }
    let pattern =
        |index: &String| IndexPattern { pattern: index.clone(), exclude: false, known: true };
    let indices: Vec<IndexPattern> = policy.indices.iter().map(pattern).collect();
    if !cx.catalog.has_indices(&indices) {
        let names = policy.indices.join(",");
        cx.report(
            Diagnostic::error(
                codes::UNKNOWN_INDEX,
                format!("no data for index `{names}` of enrich policy `{name}`"),
            )
            .label(ast.policy.span, "this policy reads it")
            .help(format!("give its data with `--index {names}=PATH`"))
            .elastic(format!("cannot find enrich policy [{name}]")),
        );
        return None;
    }
    Some((policy, indices))
}

/// How the key is compared: the kind of join, the type, and what is read of the match field.
fn compared(
    cx: &mut Analyzer<'_>,
    policy: &EnrichPolicy,
    indices: &[IndexPattern],
    key: &Attribute,
    span: Span,
) -> Option<(JoinKind, DataType, &'static [Values])> {
    const VALUES: &[Values] = &[Values::Usual];
    const RANGE: &[Values] = &[Values::Lower, Values::Upper];
    let ty = key.ty;
    if policy.kind == EnrichMatch::Equal {
        let takes = ty.is_string()
            || ty.is_numeric()
            || matches!(ty, DataType::Ip | DataType::Date | DataType::Null);
        if takes {
            return Some((JoinKind::Values, DataType::Keyword, VALUES));
        }
        cx.report(
            Diagnostic::error(codes::TYPE_MISMATCH, format!("ENRICH cannot match {ty}"))
                .label(span, format!("this is {ty}"))
                .elastic(format!(
                    "Unsupported type [{}] for enrich matching field [{}]; only [KEYWORD, TEXT, \
                     IP, LONG, INTEGER, FLOAT, DOUBLE, DATETIME] allowed for type [match]",
                    ty.name().to_uppercase(),
                    key.name
                )),
        );
        return None;
    }
    let range = match cx.catalog.field(indices, &policy.match_field) {
        Lookup::Found(field) => field.mapping.kind,
        Lookup::Unmapped | Lookup::Missing => String::new(),
    };
    let compared = match range.as_str() {
        "integer_range" | "long_range" => DataType::Long,
        "float_range" | "double_range" => DataType::Double,
        "date_range" => DataType::Date,
        "ip_range" => DataType::Ip,
        _ => {
            let help = format!("map `{}` as a range, such as `ip_range`", policy.match_field);
            cx.report(
                Diagnostic::error(
                    codes::TYPE_MISMATCH,
                    format!("the match field `{}` of the policy is no range", policy.match_field),
                )
                .label(span, "matched with it")
                .help(help),
            );
            return None;
        }
    };
    let fits = ty == DataType::Null
        || ty.is_string()
        || match compared {
            DataType::Long => matches!(ty, DataType::Integer | DataType::Long),
            DataType::Double => ty.is_numeric(),
            other => ty == other,
        };
    if !fits {
        cx.report(
            Diagnostic::error(codes::TYPE_MISMATCH, format!("{ty} is in no {range}"))
                .label(span, format!("this is {ty}"))
                .elastic(format!(
                    "ENRICH range and input types are incompatible: range[{}], input[{}]",
                    range.trim_end_matches("_range").to_uppercase(),
                    ty.name().to_uppercase()
                )),
        );
        return None;
    }
    Some((JoinKind::Range, compared, RANGE))
}

/// The key in the type in which it is compared.
fn converted(
    cx: &mut Analyzer<'_>,
    pipeline: &mut Pipeline,
    key: &Attribute,
    ty: DataType,
    span: Span,
) -> Option<Attribute> {
    if key.ty == ty || key.ty == DataType::Null || (key.ty.is_string() && ty.is_string()) {
        return Some(key.clone());
    }
    let def = registry::conversion(ty)?;
    let value = cx.call(def, vec![Expr::column(key, span)], Vec::new(), span);
    if matches!(value.kind, ExprKind::Poison) {
        return None;
    }
    let column = cx.attribute(key.name.as_str(), ty);
    let taken = std::mem::replace(pipeline, Pipeline::new(Plan::nothing()));
    *pipeline = taken.computed(vec![(column.clone(), value)]);
    Some(column)
}

/// The columns that WITH adds, or all of the policy; they are read with `fields`.
fn added(
    cx: &mut Analyzer<'_>,
    policy: &EnrichPolicy,
    indices: &[IndexPattern],
    ast: &Enrich,
    fields: &mut Vec<(Attribute, FieldSource)>,
) -> Vec<Attribute> {
    let wanted: Vec<(String, String, Span)> = if ast.with.is_empty() {
        let all = policy.enrich_fields.iter();
        all.map(|field| (field.clone(), field.clone(), ast.policy.span)).collect()
    } else {
        let name = |name: &Name| name.dotted().unwrap_or_default();
        let with = ast.with.iter();
        with.map(|(new, field)| (name(new.as_ref().unwrap_or(field)), name(field), field.span))
            .collect()
    };
    let mut added = Vec::with_capacity(wanted.len());
    for (new, field, span) in wanted {
        if !policy.enrich_fields.contains(&field) {
            let names = policy.enrich_fields.iter().map(String::as_str);
            cx.report(
                Diagnostic::error(
                    codes::UNKNOWN_COLUMN,
                    format!("enrich policy `{}` has no field `{field}`", ast.policy.text),
                )
                .label(span, "no such field")
                .maybe_help(suggest::did_you_mean(&field, names))
                .elastic(format!(
                    "Enrich field [{field}] not found in enrich policy [{}]",
                    ast.policy.text
                )),
            );
            continue;
        }
        let (column, from) = match cx.catalog.field(indices, &field) {
            Lookup::Found(found) => cx.field_column(found),
            Lookup::Unmapped | Lookup::Missing => {
                (cx.attribute(field, DataType::Null), FieldSource::Null)
            }
        };
        let column = Attribute { name: new, ..column };
        fields.push((column.clone(), from));
        added.push(column);
    }
    added
}
