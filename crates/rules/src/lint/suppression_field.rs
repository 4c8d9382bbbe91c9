//! `suppression-field`.

use esql_diagnostics::{Code, Entry, Severity, suggest};

use super::{Context, Found, Lint};

pub(super) const SUPPRESSION_FIELD: Lint = Lint {
    name: "suppression-field",
    code: Code::new(&Entry {
        name: "E0614",
        title: "alerts are suppressed by a column that the query does not give",
        explanation: "`alert_suppression.group_by` names columns of the answer. One that the query does not give \
            is missing in every alert, so that alerts are not grouped as meant.",
    }),
    level: Severity::Error,
    bad: "[rule]\nquery = 'FROM logs-* | STATS Esql.n = COUNT(*) BY host.name | KEEP Esql.n, host.name'\n\
        [rule.alert_suppression]\ngroup_by = ['user.name']",
    good: "[rule]\nquery = 'FROM logs-* | STATS Esql.n = COUNT(*) BY host.name | KEEP Esql.n, host.name'\n\
        [rule.alert_suppression]\ngroup_by = ['host.name']",
    check,
};

fn check(cx: &Context<'_>) -> Vec<Found> {
    let Some(plan) = cx.plan else { return Vec::new() };
    let suppression = cx.rule_entries().and_then(|rule| rule.table("alert_suppression"));
    let fields = suppression.map(|suppression| suppression.texts("group_by")).unwrap_or_default();
    // With `*` among the columns, those of the index come out, which no plan without data has.
    let is_open = cx.stats().is_none();
    let given = |name: &str| {
        plan.output.iter().any(|column| column.name == name)
            || is_open && cx.catalog.find(name).is_some()
    };
    let mut found = Vec::new();
    for (name, place) in fields.into_iter().filter(|(name, _)| !given(name)) {
        let columns = plan.output.iter().map(|column| column.name.as_str());
        let message = format!("the query gives no column `{name}` to suppress alerts by");
        let mut one = Found::in_file(place, message, "no such column");
        if let Some(help) = suggest::did_you_mean(name, columns) {
            one = one.help(help);
        }
        found.push(one);
    }
    found
}
