//! `FROM`: index patterns, metadata, the fields that must be known at once, and subqueries.

use esql_diagnostics::{Diagnostic, codes, suggest};
use esql_functions::since;
use esql_parser::esql::ast::{Command, CommandKind, From, Source};

use super::super::Analyzer;
use super::super::scope::Pipeline;
use super::fork::{Branches, unite};
use crate::catalog::IndexPattern;
use crate::date_math;
use crate::expr::Attribute;
use crate::logical::{Node, Plan, Scan};
use crate::scan::{FieldSource, Metadata};

pub(super) fn from(
    cx: &mut Analyzer<'_>,
    from: &From,
    command: &Command,
    rest: &[Command],
) -> Pipeline {
    let mut subqueries = Vec::new();
    for source in &from.sources {
        if let Source::Subquery { commands, span } = source {
            cx.require("a subquery in FROM", since!(preview 9.4), *span);
            subqueries.extend(cx.commands(commands, &mut |_, _| {}));
        }
    }
    let has_index = from.sources.iter().any(|source| matches!(source, Source::Index(_)));
    match subqueries.len() {
        0 => indices(cx, from, command, rest),
        1 if !has_index => subqueries.swap_remove(0),
        _ => {
            // All of them have all of their columns.
            let own = has_index.then(|| indices(cx, from, command, &[]));
            let all = own.into_iter().chain(subqueries).collect();
            unite(cx, all, Branches::Subqueries, command)
        }
    }
}

/// The documents of the indices.
fn indices(cx: &mut Analyzer<'_>, from: &From, command: &Command, rest: &[Command]) -> Pipeline {
    let indices = patterns(cx, from);
    if !cx.catalog.has_indices(&indices) {
        let names: Vec<&str> = indices.iter().map(|index| index.pattern.as_str()).collect();
        let names = names.join(",");
        cx.report(
            Diagnostic::error(codes::UNKNOWN_INDEX, format!("no data for index `{names}`"))
                .label(command.span, "no such index")
                .help("give its data with `--index NAME=PATH`")
                .elastic(format!("Unknown index [{names}]")),
        );
    }
    let mut fields: Vec<(Attribute, FieldSource)> = Vec::new();
    if needs_all_fields(rest) {
        for field in cx.catalog.fields(&indices).iter() {
            fields.push(cx.field_column(field.clone()));
        }
    }
    for name in &from.metadata {
        match Metadata::NAMED.iter().find(|(known, ..)| *known == name.text) {
            Some((known, ty, metadata)) => {
                if !fields.iter().any(|(column, _)| column.name == *known) {
                    let column = cx.attribute(*known, *ty);
                    fields.push((column, FieldSource::Metadata(*metadata)));
                }
            }
            None => {
                let names = Metadata::NAMED.iter().map(|(name, ..)| *name);
                cx.report(
                    Diagnostic::error(
                        codes::UNKNOWN_COLUMN,
                        format!("unknown metadata field `{}`", name.text),
                    )
                    .label(name.span, "no such metadata field")
                    .maybe_help(suggest::did_you_mean(&name.text, names))
                    .elastic(format!("unsupported metadata field [{}]", name.text)),
                );
            }
        }
    }
    let output = fields.iter().map(|(column, _)| column.clone()).collect();
    let scan = Scan { indices: indices.clone(), fields, filter: Vec::new() };
    let plan = Plan { node: Node::Scan(scan), output };
    Pipeline { open: true, indices, ..Pipeline::new(plan) }
}

/// A pipeline of which nothing is known, behind a source command with an error.
pub(super) fn unknown() -> Pipeline {
    let plan = Plan { node: Node::Row(Vec::new()), output: Vec::new() };
    Pipeline { unknown: true, ..Pipeline::new(plan) }
}

fn patterns(cx: &mut Analyzer<'_>, from: &From) -> Vec<IndexPattern> {
    let mut patterns = Vec::new();
    for source in &from.sources {
        match source {
            Source::Index(index) => {
                if let Some(selector) = index.selector.as_deref()
                    && selector != "data"
                {
                    cx.refuse(&format!("the selector `::{selector}`"), index.span);
                }
                // A quoted source may hold a whole list.
                for part in index.pattern.split(',').map(str::trim).filter(|part| !part.is_empty())
                {
                    let (exclude, name) = match part.strip_prefix('-') {
                        Some(name) => (true, name),
                        None => (false, part),
                    };
                    match date_math::resolve_index(name, cx.session.now) {
                        Ok(pattern) => {
                            patterns.push(IndexPattern { pattern, exclude, known: false });
                        }
                        Err(message) => cx.report(
                            Diagnostic::error(
                                codes::BAD_VALUE,
                                format!("`{name}` has bad date math"),
                            )
                            .label(index.span, message)
                            .help("write it like <logs-{now/d}> or <logs-{now/d-1d{yyyy.MM.dd}}>"),
                        ),
                    }
                }
            }
            // It is a plan of its own.
            Source::Subquery { .. } => {}
        }
    }
    patterns
}

/// Whether every field of the index comes out, or is matched by a pattern, before KEEP or STATS
/// says which ones matter. Otherwise fields come into view when they are named, and the data need
/// not be read to know them.
fn needs_all_fields(rest: &[Command]) -> bool {
    for command in rest {
        match &command.kind {
            CommandKind::Keep(patterns) => {
                return patterns.iter().any(|pattern| pattern.exact().is_none());
            }
            CommandKind::Stats(stats) if !stats.inline => return false,
            CommandKind::Drop(patterns) if patterns.iter().any(|one| one.exact().is_none()) => {
                return true;
            }
            // All columns are compared, or can come out of some branch.
            CommandKind::Dedup | CommandKind::Fork(_) => return true,
            CommandKind::Error => return false,
            _ => {}
        }
    }
    true
}
