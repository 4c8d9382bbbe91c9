//! `rule-license`.

use esql_diagnostics::{Code, Entry, Severity};

use super::{Context, Found, Lint};

pub(in crate::lint) const RULE_LICENSE: Lint = Lint {
    name: "rule-license",
    code: Code::new(&Entry {
        name: "W2031",
        title: "a version of the Elastic License that rules do not have",
        explanation: "Rules under the Elastic License are under its version 2, which is written `Elastic License v2`.",
    }),
    level: Severity::Warning,
    bad: "[rule]\nlicense = 'Elastic License'\nquery = 'FROM logs-* METADATA _id, _version, _index | KEEP *'",
    good: "[rule]\nlicense = 'Elastic License v2'\nquery = 'FROM logs-* METADATA _id, _version, _index | KEEP *'",
    check,
};

/// How it is written.
const LICENSE: &str = "Elastic License v2";

fn check(cx: &Context<'_>) -> Vec<Found> {
    let license = cx.rule_entries().and_then(|rule| rule.text("license"));
    let other = |text: &str| text.to_lowercase().contains("elastic license") && text != LICENSE;
    let Some((_, place)) = license.filter(|(text, _)| other(text)) else { return Vec::new() };
    let message = "rules under the Elastic License are under its version 2";
    vec![
        Found::in_file(place, message, "not so written")
            .help(format!("write `license = \"{LICENSE}\"`")),
    ]
}
