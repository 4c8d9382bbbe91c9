//! `timeline-template`.

use esql_diagnostics::{Code, Entry, Severity};

use super::{Context, Found, Lint};

pub(in crate::lint) const TIMELINE_TEMPLATE: Lint = Lint {
    name: "timeline-template",
    code: Code::new(&Entry {
        name: "W2020",
        title: "a timeline template that does not exist",
        explanation: "An alert opens in the Timeline template that the rule names by `timeline_id` and by \
            `timeline_title`: both belong together, and those that come with Kibana have fixed identifiers. \
            Templates of one's own are not known here; only Elastic's rules must name one of these.",
    }),
    level: Severity::Warning,
    bad: "[rule]\ntimeline_id = '76e52245-7519-4251-91ab-262fb1a1728c'\nquery = 'FROM logs-* METADATA _id, _version, _index | KEEP *'",
    good: "[rule]\ntimeline_id = '76e52245-7519-4251-91ab-262fb1a1728c'\ntimeline_title = 'Generic Process Timeline'\nquery = 'FROM logs-* METADATA _id, _version, _index | KEEP *'",
    check,
};

/// The templates that come with Kibana: identifier and title.
const TEMPLATES: &[(&str, &str)] = &[
    ("db366523-f1c6-4c1f-8731-6ce5ed9e5717", "Generic Endpoint Timeline"),
    ("91832785-286d-4ebe-b884-1a208d111a70", "Generic Network Timeline"),
    ("76e52245-7519-4251-91ab-262fb1a1728c", "Generic Process Timeline"),
    ("495ad7a7-316e-4544-8a0f-9c098daee76e", "Generic Threat Match Timeline"),
    ("4d4c0b59-ea83-483f-b8c1-8c360ee53c5c", "Comprehensive File Timeline"),
    ("e70679c2-6cde-4510-9764-4823df18f7db", "Comprehensive Process Timeline"),
    ("300afc76-072d-4261-864d-4149714bf3f1", "Comprehensive Network Timeline"),
    ("3e47ef71-ebfc-4520-975c-cb27fc090799", "Comprehensive Registry Timeline"),
    ("3e827bab-838a-469f-bd1e-5e19a2bff2fd", "Alerts Involving a Single User Timeline"),
    ("4434b91a-94ca-4a89-83cb-a37cdc0532b7", "Alerts Involving a Single Host Timeline"),
];

fn check(cx: &Context<'_>) -> Vec<Found> {
    let Some(rule) = cx.rule_entries() else { return Vec::new() };
    let titled = |title: &str| TEMPLATES.iter().find(|(_, known)| *known == title);
    let found = match (rule.text("timeline_id"), rule.text("timeline_title")) {
        (None, None) => None,
        (Some((id, place)), None) => {
            let known = TEMPLATES.iter().find(|(known, _)| *known == id);
            let title = known.map_or("...", |(_, title)| title);
            Some(
                Found::in_file(place, "`timeline_id` without `timeline_title`", "has no title")
                    .help(format!("add `timeline_title = \"{title}\"`")),
            )
        }
        (None, Some((title, place))) => {
            let id = titled(title).map_or("...", |(id, _)| id);
            Some(
                Found::in_file(
                    place,
                    "`timeline_title` without `timeline_id`",
                    "has no identifier",
                )
                .help(format!("add `timeline_id = \"{id}\"`")),
            )
        }
        (Some((id, id_place)), Some((title, title_place))) => {
            match TEMPLATES.iter().find(|(known, _)| *known == id) {
                Some((_, known)) if *known != title => Some(
                    Found::in_file(
                        title_place,
                        format!("the timeline template `{id}` has another title"),
                        "not its title",
                    )
                    .help(format!("write `timeline_title = \"{known}\"`")),
                ),
                None if cx.is_by_elastic() || titled(title).is_some() => {
                    let one = Found::in_file(
                        id_place,
                        "no timeline template that comes with Kibana has this identifier",
                        "unknown",
                    );
                    Some(match titled(title) {
                        Some((id, _)) => one.help(format!("`{title}` is `{id}`")),
                        None => one,
                    })
                }
                _ => None,
            }
        }
    };
    found.into_iter().collect()
}
