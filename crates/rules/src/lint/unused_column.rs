//! `unused-column`.

use std::collections::HashSet;

use esql_diagnostics::{Code, Entry, Severity};
use esql_engine::parser::esql::ast::{Command, CommandKind, Expr, Field, Name};

use super::context::{column, takes};
use super::{Context, Found, Lint};

pub(super) const UNUSED_COLUMN: Lint = Lint {
    name: "unused-column",
    code: Code::new(&Entry {
        name: "W2012",
        title: "a column that is computed and never used",
        explanation: "No later command reads the column, and it is not among the columns that come out. Either \
            it is left over, or KEEP has forgotten it, or another name was meant somewhere.",
    }),
    level: Severity::Warning,
    bad: "FROM logs-* | EVAL name = TO_LOWER(process.name) | KEEP process.name",
    good: "FROM logs-* | EVAL name = TO_LOWER(process.name) | WHERE name == \"cmd.exe\" | KEEP process.name",
    check,
};

fn check(cx: &Context<'_>) -> Vec<Found> {
    let mut found = Vec::new();
    for (at, command) in cx.commands.iter().enumerate() {
        let fields: Vec<&Field> = match &command.kind {
            CommandKind::Eval(fields) => fields.iter().collect(),
            CommandKind::Stats(stats) => stats.aggregates.iter().collect(),
            _ => continue,
        };
        for (number, field) in fields.iter().enumerate() {
            let Some((name, span)) =
                field.name.as_ref().and_then(|name| Some((name.dotted()?, name.span)))
            else {
                continue;
            };
            let beside = fields.get(number + 1..).unwrap_or(&[]);
            let is_read = beside.iter().any(|other| reads(&other.value, &name));
            let later = cx.commands.get(at + 1..).unwrap_or(&[]);
            if !is_read && fate(&name, later) == Fate::Unused {
                found.push(
                    Found::at(span, format!("nothing uses the column `{name}`"), "computed here")
                        .help("leave it out, or name it in KEEP"),
                );
            }
        }
    }
    found
}

/// What becomes of a column.
#[derive(PartialEq)]
enum Fate {
    Used,
    Unused,
}

fn fate(name: &str, later: &[Command]) -> Fate {
    for command in later {
        if command.expressions().into_iter().any(|expr| reads(expr, name)) {
            return Fate::Used;
        }
        match &command.kind {
            CommandKind::Keep(patterns) => {
                if !patterns.iter().any(|pattern| takes(pattern, name)) {
                    return Fate::Unused;
                }
            }
            CommandKind::Stats(stats) if !stats.inline => return Fate::Unused,
            CommandKind::Eval(fields) => {
                let is_over = |field: &Field| {
                    field.name.as_ref().and_then(Name::dotted).as_deref() == Some(name)
                };
                if fields.iter().any(is_over) {
                    return Fate::Unused;
                }
            }
            // What these read is not looked at: they end the search.
            CommandKind::Where(_)
            | CommandKind::Sort(_)
            | CommandKind::Limit(_)
            | CommandKind::Top(_)
            | CommandKind::Sample(_)
            | CommandKind::Stats(_) => {}
            CommandKind::MvExpand(column) if column.dotted().as_deref() != Some(name) => {}
            CommandKind::Grok(_) | CommandKind::Dissect(_) => {}
            _ => return Fate::Used,
        }
    }
    Fate::Used
}

fn reads(expr: &Expr, name: &str) -> bool {
    let mut names: HashSet<String> = HashSet::new();
    expr.each(&mut |inner| names.extend(column(inner)));
    names.contains(name)
}
