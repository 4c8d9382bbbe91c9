//! `KEEP` and `DROP`: which columns stay, and in which order.

use esql_diagnostics::{Diagnostic, codes};
use esql_parser::esql::ast::NamePattern;
use indexmap::IndexMap;

use super::super::Analyzer;
use super::super::pattern::{Glob, glob};
use super::super::scope::Pipeline;
use crate::expr::{Attribute, ColumnId};
use crate::logical::Node;

/// How strongly a pattern claims a column: an exact name beats a pattern, that beats `*`.
fn strength(pattern: &NamePattern) -> u8 {
    match glob(pattern) {
        Some(Glob::Exact(_)) => 2,
        Some(Glob::Wild(_)) => 1,
        Some(Glob::All) | None => 0,
    }
}

/// A column stands where the strongest pattern that takes it stands; of equally strong ones, the
/// last counts.
pub(super) fn keep(
    cx: &mut Analyzer<'_>,
    mut pipeline: Pipeline,
    patterns: &[NamePattern],
) -> Pipeline {
    let mut kept: IndexMap<ColumnId, (u8, Attribute)> = IndexMap::new();
    for pattern in patterns {
        let strength = strength(pattern);
        for column in cx.matching(&mut pipeline, pattern).unwrap_or_default() {
            match kept.get(&column.id) {
                Some((claimed, _)) if *claimed > strength => {}
                _ => {
                    kept.shift_remove(&column.id);
                    kept.insert(column.id, (strength, column));
                }
            }
        }
    }
    // Names that an error was reported for stay known, so that nothing more is said of them.
    let poisoned = pipeline.scope.iter().filter(|column| pipeline.poisoned.contains(&column.id));
    let mut scope: Vec<Attribute> = kept.into_values().map(|(_, column)| column).collect();
    for column in poisoned {
        if !scope.contains(column) {
            scope.push(column.clone());
        }
    }
    pipeline.scope = scope;
    pipeline.open = false;
    project(pipeline)
}

pub(super) fn drop(
    cx: &mut Analyzer<'_>,
    mut pipeline: Pipeline,
    patterns: &[NamePattern],
) -> Pipeline {
    // All patterns look at the same columns: a name may be dropped twice.
    let mut dropped = Vec::new();
    for pattern in patterns {
        if matches!(glob(pattern), Some(Glob::All)) {
            cx.report(
                Diagnostic::error(codes::BAD_VALUE, "DROP cannot remove all columns")
                    .label(pattern.span, "takes every column")
                    .elastic("Removing all fields is not allowed [*]"),
            );
            continue;
        }
        dropped.extend(cx.matching(&mut pipeline, pattern).unwrap_or_default());
    }
    for column in dropped {
        pipeline.scope.retain(|other| other.id != column.id);
        pipeline.hidden.insert(column.name);
    }
    project(pipeline)
}

/// The visible columns become the plan's. Poisoned ones are not in it.
pub(super) fn project(mut pipeline: Pipeline) -> Pipeline {
    let output = pipeline
        .scope
        .iter()
        .filter(|column| !pipeline.poisoned.contains(&column.id))
        .cloned()
        .collect();
    let input = Box::new(pipeline.plan);
    pipeline.plan = crate::logical::Plan { node: Node::Project { input }, output };
    pipeline
}
