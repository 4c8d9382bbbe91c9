//! `FUSE method SCORE BY score GROUP BY group KEY BY keys WITH {...}`: result sets, such as the
//! branches of FORK, merged into one. Rows get new scores; those with equal keys become one, with
//! the sum of their scores.

use std::sync::Arc;

use esql_data::DataType;
use esql_diagnostics::{Diagnostic, Span, codes};
use esql_functions::window::{FuseMethod, FuseScore, Normalizer};
use esql_functions::{StackVersion, registry, since};
use esql_parser::esql::ast::{self, Command, Name};

use super::super::Analyzer;
use super::super::scope::Pipeline;
use super::options::{self, CommandOption, Given};
use crate::expr::{Attribute, Call, Expr};
use crate::logical::{Aggregate, Node, Plan};

/// From this version on a merged row has the first value of each column, before it all of them.
const FIRST_SINCE: StackVersion = StackVersion { major: 9, minor: 5 };

/// The constant of reciprocal rank fusion if nothing else is said.
const RANK_CONSTANT: f64 = 60.0;

pub(super) fn fuse(
    cx: &mut Analyzer<'_>,
    mut pipeline: Pipeline,
    command: &Command,
    fuse: &ast::Fuse,
) -> Pipeline {
    cx.require("`FUSE`", since!(preview 9.1), command.keyword);
    let function = function(cx, fuse);
    let score = by(cx, &mut pipeline, command, fuse.score.as_ref(), "_score", "a score column");
    let group =
        by(cx, &mut pipeline, command, fuse.group.as_ref(), "_fork", "a column to group by");
    let mut keys = Vec::new();
    for key in &fuse.keys {
        keys.push(by(cx, &mut pipeline, command, Some(key), "", ""));
    }
    if keys.is_empty() {
        for name in ["_id", "_index"] {
            keys.push(by(cx, &mut pipeline, command, None, name, "a key column"));
        }
    }
    let keys: Option<Vec<Attribute>> = keys.into_iter().collect();
    let unknown = |pipeline: Pipeline| Pipeline { unknown: true, ..pipeline };
    let (Some(function), Some(score), Some(group), Some(keys)) = (function, score, group, keys)
    else {
        return unknown(pipeline);
    };
    if !check(cx, &pipeline, command, fuse, (&score, &group, &keys)) {
        return unknown(pipeline);
    }
    let new_score = cx.attribute(score.name.clone(), DataType::Double);
    let site = cx.site(command.span);
    let (args, targets) = (vec![group.id, score.id], vec![new_score.clone()]);
    let scope = std::mem::take(&mut pipeline.scope);
    let scored = pipeline.push(&targets.clone(), |input| Node::Window {
        input,
        function: Arc::new(function),
        args,
        targets,
        site,
    });
    merge(cx, scored, scope, (&score, &new_score), &group, &keys, command)
}

/// A row for each combination of keys.
fn merge(
    cx: &mut Analyzer<'_>,
    scored: Pipeline,
    scope: Vec<Attribute>,
    (score, new_score): (&Attribute, &Attribute),
    group: &Attribute,
    keys: &[Attribute],
    command: &Command,
) -> Pipeline {
    let span = command.span;
    let sum = aggregate(cx, "sum", vec![Expr::column(new_score, span)], span);
    let mut aggregates: Vec<(Attribute, Aggregate)> = Vec::new();
    aggregates.extend(sum.map(|sum| (cx.attribute(score.name.clone(), DataType::Double), sum)));
    let takes_first = cx.stacks.is_at_least(FIRST_SINCE);
    for column in scope {
        if column.name == score.name || scored.poisoned.contains(&column.id) {
            continue;
        }
        let value = Expr::column(&column, span);
        let merged = if takes_first && column.id != group.id {
            let is_there = cx.operator("is_not_null", vec![value.clone()], span);
            let tie = Expr::literal(DataType::Integer, esql_data::Value::Integer(0), span);
            first(cx, vec![value, tie], is_there, span)
        } else {
            aggregate(cx, "values", vec![value], span)
        };
        aggregates.extend(merged.map(|merged| (cx.attribute(column.name, column.ty), merged)));
    }
    let scope: Vec<Attribute> = aggregates.iter().map(|(column, _)| column.clone()).collect();
    let keys: Vec<_> =
        keys.iter().map(|key| (cx.attribute(key.name.clone(), key.ty), key.id)).collect();
    let output = scope.iter().chain(keys.iter().map(|(key, _)| key)).cloned().collect();
    let node = Node::Aggregate { input: Box::new(scored.plan), keys, aggregates };
    Pipeline {
        scope,
        unknown: scored.unknown,
        limited: scored.limited,
        capped: scored.capped,
        forked: scored.forked,
        search_ended_by: scored.search_ended_by.or(Some("FUSE")),
        ..Pipeline::new(Plan { node, output })
    }
}

