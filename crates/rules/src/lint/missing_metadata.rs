//! `missing-metadata`.

use esql_diagnostics::{Code, Entry, Severity};
use esql_engine::parser::esql::ast::{CommandKind, Source};

use super::{Context, Found, Lint};

pub(super) const MISSING_METADATA: Lint = Lint {
    name: "missing-metadata",
    code: Code::new(&Entry {
        name: "E0611",
        title: "a rule that does not ask for the events' identity",
        explanation: "An alert of a rule without STATS ... BY stands for one event. Kibana knows it by `_id`, \
            `_version` and `_index`; without them the same event gives an alert in every run, and the \
            alert has none of the event's fields. Write `METADATA _id, _version, _index` behind FROM.",
    }),
    level: Severity::Error,
    bad: "[rule]\nquery = 'FROM logs-* | KEEP *'",
    good: "[rule]\nquery = 'FROM logs-* METADATA _id, _version, _index | KEEP *'",
    check,
};

/// The columns that say which event a row is.
pub(super) const IDENTITY: [&str; 3] = ["_id", "_version", "_index"];

fn check(cx: &Context<'_>) -> Vec<Found> {
    let groups = |kind: &CommandKind| matches!(kind, CommandKind::Stats(stats) if !stats.by.is_empty() && !stats.inline);
    if !cx.is_rule() || cx.commands.iter().any(|command| groups(&command.kind)) {
        return Vec::new();
    }
    let Some(first) = cx.commands.first() else { return Vec::new() };
    let CommandKind::From(from) = &first.kind else { return Vec::new() };
    let missing: Vec<&str> = IDENTITY
        .into_iter()
        .filter(|name| !from.metadata.iter().any(|field| field.text == *name))
        .collect();
    let later = from.metadata.iter().take(3).find(|field| !IDENTITY.contains(&field.text.as_str()));
    if let Some(field) = later.filter(|_| missing.is_empty()) {
        let message =
            "the checks of the detection-rules repository want the events' identity first";
        return vec![
            Found::at(field.span, message, "before `_id`, `_version` or `_index`")
                .help("write `METADATA _id, _version, _index` and the others behind them"),
        ];
    }
    // A subquery has METADATA of its own.
    if missing.is_empty() || from.sources.iter().any(|one| matches!(one, Source::Subquery { .. })) {
        return Vec::new();
    }
    let missing = missing.join("`, `");
    vec![
        Found::at(
            first.span,
            format!("FROM does not ask for `{missing}`, and the rule does not aggregate"),
            "no such METADATA",
        )
        .help("write `METADATA _id, _version, _index`"),
    ]
}
