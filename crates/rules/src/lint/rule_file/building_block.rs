//! `building-block-timing`.

use esql_diagnostics::{Code, Entry, Severity};

use super::{Context, Found, Lint};
use crate::window;

pub(in crate::lint) const BUILDING_BLOCK: Lint = Lint {
    name: "building-block-timing",
    code: Code::new(&Entry {
        name: "W2022",
        title: "a building block that runs too often",
        explanation: "The alerts of building blocks are there for other rules and are not urgent, so the detection-rules \
            repository wants them to run every hour at most and to look back at least 119 minutes. \
            `bypass_bbr_timing = true` in `[metadata]` says that a rule must do otherwise.",
    }),
    level: Severity::Warning,
    bad: "[rule]\nbuilding_block_type = 'default'\nfrom = 'now-9m'\ninterval = '5m'\nquery = 'FROM logs-* METADATA _id, _version, _index | KEEP *'",
    good: "[rule]\nbuilding_block_type = 'default'\nfrom = 'now-119m'\ninterval = '60m'\nquery = 'FROM logs-* METADATA _id, _version, _index | KEEP *'",
    check,
};

/// The shortest way to look back, in seconds.
const LEAST_LOOKBACK: u64 = 119 * 60;

/// The shortest time between two runs, in seconds.
const LEAST_INTERVAL: u64 = 60 * 60;

fn check(cx: &Context<'_>) -> Vec<Found> {
    let Some(rule) = cx.rule_entries() else { return Vec::new() };
    let Some((_, place)) = rule.text("building_block_type") else { return Vec::new() };
    if cx.metadata().is_some_and(|metadata| metadata.is_set("bypass_bbr_timing")) {
        return Vec::new();
    }
    let wanted = [
        ("from", "now-119m", LEAST_LOOKBACK, window::lookback as fn(&str) -> Option<u64>),
        ("interval", "60m", LEAST_INTERVAL, window::interval),
    ];
    let mut found = Vec::new();
    for (key, least, seconds, read) in wanted {
        let one = match rule.text(key) {
            None => {
                let message = format!("a building block must have `{key}`");
                Found::in_file(place, message, format!("no `{key}`"))
            }
            Some((text, place)) if read(text).is_some_and(|given| given < seconds) => {
                let message = format!("`{key}` of a building block must be at least `{least}`");
                Found::in_file(place, message, "less")
            }
            Some(_) => continue,
        };
        found.push(one.help(format!("write `{key} = \"{least}\"`")));
    }
    found
}