/// An aggregate by name.
fn aggregate(cx: &mut Analyzer<'_>, name: &str, args: Vec<Expr>, span: Span) -> Option<Aggregate> {
    let def = registry::find(name)?;
    let (overload, args, _) = cx.signature(def, args, span)?;
    let site = cx.site(span);
    let call = Call { def, overload, args, options: Vec::new(), site };
    Some(Aggregate::new(call, None))
}

/// The first cell that is there. Its accumulator takes columns of all types, those too that the
/// function does not take in a query.
fn first(cx: &mut Analyzer<'_>, args: Vec<Expr>, is_there: Expr, span: Span) -> Option<Aggregate> {
    let (def, site) = (registry::find("first")?, cx.site(span));
    let call = Call { def, overload: 0, args, options: Vec::new(), site };
    Some(Aggregate::new(call, Some(is_there)))
}

/// A column that is named, or the one that is meant if none is.
fn by(
    cx: &mut Analyzer<'_>,
    pipeline: &mut Pipeline,
    command: &Command,
    name: Option<&Name>,
    default: &str,
    what: &str,
) -> Option<Attribute> {
    let found = match name {
        Some(name) => match name.dotted() {
            Some(dotted) => cx.find(pipeline, &dotted, name.span),
            None => {
                cx.missing_parameter(name.span);
                None
            }
        },
        None => {
            let found = pipeline.find(default).cloned();
            if found.is_none() && !pipeline.unknown {
                cx.report(
                    Diagnostic::error(
                        codes::UNKNOWN_COLUMN,
                        format!("`FUSE` needs {what}, and there is no `{default}`"),
                    )
                    .label(command.keyword, format!("reads `{default}`"))
                    .maybe_help((default != "_fork").then(|| {
                        format!("add `METADATA _id, _index, _score` to FROM, for `{default}`")
                    }))
                    .elastic(match default {
                        "_score" | "_fork" => {
                            format!("FUSE requires {what}, default [{default}] column not found.")
                        }
                        _ => format!("FUSE requires {what}, default [{default}] column not found"),
                    }),
                );
            }
            found
        }
    };
    found.filter(|column| !pipeline.poisoned.contains(&column.id))
}

/// What the columns and the rows must be like.
fn check(
    cx: &mut Analyzer<'_>,
    pipeline: &Pipeline,
    command: &Command,
    fuse: &ast::Fuse,
    (score, group, keys): (&Attribute, &Attribute, &[Attribute]),
) -> bool {
    let place = |name: Option<&Name>| name.map_or(command.keyword, |name| name.span);
    let mut good = true;
    let shown = |ty: DataType| ty.name().to_uppercase();
    let mut wrong: Vec<(&Attribute, Span, &str, String)> = Vec::new();
    if score.ty != DataType::Double {
        let elastic = format!(
            "expected SCORE BY column [{}] to be DOUBLE, not {}",
            score.name,
            shown(score.ty)
        );
        wrong.push((score, place(fuse.score.as_ref()), "double", elastic));
    }
    let group_place = ("GROUP BY", group, place(fuse.group.as_ref()));
    let key_places =
        keys.iter().enumerate().map(|(at, key)| ("KEY BY", key, place(fuse.keys.get(at))));
    for (clause, column, span) in std::iter::once(group_place).chain(key_places) {
        if !column.ty.is_string() {
            let (name, ty) = (&column.name, shown(column.ty));
            let elastic =
                format!("expected {clause} field [{name}] to be KEYWORD or TEXT, not {ty}");
            wrong.push((column, span, "text", elastic));
        }
    }
    for (column, span, wanted, elastic) in wrong {
        let (name, ty) = (&column.name, column.ty);
        cx.report(
            Diagnostic::error(codes::TYPE_MISMATCH, format!("`{name}` must be {wanted}"))
                .label(span, format!("this is {ty}"))
                .elastic(elastic),
        );
        good = false;
    }
    for column in &pipeline.scope {
        if matches!(column.ty, DataType::Unsupported | DataType::Source) {
            let name = &column.name;
            cx.report(
                Diagnostic::error(
                    codes::BAD_COLUMN_TYPE,
                    format!("`FUSE` cannot merge column `{name}`, which is {}", column.ty),
                )
                .label(command.keyword, format!("merges `{name}`"))
                .help(format!("take it away before, with `| DROP {name}`"))
                .elastic(format!(
                    "cannot use [{name}] as an input of FUSE. Consider using [DROP {name}] before \
                     FUSE."
                )),
            );
            good = false;
        }
    }
    if score.name == "_score" && cx.searches {
        cx.report(
            Diagnostic::error(codes::NOT_SUPPORTED, "`FUSE` of a search does not run here")
                .label(command.keyword, "ranks by relevance, which only a search index has")
                .help("rows can be fused by a column of their own, with `SCORE BY`"),
        );
        good = false;
    }
    if !is_limited(&pipeline.plan) && !pipeline.unknown {
        cx.report(
            Diagnostic::error(codes::MISPLACED_COMMAND, "`FUSE` wants a limited number of rows")
                .label(command.keyword, "all rows come in")
                .help("add a LIMIT before it, or to the branches of FORK")
                .elastic(
                    "FUSE can only be used on a limited number of rows. Consider adding a LIMIT \
                     before FUSE.",
                ),
        );
        good = false;
    }
    good
}

