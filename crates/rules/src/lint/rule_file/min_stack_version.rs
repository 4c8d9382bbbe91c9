//! `min-stack-version`.

use esql_diagnostics::{Code, Entry, Severity};
use esql_engine::functions::StackVersion;

use super::{Context, Found, Lint};
use crate::check::STACKS;

pub(in crate::lint) const MIN_STACK_VERSION: Lint = Lint {
    name: "min-stack-version",
    code: Code::new(&Entry {
        name: "W2025",
        title: "a `min_stack_version` that is old or not explained",
        explanation: "The detection-rules repository takes no `min_stack_version` older than 8.19, the oldest stack \
            that is maintained. Rules of Elastic say in `min_stack_comments` what needs the version.",
    }),
    level: Severity::Info,
    bad: "[metadata]\nmin_stack_version = '9.3.0'\n[rule]\nauthor = ['Elastic']\nquery = 'FROM logs-* METADATA _id, _version, _index | KEEP *'",
    good: "[metadata]\nmin_stack_version = '9.3.0'\nmin_stack_comments = 'INLINE STATS'\n[rule]\nauthor = ['Elastic']\nquery = 'FROM logs-* METADATA _id, _version, _index | KEEP *'",
    check,
};

fn check(cx: &Context<'_>) -> Vec<Found> {
    let Some(metadata) = cx.metadata() else { return Vec::new() };
    let Some((version, place)) = metadata.text("min_stack_version") else { return Vec::new() };
    let mut found = Vec::new();
    let given: Option<StackVersion> = version.parse().ok();
    if let (Some(given), Some(oldest)) = (given, STACKS.first())
        && given < *oldest
    {
        let message = format!("no stack older than {oldest} is maintained");
        found.push(
            Found::in_file(place, message, "older")
                .help(format!("write `min_stack_version = \"{oldest}.0\"`, or leave it out")),
        );
    }
    if cx.is_by_elastic() && !metadata.has("min_stack_comments") {
        let message = "nothing says what needs this stack version";
        found.push(
            Found::in_file(place, message, "no `min_stack_comments` beside it")
                .help("add `min_stack_comments` with the construct or the field that needs it"),
        );
    }
    found
}
