//! `column-prefix`.

use esql_diagnostics::{Code, Entry, Severity};

use super::context::produced;
use super::{Context, Found, Lint};

pub(super) const COLUMN_PREFIX: Lint = Lint {
    name: "column-prefix",
    code: Code::new(&Entry {
        name: "W2001",
        title: "a computed column whose name could be a field's",
        explanation: "Columns that a rule computes and gives out become fields of the alert. In Elastic's rules \
            their names begin with `Esql.`, or `Esql_priv.` if they hold private data, so that they cannot \
            meet a field of the same name and another type; the checks of the detection-rules repository \
            refuse other names. A column may have the name of a known field if it takes its place.",
    }),
    level: Severity::Warning,
    bad: "[rule]\nquery = 'FROM logs-* | STATS hosts = COUNT_DISTINCT(host.id) BY user.name | KEEP hosts, user.name'",
    good: "[rule]\nquery = 'FROM logs-* | STATS Esql.hosts = COUNT_DISTINCT(host.id) BY user.name | KEEP Esql.*, user.name'",
    check,
};

fn check(cx: &Context<'_>) -> Vec<Found> {
    let Some(plan) = cx.plan.filter(|_| cx.is_rule()) else { return Vec::new() };
    let comes_out = |name: &str| plan.output.iter().any(|column| column.name == name);
    let mut seen: Vec<String> = Vec::new();
    let mut found = Vec::new();
    for (name, span) in cx.commands.iter().flat_map(produced) {
        let is_marked = name.starts_with("Esql.") || name.starts_with("Esql_priv.");
        if is_marked
            || seen.contains(&name)
            || !comes_out(&name)
            || cx.catalog.find(&name).is_some()
        {
            continue;
        }
        found.push(
            Found::at(span, format!("the computed column `{name}` has no prefix"), "made here")
                .help(format!("call it `Esql.{name}`")),
        );
        seen.push(name);
    }
    found
}
