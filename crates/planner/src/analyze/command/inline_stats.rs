//! `INLINE STATS aggregates BY keys`: adds to each row the aggregates of its group, and keeps all
//! rows in their order. Aggregates and keys move to the end of the columns, as EVAL moves columns.

use esql_diagnostics::{Diagnostic, Span, codes};
use esql_functions::since;
use esql_parser::esql::ast::{Command, Stats};

use super::super::Analyzer;
use super::super::scope::Pipeline;
use super::stats::{Groups, groups};
use crate::expr::{Attribute, Expr};
use crate::logical::Node;

pub(super) fn inline_stats(
    cx: &mut Analyzer<'_>,
    mut pipeline: Pipeline,
    command: &Command,
    stats: &Stats,
) -> Pipeline {
    cx.require("`INLINE STATS`", since!(preview 9.2), command.keyword);
    if cx.text(command.keyword).eq_ignore_ascii_case("INLINESTATS") {
        let at = cx.position(command.span);
        cx.warnings.text(format!(
            "Line {}:{}: INLINESTATS is deprecated, use INLINE STATS instead",
            at.line, at.column
        ));
    }
    if let Some(limit) = pipeline.limited.or(pipeline.capped) {
        behind_limit(cx, command, limit);
    }
    let Groups { mut keys, mut before, mut aggregates, mut visible, computed, poisoned, .. } =
        groups(cx, &mut pipeline, stats);
    for (column, _) in &mut aggregates {
        if let Some(named) = visible.iter().find(|named| named.id == column.id) {
            column.name.clone_from(&named.name);
        }
    }
    for (key, column) in &mut keys {
        // A key stays what it is in each row, several values included. Under a name of its own it
        // is a column of its own.
        let is_named = before.iter().any(|(made, _)| made.id == *column)
            || pipeline.scope.iter().any(|known| known.id == *column && known.name == key.name);
        if !is_named {
            let source = Attribute { id: *column, ..key.clone() };
            let copy = cx.attribute(key.name.clone(), key.ty);
            *column = copy.id;
            before.push((copy, Expr::column(&source, command.span)));
        }
        visible.push(Attribute { id: *column, ..key.clone() });
    }
    for column in poisoned {
        pipeline.poisoned.insert(column.id);
        if !visible.iter().any(|other| other.name == column.name) {
            visible.push(column);
        }
    }
    let mut pipeline = pipeline.computed(before);
    pipeline.scope.retain(|column| !visible.iter().any(|added| added.name == column.name));
    pipeline.scope.append(&mut visible);
    pipeline.search_ended_by.get_or_insert("INLINE STATS");
    pipeline.sampled = None;
    let mut added: Vec<Attribute> = aggregates.iter().map(|(column, _)| column.clone()).collect();
    added.extend(computed.iter().map(|(column, _)| column.clone()));
    pipeline.push(&added, |input| Node::InlineStats { input, keys, aggregates, fields: computed })
}

/// Elasticsearch refuses it, as it may run what is below twice.
fn behind_limit(cx: &mut Analyzer<'_>, command: &Command, limit: Span) {
    let (shown, after) = (cx.text(command.span).to_owned(), cx.text(limit).to_owned());
    let at = cx.position(limit);
    cx.report(
        Diagnostic::error(codes::MISPLACED_COMMAND, "`INLINE STATS` cannot stand behind LIMIT")
            .label(command.keyword, "not possible here")
            .label(limit, "the limit")
            .help("move the LIMIT behind it")
            .elastic(format!(
                "INLINE STATS cannot be used after an explicit or implicit LIMIT command, but was \
                 [{shown}] after [{after}] [@{}:{}]",
                at.line, at.column
            )),
    );
}
