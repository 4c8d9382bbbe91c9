//! `investigation-guide`.

use esql_diagnostics::{Code, Entry, Severity, Span};

use super::{Context, Entries, Found, Lint};

pub(in crate::lint) const INVESTIGATION_GUIDE: Lint = Lint {
    name: "investigation-guide",
    code: Code::new(&Entry {
        name: "W2028",
        title: "an investigation guide that is missing or not of this rule",
        explanation: "The investigation guide of a rule is its `note`. In rules of Elastic whose severity is high or \
            critical it has a part `## Triage and analysis`, and its title is `### Investigating` with the \
            rule's name. Queries for Osquery and for Timeline are entries of `[transform]`, and stand in \
            the text as `$osquery_0` and `$investigate_0`, each once.",
    }),
    level: Severity::Warning,
    bad: "[rule]\nnote = 'Run $osquery_0'\nquery = 'FROM logs-* METADATA _id, _version, _index | KEEP *'",
    good: "[rule]\nnote = 'Run $osquery_0'\nquery = 'FROM logs-* METADATA _id, _version, _index | KEEP *'\n[[transform.osquery]]\nlabel = 'all users'\nquery = 'SELECT * FROM users'",
    check,
};

/// What stands in `[transform]`.
const PLUGINS: [&str; 2] = ["osquery", "investigate"];

fn check(cx: &Context<'_>) -> Vec<Found> {
    let Some(rule) = cx.rule_entries() else { return Vec::new() };
    let note = rule.text("note");
    let (text, place) = note.unwrap_or(("", rule.place()));
    let key = rule.key("note").unwrap_or(place);
    let mut found = Vec::new();
    if cx.is_by_elastic() {
        found.extend(triage(&rule, text, key));
        if let (Some((name, _)), Some(title)) = (rule.text("name"), title(text))
            && !title.to_lowercase().starts_with(&name.to_lowercase())
        {
            let message = "the title of the investigation guide is not the rule's name";
            found.push(
                Found::in_file(cx.within(place, title), message, "another title")
                    .help(format!("write `### Investigating {name}`")),
            );
        }
    }
    for plugin in PLUGINS {
        let call = format!("!{{{plugin}");
        if text.contains(&call) {
            let message = format!("`{call}` stands in the text itself");
            found.push(
                Found::in_file(cx.within(place, &call), message, "in the text")
                    .help(format!("make it an entry `[[transform.{plugin}]]`")),
            );
        }
        let transform = cx.toml.and_then(|toml| Entries::of_file(toml).table("transform"));
        let entries = transform.map_or(0, |transform| transform.tables(plugin).len());
        let named = placeholders(text, plugin);
        if let Some(number) = named.iter().find(|number| **number >= entries) {
            let name = format!("${plugin}_{number}");
            let message = format!("there is no entry for `{name}` in `[transform]`");
            found.push(
                Found::in_file(cx.within(place, &name), message, "has no entry")
                    .help(format!("add it as `[[transform.{plugin}]]`")),
            );
        }
        if let Some(number) = (0..entries).find(|number| !named.contains(number)) {
            let message = format!("`note` has no `${plugin}_{number}`, so that entry is not shown");
            found.push(Found::in_file(key, message, "does not name it"));
        }
    }
    found
}

/// Rules that are urgent say how to look into their alerts.
fn triage(rule: &Entries<'_>, note: &str, place: Span) -> Option<Found> {
    let severity = rule.text("severity").map(|(severity, _)| severity);
    let is_urgent = matches!(severity, Some("high" | "critical"));
    if !is_urgent
        || rule.has("building_block_type")
        || note.to_lowercase().contains("## triage and analysis")
    {
        return None;
    }
    let message = "the rule is urgent and does not say how to look into its alerts";
    Some(
        Found::in_file(place, message, "no `## Triage and analysis`")
            .help("add that part to `note`"),
    )
}

/// The title of the guide, behind `### Investigating`.
fn title(note: &str) -> Option<&str> {
    let (_, rest) = note.split_once("### Investigating")?;
    Some(rest.lines().find(|line| !line.trim().is_empty())?.trim())
}

/// The numbers N of `$plugin_N` in a text.
fn placeholders(text: &str, plugin: &str) -> Vec<usize> {
    let mark = format!("${plugin}_");
    let parts = text.split(mark.as_str()).skip(1);
    parts
        .filter_map(|part| {
            let end = part.find(|char: char| !char.is_ascii_digit()).unwrap_or(part.len());
            part.get(..end)?.parse().ok()
        })
        .collect()
}
