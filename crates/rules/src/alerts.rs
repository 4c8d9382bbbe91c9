//! How many alerts Kibana's detection engine makes of an answer.
//!
//! An aggregating rule gives an alert a row. Any other rule gives an alert an event: rows with the
//! same `_id`, `_version` and `_index` are one alert, unless MV_EXPAND made several rows of an
//! event, whose values then count as well. A run stops at the rule's `max_signals`.

use std::collections::HashSet;

use esql_engine::Outcome;
use esql_engine::parser::esql::{self, ast};

use crate::Rule;

/// The columns that say which event a row comes from.
const EVENT: [&str; 3] = ["_id", "_version", "_index"];

/// The alerts of one run of a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Alerts {
    /// How many alerts there are.
    pub count: u64,
    /// How many there would be without `max_signals`.
    pub uncapped: u64,
}

impl Alerts {
    /// The columns of the answer that [`Alerts::of`] looks at.
    #[must_use]
    pub fn columns(rule: &Rule) -> Vec<String> {
        if rule.is_aggregating() { Vec::new() } else { distinguishing(rule) }
    }

    /// The alerts that `rule` makes of `outcome`.
    #[must_use]
    pub fn of(rule: &Rule, outcome: &Outcome) -> Alerts {
        let distinct = if rule.is_aggregating() { None } else { distinct_rows(rule, outcome) };
        let rows = distinct.unwrap_or(outcome.rows());
        let uncapped = u64::try_from(rows).unwrap_or(u64::MAX);
        Alerts { count: uncapped.min(rule.max_signals), uncapped }
    }
}

/// The columns that tell alerts apart: those of the event, and those that MV_EXPAND gave one value
/// each.
fn distinguishing(rule: &Rule) -> Vec<String> {
    let commands = esql::parse(rule.query().text()).query.commands;
    let expanded = commands.iter().filter_map(|command| match &command.kind {
        ast::CommandKind::MvExpand(name) => name.dotted(),
        _ => None,
    });
    EVENT.iter().map(|name| (*name).to_owned()).chain(expanded).collect()
}

/// How many different alerts the rows make; `None` if no `_id` tells rows apart.
fn distinct_rows(rule: &Rule, outcome: &Outcome) -> Option<usize> {
    let position = |name: &str| outcome.schema.iter().position(|field| field.name == name);
    position("_id")?;
    let key: Vec<usize> = distinguishing(rule).iter().filter_map(|name| position(name)).collect();
    let mut seen = HashSet::new();
    for batch in &outcome.batches {
        for row in 0..batch.rows {
            let cells: Vec<String> = key
                .iter()
                .filter_map(|&at| batch.columns.get(at))
                .map(|column| column.cell_value(row).print(column.ty()))
                .collect();
            seen.insert(cells);
        }
    }
    Some(seen.len())
}

#[cfg(test)]
mod tests {
    use esql_engine::data::{Batch, Column, DataType, Field, Value};

    use super::*;

    fn alerts(query: &str, columns: &[(&str, &[&str])]) -> Alerts {
        let rule =
            Rule::parse("r", &format!("[rule]\nmax_signals = 3\nquery = '{query}'")).unwrap();
        let field = |name: &str| Field { name: name.into(), ty: DataType::Keyword };
        let column = |values: &[&str]| {
            let cells: Vec<Column> = values
                .iter()
                .map(|&value| Column::constant(DataType::Keyword, &Value::from(value), 1))
                .collect();
            Column::concat(&cells.iter().collect::<Vec<_>>())
        };
        let rows = columns[0].1.len();
        let outcome = Outcome {
            schema: columns.iter().map(|(name, _)| field(name)).collect(),
            batches: vec![Batch::new(
                columns.iter().map(|(_, values)| column(values)).collect(),
                rows,
            )],
            warnings: Vec::new(),
            diagnostics: Vec::new(),
            documents: 0,
            unread: 0,
            matched: 0,
            bytes: 0,
            problems: Vec::new(),
            problem_count: 0,
            profile: Vec::new(),
        };
        Alerts::of(&rule, &outcome)
    }

    #[test]
    fn an_event_is_one_alert() {
        let rows: &[(&str, &[&str])] = &[("_id", &["1", "1", "2"]), ("a", &["x", "y", "y"])];
        assert_eq!(alerts("FROM l METADATA _id", rows), Alerts { count: 2, uncapped: 2 });
        assert_eq!(
            alerts("FROM l METADATA _id | MV_EXPAND a", rows),
            Alerts { count: 3, uncapped: 3 }
        );
    }

    #[test]
    fn without_an_event_each_row_is_one() {
        let rows: &[(&str, &[&str])] = &[("a", &["x", "x", "x", "x"])];
        assert_eq!(alerts("FROM l", rows), Alerts { count: 3, uncapped: 4 });
        assert_eq!(alerts("FROM l | STATS c = COUNT(*) BY a", rows).uncapped, 4);
    }
}
