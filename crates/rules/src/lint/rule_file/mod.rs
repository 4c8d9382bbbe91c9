//! Lints about the rule file around the query: what the detection-rules repository asks of the
//! entries of a rule. Some of it is asked only of Elastic's own rules.

mod building_block;
mod entries;
mod integration;
mod investigation_guide;
mod lookback_gap;
mod min_stack_version;
mod rule_dates;
mod rule_license;
mod rule_name;
mod rule_tags;
mod setup_note;
mod severity_score;
mod tags;
mod timeline_template;

pub(super) use building_block::BUILDING_BLOCK;
pub(super) use entries::Entries;
pub(super) use integration::INTEGRATION;
pub(super) use investigation_guide::INVESTIGATION_GUIDE;
pub(super) use lookback_gap::LOOKBACK_GAP;
pub(super) use min_stack_version::MIN_STACK_VERSION;
pub(super) use rule_dates::RULE_DATES;
pub(super) use rule_license::RULE_LICENSE;
pub(super) use rule_name::RULE_NAME;
pub(super) use rule_tags::RULE_TAGS;
pub(super) use setup_note::SETUP_NOTE;
pub(super) use severity_score::SEVERITY_SCORE;
pub(super) use timeline_template::TIMELINE_TEMPLATE;

use esql_diagnostics::Span;

use super::{Context, Found, Lint};

impl Context<'_> {
    /// The entries of `[metadata]`.
    fn metadata(&self) -> Option<Entries<'_>> {
        Entries::of_file(self.toml?).table("metadata")
    }

    /// The entries of `[rule]`.
    pub(super) fn rule_entries(&self) -> Option<Entries<'_>> {
        Entries::of_file(self.toml?).table("rule")
    }

    /// Whether Elastic is among the authors of the rule.
    fn is_by_elastic(&self) -> bool {
        let is_elastic = |(author, _): (&str, _)| author.eq_ignore_ascii_case("elastic");
        self.rule_entries().is_some_and(|rule| rule.texts("author").into_iter().any(is_elastic))
    }

    /// Where a string stands in a value of the file, which may have many lines; else its first one.
    fn within(&self, value: Span, text: &str) -> Span {
        let raw = value.text(self.query.file().text());
        let (at, length) = match raw.find(text).filter(|_| !text.is_empty()) {
            Some(at) => (at, text.len()),
            None => (0, raw.find('\n').unwrap_or(raw.len())),
        };
        let start = value.start as usize + at;
        Span::new(start, start + length)
    }

    /// The names of the tactics that the rule is mapped to, the primary one first.
    fn tactics(&self) -> Vec<&str> {
        let threats = self.rule_entries().map(|rule| rule.tables("threat")).unwrap_or_default();
        let tactics = threats.iter().filter_map(|threat| threat.table("tactic"));
        tactics.filter_map(|tactic| Some(tactic.text("name")?.0)).collect()
    }
}

#[cfg(test)]
mod tests {
    use esql_diagnostics::render::{self, Style};

    use crate::Checker;

    /// What lints find in a rule whose query is fine, as text.
    fn shown(name: &str, entries: &str) -> String {
        let checked = Checker::new(jiff::Timestamp::UNIX_EPOCH).check(name, entries).unwrap();
        let lints = checked.findings.iter().filter(|finding| finding.lint.is_some());
        let texts: Vec<String> = lints
            .map(|finding| render::text(&finding.diagnostic, &checked.file, Style::Plain, 100))
            .collect();
        texts.join("\n\n")
    }

    #[test]
    fn a_rule_of_elastic_with_slips() {
        insta::assert_snapshot!(shown(
            "Brute-Force.toml",
            r##"[metadata]
creation_date = "2026/03/26"
updated_date = "2026/03/25"
deprecation_date = "2026/03/24"
integration = ["okta", "azure"]
maturity = "deprecated"
min_stack_version = "8.14.0"
[rule]
author = ["Elastic"]
building_block_type = "default"
from = "now-9m"
interval = "10m"
license = "Elastic License"
max_signals = 1000
name = "Brute force!"
note = """
## Triage and analysis
### Investigating something else
Ask $osquery_1, or !{investigate{}}.
## Config
"""
query = 'FROM logs-okta*, logs-aws.cloudtrail-* METADATA _id, _version, _index | KEEP *'
risk_score = 21
severity = "high"
tags = ["Data source: Okta", "OS: linux", "Use Case: UEBA", "Use Case: UEBA"]
timeline_id = "76e52245-7519-4251-91ab-262fb1a1728c"
timeline_title = "Generic Timeline"
[[rule.threat]]
framework = "MITRE ATT&CK"
tactic = { id = "TA0006", name = "Credential Access", reference = "https://attack.mitre.org/tactics/TA0006/" }
[[transform.osquery]]
label = "users"
query = "SELECT * FROM users""##
        ));
    }

    #[test]
    fn others_are_asked_for_less() {
        insta::assert_snapshot!(shown(
            "my-rule.toml",
            r##"[rule]
author = ["me"]
from = "now-20m"
interval = "10m"
to = "now-15m"
max_signals = 1000
name = "Mine!"
query = 'FROM logs-* METADATA _id, _version, _index | KEEP *'
severity = "high"
tags = ["mine"]
timeline_title = "My timeline""##
        ));
    }
}
