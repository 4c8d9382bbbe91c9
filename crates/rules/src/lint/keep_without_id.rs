//! `keep-without-id`.

use esql_diagnostics::{Code, Entry, Severity};
use esql_engine::parser::esql::ast::CommandKind;

use super::context::takes;
use super::missing_metadata::IDENTITY;
use super::{Context, Found, Lint};

pub(super) const KEEP_WITHOUT_ID: Lint = Lint {
    name: "keep-without-id",
    code: Code::new(&Entry {
        name: "E0613",
        title: "a KEEP that loses the events' identity",
        explanation: "Without STATS an alert stands for one event, which Kibana knows by `_id`, `_version` and \
            `_index`. A KEEP that leaves one of them out makes alerts that come again in every run. List \
            all three.",
    }),
    level: Severity::Error,
    bad: "[rule]\nquery = 'FROM logs-* METADATA _id, _version, _index | KEEP host.name'",
    good: "[rule]\nquery = 'FROM logs-* METADATA _id, _version, _index | KEEP host.name, _id, _version, _index'",
    check,
};

fn check(cx: &Context<'_>) -> Vec<Found> {
    if !cx.is_rule() || cx.stats().is_some() {
        return Vec::new();
    }
    let mut found = Vec::new();
    for command in cx.commands {
        let CommandKind::Keep(patterns) = &command.kind else { continue };
        let missing: Vec<&str> = IDENTITY
            .into_iter()
            .filter(|name| !patterns.iter().any(|pattern| takes(pattern, name)))
            .collect();
        if !missing.is_empty() {
            let missing = missing.join("`, `");
            found.push(
                Found::at(command.keyword, format!("KEEP leaves out `{missing}`"), "loses them")
                    .help(format!("add `{missing}`")),
            );
        }
    }
    found
}
