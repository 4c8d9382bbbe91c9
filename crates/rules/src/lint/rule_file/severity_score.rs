//! `severity-score`.

use esql_diagnostics::{Code, Entry, Severity};

use super::{Context, Found, Lint};

pub(in crate::lint) const SEVERITY_SCORE: Lint = Lint {
    name: "severity-score",
    code: Code::new(&Entry {
        name: "W2023",
        title: "a risk score that is not of the severity",
        explanation: "Severity and risk score say the same in two ways: `low` is up to 21, `medium` up to 47, `high` up \
            to 73, `critical` above. Alerts are sorted by the one and filtered by the other.",
    }),
    level: Severity::Warning,
    bad: "[rule]\nseverity = 'high'\nrisk_score = 21\nquery = 'FROM logs-* METADATA _id, _version, _index | KEEP *'",
    good: "[rule]\nseverity = 'high'\nrisk_score = 73\nquery = 'FROM logs-* METADATA _id, _version, _index | KEEP *'",
    check,
};

/// The least and the greatest risk score of each severity.
const RANGES: &[(&str, i64, i64)] =
    &[("low", 0, 21), ("medium", 22, 47), ("high", 48, 73), ("critical", 74, 100)];

fn check(cx: &Context<'_>) -> Vec<Found> {
    let Some(rule) = cx.rule_entries() else { return Vec::new() };
    let Some((severity, _)) = rule.text("severity") else { return Vec::new() };
    let Some((score, place)) = rule.number("risk_score") else { return Vec::new() };
    let range = RANGES.iter().find(|(name, ..)| *name == severity);
    let Some((_, least, most)) =
        range.filter(|(_, least, most)| !(*least..=*most).contains(&score))
    else {
        return Vec::new();
    };
    let of = RANGES.iter().find(|(_, least, most)| (*least..=*most).contains(&score));
    let one = Found::in_file(
        place,
        format!("severity `{severity}` has a risk score from {least} to {most}"),
        "of another severity",
    );
    vec![match of {
        Some((other, ..)) => {
            one.help(format!("write `risk_score = {most}`, or `severity = \"{other}\"`"))
        }
        None => one.help(format!("write `risk_score = {most}`")),
    }]
}
