//! `column-prefix`.

use std::collections::HashSet;

use esql_diagnostics::{Code, Entry, Severity};

use super::context::{column, produced};
use super::{Context, Found, Lint};

pub(super) const COLUMN_PREFIX: Lint = Lint {
    name: "column-prefix",
    code: Code::new(&Entry {
        name: "W2001",
        title: "a computed column whose name could be a field's",
        explanation: "Columns that a rule computes and gives out become fields of the alert. In Elastic's rules \
            their names begin with `Esql.`, or `Esql_priv.` if they hold private data, so that they cannot \
            meet a field of the same name and another type; the checks of the detection-rules repository \
            refuse other names. A column may have the name of a field that it takes the place of.",
    }),
    level: Severity::Warning,
    bad: "[rule]\nquery = 'FROM logs-* | STATS hosts = COUNT_DISTINCT(host.id) BY user.name | KEEP hosts, user.name'",
    good: "[rule]\nquery = 'FROM logs-* | STATS Esql.hosts = COUNT_DISTINCT(host.id), my.size = MAX(my.size) BY user.name | KEEP Esql.*, my.size, user.name'",
    check,
};

fn check(cx: &Context<'_>) -> Vec<Found> {
    let Some(plan) = cx.plan.filter(|_| cx.is_rule()) else { return Vec::new() };
    let comes_out = |name: &str| plan.output.iter().any(|column| column.name == name);
    let mut seen: Vec<String> = Vec::new();
    // What the query reads as a field of the events is one, though no table has it.
    let mut fields: HashSet<String> = HashSet::new();
    let mut found = Vec::new();
    for step in cx.steps() {
        for expr in step.command.expressions() {
            expr.each(&mut |inner| {
                fields.extend(column(inner).filter(|name| step.names.is_field(name)));
            });
        }
        for (name, span) in produced(step.command) {
            let is_marked = name.starts_with("Esql.") || name.starts_with("Esql_priv.");
            let is_field = || fields.contains(&name) || cx.catalog.find(&name).is_some();
            if is_marked || seen.contains(&name) || !comes_out(&name) || is_field() {
                continue;
            }
            found.push(
                Found::at(span, format!("the computed column `{name}` has no prefix"), "made here")
                    .help(format!("call it `Esql.{name}`")),
            );
            seen.push(name);
        }
    }
    found
}
