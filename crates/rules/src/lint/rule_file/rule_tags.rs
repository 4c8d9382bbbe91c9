//! `rule-tags`.

use esql_diagnostics::{Code, Entry, Severity, Span, suggest};

use super::tags::FAMILIES;
use super::{Context, Found, Lint};

pub(in crate::lint) const RULE_TAGS: Lint = Lint {
    name: "rule-tags",
    code: Code::new(&Entry {
        name: "W2026",
        title: "tags that are missing, doubled or in other words",
        explanation: "Rules are searched for by their tags, so the same thing must be called the same \
            everywhere. A tag of a rule of Elastic has the form `FAMILY: NAME`. Its primary tactic is a tag, \
            and so is `Resources: Investigation Guide` if `note` has one, and `Rule Type: BBR` if it is a \
            building block. In no rule a tag stands twice.",
    }),
    level: Severity::Warning,
    bad: "[rule]\nauthor = ['Elastic']\ntags = ['OS: linux']\nquery = 'FROM logs-* METADATA _id, _version, _index | KEEP *'",
    good: "[rule]\nauthor = ['Elastic']\ntags = ['OS: Linux']\nquery = 'FROM logs-* METADATA _id, _version, _index | KEEP *'",
    check,
};

fn check(cx: &Context<'_>) -> Vec<Found> {
    let Some(rule) = cx.rule_entries() else { return Vec::new() };
    let tags = rule.texts("tags");
    let twice = tags
        .iter()
        .enumerate()
        .filter(|(at, (tag, _))| tags.iter().take(*at).any(|(earlier, _)| earlier == tag));
    let twice = twice.map(|(_, (tag, place))| {
        Found::in_file(*place, format!("the tag `{tag}` stands twice"), "again")
    });
    let mut found: Vec<Found> = twice.collect();
    if !cx.is_by_elastic() {
        return found;
    }
    found.extend(tags.iter().filter_map(|(tag, place)| other_words(tag, *place)));
    let tactic = cx.tactics().first().map(|tactic| format!("Tactic: {tactic}"));
    let guide = rule.text("note").is_some_and(|(note, _)| note.contains("Investigating"));
    let is_block = rule.has("building_block_type");
    let wanted = [
        (tactic.as_deref(), "its primary tactic"),
        (guide.then_some("Resources: Investigation Guide"), "the guide in its `note`"),
        (is_block.then_some("Rule Type: BBR"), "a building block"),
    ];
    for (tag, what) in wanted {
        let Some(tag) = tag else { continue };
        if !tags.iter().any(|(given, _)| *given == tag) {
            let message = format!("the rule has no tag `{tag}`, for {what}");
            let place = rule.key("tags").unwrap_or(rule.place());
            found.push(Found::in_file(place, message, "not among these tags"));
        }
    }
    found
}

/// A tag of no known family, or a fixed one in another case.
fn other_words(tag: &str, place: Span) -> Option<Found> {
    let (family, name) = tag.split_once(':').unwrap_or((tag, ""));
    let Some((_, names)) = FAMILIES.iter().find(|(known, _)| *known == family) else {
        let families = FAMILIES.iter().map(|(family, _)| *family);
        let one = Found::in_file(
            place,
            format!("the tag `{tag}` begins with no known family"),
            "not like `OS: Linux`",
        );
        return Some(match suggest::did_you_mean(family, families) {
            Some(help) => one.help(help),
            None => one,
        });
    };
    let name = name.strip_prefix(' ').unwrap_or(name);
    let known = names.iter().find(|known| known.eq_ignore_ascii_case(name))?;
    (*known != name).then(|| {
        Found::in_file(
            place,
            format!("the tag `{tag}` is written in another case"),
            "not so written",
        )
        .help(format!("write `{family}: {known}`"))
    })
}
