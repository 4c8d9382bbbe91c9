//! `missing-keep`.

use esql_diagnostics::{Code, Entry, Severity};
use esql_engine::parser::esql::ast::CommandKind;

use super::{Context, Found, Lint};
use crate::Kind;

pub(super) const MISSING_KEEP: Lint = Lint {
    name: "missing-keep",
    code: Code::new(&Entry {
        name: "E0612",
        title: "a rule that does not choose its columns",
        explanation: "All columns of the answer become fields of the alert, and without KEEP these are all \
            fields of the index, thousands with some integrations. Name those that an analyst needs; \
            `KEEP *` says that all are meant. A hunt may do with STATS ... BY instead.",
    }),
    level: Severity::Error,
    bad: "[rule]\nquery = 'FROM logs-* METADATA _id, _version, _index | LIMIT 10'",
    good: "[rule]\nquery = 'FROM logs-* METADATA _id, _version, _index | KEEP *'",
    check,
};

fn check(cx: &Context<'_>) -> Vec<Found> {
    let chooses = |kind: &CommandKind| match kind {
        CommandKind::Keep(_) => true,
        CommandKind::Stats(stats) => cx.kind == Kind::Hunt && !stats.by.is_empty(),
        _ => false,
    };
    let has_it = cx.commands.iter().any(|command| chooses(&command.kind));
    match cx.commands.last() {
        Some(last) if cx.kind != Kind::Query && !has_it => {
            let message = "the query has no KEEP";
            vec![
                Found::at(last.keyword, message, "all columns come out here")
                    .help("add `| KEEP` with the columns that the alert is to have"),
            ]
        }
        _ => Vec::new(),
    }
}
