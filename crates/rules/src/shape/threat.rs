//! The threat mapping: identifiers of MITRE ATT&CK, and that what belongs together agrees.

use esql_diagnostics::{Diagnostic, codes};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::table::span;

/// Everything wrong with the identifiers under `[[rule.threat]]`.
pub(super) fn check(toml: &DeTable<'_>, diagnostics: &mut Vec<Diagnostic>) {
    let rule = toml.get("rule").and_then(|rule| rule.get_ref().as_table());
    for threat in rule.into_iter().flat_map(|rule| tables(rule, "threat")) {
        let tactic = threat.get("tactic").and_then(|tactic| tactic.get_ref().as_table());
        if let Some(tactic) = tactic {
            entry(tactic, "a tactic", "TA0001", "tactics", is_tactic, diagnostics);
        }
        for technique in tables(threat, "technique") {
            entry(technique, "a technique", "T1059", "techniques", is_technique, diagnostics);
            let parent = technique.get("id").and_then(|id| id.get_ref().as_str());
            for sub in tables(technique, "subtechnique") {
                let is_child = |id: &str| {
                    id.split_once('.').is_some_and(|(of, number)| {
                        parent.is_none_or(|parent| parent == of)
                            && number.len() == 3
                            && number.bytes().all(|byte| byte.is_ascii_digit())
                    })
                };
                let what = "a subtechnique of the technique above";
                entry(sub, what, "T1059.001", "techniques", is_child, diagnostics);
            }
        }
    }
}

/// The tables of a list of tables.
fn tables<'t>(toml: &'t DeTable<'t>, key: &str) -> impl Iterator<Item = &'t DeTable<'t>> {
    let items = toml.get(key).and_then(|list| list.get_ref().as_array());
    items.into_iter().flatten().filter_map(|item| item.get_ref().as_table())
}

fn is_tactic(id: &str) -> bool {
    digits_behind(id, "TA")
}

fn is_technique(id: &str) -> bool {
    digits_behind(id, "T")
}

fn digits_behind(id: &str, prefix: &str) -> bool {
    id.strip_prefix(prefix)
        .is_some_and(|digits| digits.len() == 4 && digits.bytes().all(|byte| byte.is_ascii_digit()))
}

/// One entry: its identifier, and that its reference is the page of it.
fn entry(
    toml: &DeTable<'_>,
    what: &str,
    example: &str,
    folder: &str,
    fits: impl Fn(&str) -> bool,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let text = |value: &Spanned<DeValue<'_>>| value.get_ref().as_str().map(str::to_owned);
    let Some(id) = toml.get("id") else { return };
    let Some(name) = text(id) else { return };
    if !fits(&name) {
        diagnostics.push(
            Diagnostic::error(codes::RULE_VALUE, format!("`{name}` is not the id of {what}"))
                .label(span(id.span()), format!("not like `{example}`")),
        );
        return;
    }
    let page = format!("https://attack.mitre.org/{folder}/{}/", name.replace('.', "/"));
    let Some(reference) = toml.get("reference") else { return };
    if text(reference)
        .is_some_and(|reference| reference.trim_end_matches('/') != page.trim_end_matches('/'))
    {
        diagnostics.push(
            Diagnostic::error(
                codes::RULE_VALUE,
                format!("the reference of `{name}` is another page"),
            )
            .label(span(reference.span()), "not the page of the id")
            .help(format!("its page is {page}")),
        );
    }
}
