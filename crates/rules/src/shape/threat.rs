//! The threat mapping: identifiers of MITRE ATT&CK, and that what belongs together agrees.

use esql_diagnostics::{Diagnostic, codes};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::table::span;

/// The tactics of ATT&CK for enterprises: identifier and names. One was renamed when it was split.
const TACTICS: &[(&str, &[&str])] = &[
    ("TA0001", &["Initial Access"]),
    ("TA0002", &["Execution"]),
    ("TA0003", &["Persistence"]),
    ("TA0004", &["Privilege Escalation"]),
    ("TA0005", &["Defense Evasion", "Stealth"]),
    ("TA0006", &["Credential Access"]),
    ("TA0007", &["Discovery"]),
    ("TA0008", &["Lateral Movement"]),
    ("TA0009", &["Collection"]),
    ("TA0010", &["Exfiltration"]),
    ("TA0011", &["Command and Control"]),
    ("TA0040", &["Impact"]),
    ("TA0042", &["Resource Development"]),
    ("TA0043", &["Reconnaissance"]),
];

/// Everything wrong with the identifiers under `[[rule.threat]]`.
pub(super) fn check(toml: &DeTable<'_>, diagnostics: &mut Vec<Diagnostic>) {
    let rule = toml.get("rule").and_then(|rule| rule.get_ref().as_table());
    let mut seen: Vec<String> = Vec::new();
    for threat in rule.into_iter().flat_map(|rule| tables(rule, "threat")) {
        let tactic = threat.get("tactic").and_then(|tactic| tactic.get_ref().as_table());
        if let Some(tactic) = tactic {
            entry(tactic, "a tactic", "TA0001", "tactics", is_tactic, diagnostics);
            diagnostics.extend(name_of_tactic(tactic));
            diagnostics.extend(again(tactic, &mut seen));
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

/// A tactic has the name of its identifier.
fn name_of_tactic(tactic: &DeTable<'_>) -> Option<Diagnostic> {
    let id = tactic.get("id")?.get_ref().as_str()?;
    let name = tactic.get("name")?;
    let (_, names) = TACTICS.iter().find(|(known, _)| *known == id)?;
    (!names.contains(&name.get_ref().as_str()?)).then(|| {
        let message = format!("the tactic `{id}` has another name");
        Diagnostic::error(codes::RULE_VALUE, message)
            .label(span(name.span()), "not its name")
            .help(format!("it is `{}`", names.join("`, or `")))
    })
}

/// A tactic stands in one place, with all techniques.
fn again(tactic: &DeTable<'_>, seen: &mut Vec<String>) -> Option<Diagnostic> {
    let id = tactic.get("id")?;
    let name = id.get_ref().as_str()?;
    if seen.iter().any(|earlier| earlier == name) {
        let message = format!("the tactic `{name}` is mapped twice");
        return Some(
            Diagnostic::error(codes::RULE_VALUE, message)
                .label(span(id.span()), "again")
                .help("put the techniques of both places under one `[[rule.threat]]`"),
        );
    }
    seen.push(name.to_owned());
    None
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
