//! `lookback-gap`.

use esql_diagnostics::{Code, Entry, Severity};

use super::{Context, Found, Lint};
use crate::window;

pub(in crate::lint) const LOOKBACK_GAP: Lint = Lint {
    name: "lookback-gap",
    code: Code::new(&Entry {
        name: "W2021",
        title: "a rule that looks back less far than to its last run",
        explanation: "A run sees the events between `from` and `to`. If that is less than `interval`, the time between \
            two runs, there are events that no run sees. Without `from` a rule looks back six minutes, and \
            without `interval` it runs every five. A minute more than the interval is usual, as events come late.",
    }),
    level: Severity::Warning,
    bad: "[rule]\nfrom = 'now-9m'\ninterval = '10m'\nquery = 'FROM logs-* METADATA _id, _version, _index | KEEP *'",
    good: "[rule]\nfrom = 'now-11m'\ninterval = '10m'\nquery = 'FROM logs-* METADATA _id, _version, _index | KEEP *'",
    check,
};

/// How far a rule looks back that does not say so.
const USUAL_FROM: &str = "now-6m";

/// How often a rule runs that does not say so.
const USUAL_INTERVAL: &str = "5m";

fn check(cx: &Context<'_>) -> Vec<Found> {
    let Some(rule) = cx.rule_entries() else { return Vec::new() };
    let (from, to, interval) = (rule.text("from"), rule.text("to"), rule.text("interval"));
    let from_text = from.map_or(USUAL_FROM, |(text, _)| text);
    let to_text = to.map_or("now", |(text, _)| text);
    let interval_text = interval.map_or(USUAL_INTERVAL, |(text, _)| text);
    let (Some(since), Some(until), Some(every)) =
        (window::lookback(from_text), window::lookback(to_text), window::interval(interval_text))
    else {
        return Vec::new();
    };
    if since.saturating_sub(until) >= every {
        return Vec::new();
    }
    let place = from.or(interval).map_or(rule.place(), |(_, place)| place);
    let message = format!(
        "the rule looks back from `{to_text}` to `{from_text}` and runs every `{interval_text}`: no run \
         sees what comes in between"
    );
    let wanted = window::shown(every.saturating_add(until).saturating_add(60));
    vec![
        Found::in_file(place, message, "less than the interval")
            .help(format!("write `from = \"{wanted}\"`, which has a minute for late events")),
    ]
}
