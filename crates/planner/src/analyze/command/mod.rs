//! The commands: one file each, named as the command is.

mod change_point;
mod completion;
mod dissect;
mod empty_buckets;
mod enrich;
mod eval;
mod extract;
mod filter;
mod fork;
mod from;
mod fuse;
mod grok;
mod inline_stats;
mod ip_location;
mod keep;
pub(super) mod limit;
pub(super) mod lookup_join;
mod mv_expand;
mod options;
mod rename;
mod row;
mod sample;
pub(super) mod set;
mod sort;
mod stats;
mod top;
mod user_agent;

use esql_data::DataType;
use esql_diagnostics::{Diagnostic, codes};
use esql_parser::esql::ast::{Command, CommandKind};

use super::Analyzer;
use super::expression::Place;
use super::scope::Pipeline;
use super::unsupported;
use crate::expr::Expr;

/// The source command. `rest` decides which fields must be known at once.
pub(super) fn source(
    cx: &mut Analyzer<'_>,
    command: &Command,
    rest: &[Command],
) -> Option<Pipeline> {
    match &command.kind {
        CommandKind::From(from) if !from.time_series => Some(from::from(cx, from, command, rest)),
        CommandKind::Row(fields) => Some(row::row(cx, fields)),
        CommandKind::Show(what) => row::show(cx, what),
        CommandKind::From(_)
        | CommandKind::PromQl(_)
        | CommandKind::Explain(_)
        | CommandKind::Other(_) => {
            refuse(cx, command);
            Some(from::unknown())
        }
        // The parser has said that it cannot stand here.
        _ => Some(from::unknown()),
    }
}

/// A processing command behind `pipeline`.
pub(super) fn processing(cx: &mut Analyzer<'_>, pipeline: Pipeline, command: &Command) -> Pipeline {
    match &command.kind {
        CommandKind::Where(condition) => filter::filter(cx, pipeline, command, condition),
        CommandKind::Eval(fields) => eval::eval(cx, pipeline, fields),
        CommandKind::Stats(stats) if stats.inline => {
            inline_stats::inline_stats(cx, pipeline, command, stats)
        }
        CommandKind::Stats(stats) => stats::stats(cx, pipeline, stats),
        CommandKind::Keep(patterns) => keep::keep(cx, pipeline, patterns),
        CommandKind::Drop(patterns) => keep::drop(cx, pipeline, patterns),
        CommandKind::Rename(renames) => rename::rename(cx, pipeline, renames),
        CommandKind::Sort(keys) => sort::sort(cx, pipeline, keys),
        CommandKind::Limit(limit) => limit::limit(cx, pipeline, command, limit),
        CommandKind::Dedup => limit::dedup(cx, pipeline, command),
        CommandKind::Top(top) => top::top(cx, pipeline, command, top),
        CommandKind::Sample(probability) => sample::sample(cx, pipeline, command, probability),
        CommandKind::Fork(branches) => fork::fork(cx, pipeline, command, branches),
        CommandKind::Enrich(enrich) => enrich::enrich(cx, pipeline, command, enrich),
        CommandKind::LookupJoin(join) => lookup_join::lookup_join(cx, pipeline, command, join),
        CommandKind::MvExpand(name) => mv_expand::mv_expand(cx, pipeline, name),
        CommandKind::Dissect(dissect) => dissect::dissect(cx, pipeline, command, dissect),
        CommandKind::Grok(grok) => grok::grok(cx, pipeline, command, grok),
        CommandKind::Extract(extract) => extract::extract(cx, pipeline, command, extract),
        CommandKind::Fuse(fuse) => fuse::fuse(cx, pipeline, command, fuse),
        CommandKind::Completion(completion) => {
            completion::completion(cx, pipeline, command, completion)
        }
        CommandKind::ChangePoint(change) => {
            change_point::change_point(cx, pipeline, command, change)
        }
        // The parser has said that they cannot stand here.
        CommandKind::Error
        | CommandKind::From(_)
        | CommandKind::Row(_)
        | CommandKind::Show(_)
        | CommandKind::PromQl(_)
        | CommandKind::Explain(_) => Pipeline { unknown: true, ..pipeline },
        _ => {
            refuse(cx, command);
            // What columns it gives is not known, so nothing is said of names behind it.
            Pipeline { unknown: true, ..pipeline }
        }
    }
}

fn refuse(cx: &mut Analyzer<'_>, command: &Command) {
    let keyword = cx.text(command.keyword).to_uppercase();
    let keyword = keyword.split_whitespace().collect::<Vec<_>>().join(" ");
    let reason = unsupported::command(&keyword).unwrap_or("not supported");
    cx.report(
        Diagnostic::error(codes::NOT_SUPPORTED, format!("command `{keyword}` does not run here"))
            .label(command.keyword, reason)
            .help("the query is refused as a whole, since its answer would be another"),
    );
}

/// A condition: it must be boolean.
fn condition_expr(
    cx: &mut Analyzer<'_>,
    place: &mut Place<'_>,
    condition: &esql_parser::esql::ast::Expr,
) -> Expr {
    let resolved = cx.expr(place, condition);
    if resolved.is_poison() || matches!(resolved.ty, DataType::Boolean | DataType::Null) {
        return resolved;
    }
    let ty = resolved.ty;
    cx.report(
        Diagnostic::error(
            codes::TYPE_MISMATCH,
            format!("a condition must be boolean, and this is {ty}"),
        )
        .label(condition.span, format!("this is {ty}"))
        .elastic(format!(
            "Condition expression needs to be boolean, found [{}]",
            ty.name().to_uppercase()
        )),
    );
    Expr::poison(condition.span)
}
