//! The shape of a file of a rule or a hunt: which entries its tables have, which of them must be there, and what
//! their values can be. What Kibana's rule API and the detection-rules repository ask for.

mod schema;
mod value;

use esql_diagnostics::{Diagnostic, Span, codes, suggest};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::table::span;
use schema::{Entry, HUNT_FILE, RULE_FILE};
pub(crate) use value::is_date;

/// Everything wrong with the shape of the file of a rule, with places in the file.
pub(crate) fn check(toml: &DeTable<'_>) -> Vec<Diagnostic> {
    let mut diagnostics = Vec::new();
    table("", RULE_FILE, toml, Span::at(0), &mut diagnostics);
    threat::check(toml, &mut diagnostics);
    diagnostics
}

/// Everything wrong with the shape of the file of a hunt.
pub(crate) fn check_hunt(toml: &DeTable<'_>) -> Vec<Diagnostic> {
    let mut diagnostics = Vec::new();
    table("", HUNT_FILE, toml, Span::at(0), &mut diagnostics);
    diagnostics
}

/// The kinds of values.
#[derive(Clone, Copy)]
enum Shape {
    /// A string that the function takes; the text says what is wanted.
    Text(&'static str, fn(&str) -> bool),
    /// One of these strings.
    OneOf(&'static [&'static str]),
    /// A list of strings.
    Texts,
    /// A list of strings, as many as from the first to the second.
    SomeTexts(usize, usize),
    /// A list of strings that are among these.
    SomeOf(&'static [&'static str]),
    /// A whole number from the first to the second.
    Number(i64, i64),
    /// True or false.
    Flag,
    /// A table with these entries.
    Table(&'static [Entry]),
    /// A list of such tables.
    Tables(&'static [Entry]),
    /// Anything.
    Any,
    /// An entry that other rules have and these must not; the text says why.
    Never(&'static str),
}

/// A table called `name` (dotted; empty for the file), whose header stands at `place`.
fn table(
    name: &str,
    entries: &[Entry],
    toml: &DeTable<'_>,
    place: Span,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let shown = if name.is_empty() { "the file".to_owned() } else { format!("`[{name}]`") };
    for entry in entries.iter().filter(|entry| entry.required && !toml.contains_key(entry.key)) {
        diagnostics.push(
            Diagnostic::error(codes::RULE_ENTRY, format!("{shown} has no `{}`", entry.key))
                .label(place, format!("no `{}` in it", entry.key))
                .help(format!("it is {}", entry.shape.wanted())),
        );
    }
    for (key, value) in toml {
        let name = if name.is_empty() {
            key.get_ref().to_string()
        } else {
            format!("{name}.{}", key.get_ref())
        };
        match entries.iter().find(|entry| entry.key == key.get_ref().as_ref()) {
            Some(Entry { shape: Shape::Never(why), .. }) => diagnostics.push(
                Diagnostic::error(codes::RULE_KEY, format!("an ES|QL rule has no `{name}`"))
                    .label(span(key.span()), "not in such a rule")
                    .help(*why),
            ),
            Some(entry) => check_value(&name, entry.shape, value, diagnostics),
            None => diagnostics.push(unknown(&name, key.get_ref(), span(key.span()), entries)),
        }
    }
}

fn unknown(name: &str, key: &str, place: Span, entries: &[Entry]) -> Diagnostic {
    let keys = entries.iter().map(|entry| entry.key);
    let file = if name.starts_with("hunt") { "hunt" } else { "rule" };
    Diagnostic::warning(codes::RULE_KEY, format!("no {file} has an entry `{name}`"))
        .label(place, "has no effect")
        .maybe_help(suggest::did_you_mean(key, keys))
}

fn check_value(
    name: &str,
    shape: Shape,
    value: &Spanned<DeValue<'_>>,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let place = span(value.span());
    let fits = match (shape, value.get_ref()) {
        (Shape::Any | Shape::Never(_), _) | (Shape::Flag, DeValue::Boolean(_)) => true,
        (Shape::Text(_, takes), DeValue::String(text)) => takes(text),
        (Shape::OneOf(words), DeValue::String(text)) => words.contains(&text.as_ref()),
        (Shape::Number(least, most), DeValue::Integer(number)) => {
            i64::from_str_radix(number.as_str(), number.radix())
                .is_ok_and(|number| (least..=most).contains(&number))
        }
        (Shape::Texts, DeValue::Array(items)) => {
            items.iter().all(|item| item.get_ref().as_str().is_some())
        }
        (Shape::SomeTexts(least, most), DeValue::Array(items)) => {
            (least..=most).contains(&items.len())
                && items.iter().all(|item| item.get_ref().as_str().is_some_and(value::is_text))
        }
        (Shape::SomeOf(words), DeValue::Array(items)) => {
            items.iter().all(|item| item.get_ref().as_str().is_some_and(|one| words.contains(&one)))
        }
        (Shape::Table(entries), DeValue::Table(toml)) => {
            table(name, entries, toml, place, diagnostics);
            true
        }
        (Shape::Tables(entries), DeValue::Array(items))
            if items.iter().all(|item| item.get_ref().as_table().is_some()) =>
        {
            for item in items {
                if let Some(toml) = item.get_ref().as_table() {
                    table(name, entries, toml, span(item.span()), diagnostics);
                }
            }
            true
        }
        _ => false,
    };
    if fits {
        return;
    }
    let wanted = shape.wanted();
    let similar = match (shape, value.get_ref().as_str()) {
        (Shape::OneOf(words), Some(word)) => suggest::did_you_mean(word, words.iter().copied()),
        _ => None,
    };
    diagnostics.push(
        Diagnostic::error(codes::RULE_VALUE, format!("`{name}` must be {wanted}"))
            .label(place, format!("not {wanted}"))
            .maybe_help(similar),
    );
}

impl Shape {
    /// What it is, in words.
    fn wanted(self) -> String {
        match self {
            Shape::Text(wanted, _) => wanted.to_owned(),
            Shape::OneOf([word]) => format!("`{word}`"),
            Shape::OneOf(words) => format!("one of `{}`", words.join("`, `")),
            Shape::Texts => "a list of strings".to_owned(),
            Shape::SomeTexts(least, most) => format!("a list of {least} to {most} strings"),
            Shape::SomeOf(words) => format!("a list of some of `{}`", words.join("`, `")),
            Shape::Number(least, most) => format!("a whole number from {least} to {most}"),
            Shape::Flag => "`true` or `false`".to_owned(),
            Shape::Table(_) => "a table".to_owned(),
            Shape::Tables(_) => "a list of tables".to_owned(),
            Shape::Any | Shape::Never(_) => "any value".to_owned(),
        }
    }
}

mod threat;

#[cfg(test)]
mod tests {
    use esql_diagnostics::SourceFile;
    use esql_diagnostics::render::{self, Style};

    use super::*;

    fn shown(text: &str) -> String {
        let (toml, _) = DeTable::parse_recoverable(text);
        let source = SourceFile::new("rule.toml", text);
        let is_hunt = toml.get_ref().contains_key("hunt");
        let found = if is_hunt { check_hunt(toml.get_ref()) } else { check(toml.get_ref()) };
        let texts: Vec<String> =
            found.iter().map(|one| render::text(one, &source, Style::Plain, 100)).collect();
        texts.join("\n\n")
    }

    #[test]
    fn a_rule_with_slips() {
        insta::assert_snapshot!(shown(
            r#"[metadata]
creation_date = "2026-01-01"
updated_date = "2026/01/01"
min_stack_version = "9"

[rule]
author = "me"
description = "d"
name = "n"
risk_scor = 21
severity = "hihg"
rule_id = "1"
max_signals = 5000
interval = "5 minutes"
from = "9m"
type = "esql"
language = "esql"
index = ["logs-*"]
query = "FROM logs-*"

[rule.alert_suppression]
group_by = ["a", "b", "c", "d"]

[[rule.related_integrations]]
package = "okta"

[[rule.threat]]
framework = "MITRE ATT&CK"
tactic = { id = "TA0002", name = "Run", reference = "https://attack.mitre.org/tactics/TA0002/" }

[[rule.threat]]
framework = "MITRE ATT&CK"
tactic = { id = "TA0002", name = "Execution", reference = "https://attack.mitre.org/tactics/TA0002/" }

[[rule.threat.technique]]
id = "T1059"
name = "Command and Scripting Interpreter"
reference = "https://attack.mitre.org/techniques/T1060/"

[[rule.threat.technique.subtechnique]]
id = "T1060.001"
name = "PowerShell"
reference = "https://attack.mitre.org/techniques/T1060/001/"
"#
        ));
    }

    #[test]
    fn a_hunt_with_slips() {
        insta::assert_snapshot!(shown(
            "[hunt]\nauthor = 'me'\ndescription = 'd'\nintegration = 'aws'\nuuid = '1'\nname = 'n'\n\
             language = ['ES|QL']\nlicence = 'Elastic License v2'\nquery = ['FROM a']\n"
        ));
    }
}
