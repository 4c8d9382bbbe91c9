//! `rule-dates`.

use esql_diagnostics::{Code, Entry, Severity};

use super::{Context, Found, Lint};
use crate::shape::is_date;

pub(in crate::lint) const RULE_DATES: Lint = Lint {
    name: "rule-dates",
    code: Code::new(&Entry {
        name: "W2024",
        title: "dates of a rule that contradict one another",
        explanation: "A rule cannot be updated before it was created. A rule whose maturity is `deprecated` says since \
            when, as `deprecation_date`, and that is its last update.",
    }),
    level: Severity::Warning,
    bad: "[metadata]\ncreation_date = '2026/03/26'\nupdated_date = '2026/03/01'\n[rule]\nquery = 'FROM logs-* METADATA _id, _version, _index | KEEP *'",
    good: "[metadata]\ncreation_date = '2026/03/26'\nupdated_date = '2026/03/26'\n[rule]\nquery = 'FROM logs-* METADATA _id, _version, _index | KEEP *'",
    check,
};

fn check(cx: &Context<'_>) -> Vec<Found> {
    let Some(metadata) = cx.metadata() else { return Vec::new() };
    let date = |key: &str| metadata.text(key).filter(|(text, _)| is_date(text));
    let (created, updated) = (date("creation_date"), date("updated_date"));
    let mut found = Vec::new();
    // Dates in this form are in the order of their texts.
    if let (Some((created, _)), Some((updated, place))) = (created, updated)
        && updated < created
    {
        let message = format!("the rule was updated before it was created, on {created}");
        found.push(Found::in_file(place, message, "earlier"));
    }
    if let Some(("deprecated", place)) = metadata.text("maturity") {
        match (date("deprecation_date"), updated) {
            (None, _) if !metadata.has("deprecation_date") => found.push(
                Found::in_file(place, "a deprecated rule has no `deprecation_date`", "since when")
                    .help("add `deprecation_date`, the same as `updated_date`"),
            ),
            (Some((deprecated, place)), Some((updated, _))) if deprecated != updated => {
                let message = format!("the rule was last updated on another day, {updated}");
                found.push(Found::in_file(place, message, "not `updated_date`"));
            }
            _ => {}
        }
    }
    found
}
