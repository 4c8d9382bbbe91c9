//! `setup-note`.

use esql_diagnostics::{Code, Entry, Severity};

use super::{Context, Found, Lint};

pub(in crate::lint) const SETUP_NOTE: Lint = Lint {
    name: "setup-note",
    code: Code::new(&Entry {
        name: "W2027",
        title: "setup instructions in the wrong place or missing",
        explanation: "What must be set up for a rule stands in `setup`. Some rules have it in `note` instead, under the \
            heading `## Setup`; then it is not in `setup` as well. A rule of Elastic with `max_signals` of \
            1000 says in `setup` where to read about the warning on the most alerts, at \
            `alerts-ui-monitor.html#troubleshoot-max-alerts`.",
    }),
    level: Severity::Warning,
    bad: "[rule]\nnote = '''\n# Setup\nTurn it on.\n'''\nquery = 'FROM logs-* METADATA _id, _version, _index | KEEP *'",
    good: "[rule]\nnote = '''\n## Setup\nTurn it on.\n'''\nquery = 'FROM logs-* METADATA _id, _version, _index | KEEP *'",
    check,
};

/// What `setup` must say of the most alerts that a run can make.
const TROUBLESHOOTING: &str = "#troubleshoot-max-alerts";

fn check(cx: &Context<'_>) -> Vec<Found> {
    let Some(rule) = cx.rule_entries() else { return Vec::new() };
    let mut found = Vec::new();
    let setup = rule.text("setup").filter(|(text, _)| *text != "None" && !text.is_empty());
    if let Some((1_000, place)) = rule.number("max_signals")
        && cx.is_by_elastic()
        && setup.is_none_or(|(text, _)| !text.contains(TROUBLESHOOTING))
    {
        let message = "`setup` does not say what to do about the warning on the most alerts";
        found.push(
            Found::in_file(place, message, "the most that a run can make")
                .help(format!("link to `alerts-ui-monitor.html{TROUBLESHOOTING}` in `setup`")),
        );
    }
    let Some((note, place)) = rule.text("note") else { return found };
    for (level, title) in headings(note) {
        let heading = cx.within(place, &format!("{} {title}", "#".repeat(level)));
        let is_setup = title.eq_ignore_ascii_case("setup");
        if is_setup && level == 2 && title == "Setup" {
            if let Some((_, place)) = setup {
                let message = "setup instructions stand both in `setup` and in `note`";
                found.push(Found::in_file(place, message, "the one").help("leave out one of them"));
            }
        } else if is_setup {
            let message = format!("`{} {title}` in `note` must be `## Setup`", "#".repeat(level));
            found.push(Found::in_file(heading, message, "this heading"));
        } else if level == 2 && title.to_lowercase().contains("config") {
            let message = format!("the heading `## {title}` in `note` must be `## Setup`");
            found.push(Found::in_file(heading, message, "this heading"));
        }
    }
    found
}

/// The headings of a text in Markdown, with their levels.
fn headings(markdown: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut is_code = false;
    markdown.lines().filter_map(move |line| {
        if line.starts_with("```") {
            is_code = !is_code;
        }
        let title = line.trim_start_matches('#');
        let level = line.len() - title.len();
        (!is_code && (1..=6).contains(&level) && title.starts_with(' '))
            .then(|| (level, title.trim()))
    })
}