/// Whether anything below ends the streaming of rows.
fn is_limited(plan: &Plan) -> bool {
    let ends = matches!(
        plan.node,
        Node::Limit { .. }
            | Node::LimitBy { .. }
            | Node::TopN { .. }
            | Node::Sort { .. }
            | Node::Aggregate { .. }
            | Node::Window { .. }
    );
    ends || plan.node.inputs().iter().any(is_limited)
}

/// The method with its options; `None` after an error.
fn function(cx: &mut Analyzer<'_>, fuse: &ast::Fuse) -> Option<FuseScore> {
    let name = fuse.method.as_ref().map_or("rrf", |method| method.text.as_str());
    let is_rrf = match name.to_ascii_lowercase().as_str() {
        "rrf" => true,
        "linear" => false,
        _ => {
            let span = fuse.method.as_ref().map(|method| method.span).unwrap_or_default();
            cx.report(
                Diagnostic::error(codes::BAD_VALUE, format!("`FUSE` has no method `{name}`"))
                    .label(span, "no such method")
                    .help("there are `rrf` and `linear`")
                    .elastic(format!("Fuse type {name} is not supported")),
            );
            return None;
        }
    };
    let (mut rank_constant, mut normalizer) = (RANK_CONSTANT, Normalizer::None);
    let mut weights = Vec::new();
    let mut good = true;
    for option in options::read(cx, fuse.options.as_ref()) {
        match (option.name.as_str(), is_rrf) {
            ("rank_constant", true) => match positive(cx, &option, "rank_constant") {
                Some(number) => rank_constant = number,
                None => good = false,
            },
            ("normalizer", false) => match option.text().map(str::to_ascii_lowercase).as_deref() {
                Some("none") => normalizer = Normalizer::None,
                Some("minmax") => normalizer = Normalizer::MinMax,
                _ => {
                    let shown = cx.text(option.span).to_owned();
                    let elastic = match option.text() {
                        Some(_) => format!("[{shown}] is not a valid normalizer"),
                        None => format!("expected normalizer to be a string, got [{shown}]"),
                    };
                    options::bad_value(cx, &option, "`none` or `minmax`", elastic);
                    good = false;
                }
            },
            ("weights", _) => match &option.value {
                Given::Map(of_groups) => {
                    for weight in of_groups {
                        let number = positive(cx, weight, "weight");
                        good &= number.is_some();
                        weights.extend(number.map(|number| (weight.name.clone(), number)));
                    }
                }
                Given::Value(..) => {
                    let elastic = format!(
                        "expected weights to be a MapExpression, got [{}]",
                        cx.text(option.span)
                    );
                    options::bad_value(cx, &option, "a map", elastic);
                    good = false;
                }
            },
            (name, _) => {
                let elastic = format!("unknown option [{name}] in [{name}]");
                let own = if is_rrf { "rank_constant" } else { "normalizer" };
                options::unknown(cx, "FUSE", &option, &[own, "weights"], elastic);
                good = false;
            }
        }
    }
    let method = match is_rrf {
        true => FuseMethod::Rrf { rank_constant },
        false => FuseMethod::Linear(normalizer),
    };
    good.then_some(FuseScore { method, weights })
}

fn positive(cx: &mut Analyzer<'_>, option: &CommandOption, name: &str) -> Option<f64> {
    let shown = cx.text(option.span).to_owned();
    let elastic = match option.number() {
        Some(number) if number > 0.0 => return Some(number),
        Some(_) => format!("expected {name} to be positive, got [{shown}]"),
        None => format!("expected {name} to be numeric, got [{shown}]"),
    };
    options::bad_value(cx, option, "a positive number", elastic);
    None
}
