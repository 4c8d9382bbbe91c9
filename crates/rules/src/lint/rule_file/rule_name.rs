//! `rule-name`.

use std::ffi::OsStr;
use std::path::Path;

use esql_diagnostics::{Code, Entry, Severity};

use super::{Context, Found, Lint};

pub(in crate::lint) const RULE_NAME: Lint = Lint {
    name: "rule-name",
    code: Code::new(&Entry {
        name: "W2030",
        title: "a name that the detection-rules repository does not take",
        explanation: "The name of a rule of Elastic begins and ends with a letter, a digit or a bracket. Its file has a \
            name of small letters, digits and `_` that begins with the primary tactic, such as \
            `credential_access_brute_force.toml`.",
    }),
    level: Severity::Info,
    bad: "[rule]\nauthor = ['Elastic']\nname = 'Brute force!'\nquery = 'FROM logs-* METADATA _id, _version, _index | KEEP *'",
    good: "[rule]\nauthor = ['Elastic']\nname = 'Brute Force'\nquery = 'FROM logs-* METADATA _id, _version, _index | KEEP *'",
    check,
};

fn check(cx: &Context<'_>) -> Vec<Found> {
    let Some(rule) = cx.rule_entries().filter(|_| cx.is_by_elastic()) else { return Vec::new() };
    let mut found = Vec::new();
    if let Some((name, place)) = rule.text("name") {
        let begins = name.starts_with(|char: char| char.is_ascii_alphanumeric());
        let ends = |char: char| char.is_ascii_alphanumeric() || "()[]".contains(char);
        if !begins || !name.ends_with(ends) || name.chars().nth(2).is_none() {
            let message = "the name of a rule begins and ends with a letter or a digit";
            found.push(Found::in_file(place, message, "does not"));
        }
    }
    let file = Path::new(cx.query.file().name());
    let (Some(stem), Some("toml")) =
        (file.file_stem().and_then(OsStr::to_str), file.extension().and_then(OsStr::to_str))
    else {
        return found;
    };
    let is_plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_';
    let place = rule.place();
    if !stem.bytes().all(is_plain) {
        let message =
            format!("the file name `{stem}.toml` is not of small letters, digits and `_`");
        found.push(Found::in_file(place, message, "the rule of this file"));
    }
    if let Some(tactic) = cx.tactics().first() {
        let prefix = tactic.to_lowercase().replace(' ', "_");
        if !stem.starts_with(&prefix) {
            let message =
                format!("the file name does not begin with the primary tactic, `{tactic}`");
            found.push(
                Found::in_file(place, message, "the rule of this file")
                    .help(format!("call the file `{prefix}_...`, or put its tactic first")),
            );
        }
    }
    found
}
