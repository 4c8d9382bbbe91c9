//! What the engine says to a block, as text, and whether it is what the block expects.

use std::fmt::Write as _;

use esql_engine::{Failure, Outcome};

use crate::answer::Table;

/// Elasticsearch warns of it whenever a query has no LIMIT; blocks leave it out.
const DEFAULT_LIMIT: &str = "No limit defined, adding default limit of";

/// An answer or errors.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reply {
    /// An answer.
    Answer {
        /// Its rows.
        table: Table,
        /// Elasticsearch's warnings.
        warnings: Vec<String>,
        /// Problems of the documents.
        problems: Vec<String>,
    },
    /// The codes and messages of all errors.
    Errors(Vec<(String, String)>),
}

impl Reply {
    /// The engine's reply.
    #[must_use]
    pub fn of(result: &Result<Outcome, Failure>) -> Reply {
        match result {
            Ok(outcome) => Reply::Answer {
                table: Table::of(outcome),
                warnings: outcome
                    .warnings
                    .iter()
                    .filter(|line| !line.starts_with(DEFAULT_LIMIT))
                    .cloned()
                    .collect(),
                problems: outcome
                    .problems
                    .iter()
                    .map(|problem| {
                        let field = problem.field.as_deref();
                        let field = field.map(|field| format!(" `{field}`")).unwrap_or_default();
                        format!("{}{field}: {}", problem.line, problem.message)
                    })
                    .collect(),
            },
            Err(failure) => Reply::Errors(
                failure
                    .diagnostics
                    .iter()
                    .filter(|one| one.is_error())
                    .map(|one| (one.code.name().to_owned(), one.message.clone()))
                    .collect(),
            ),
        }
    }

    /// Reads a reply as it stands in a spec file.
    ///
    /// # Errors
    /// If it is malformed.
    pub fn parse<'a>(lines: impl Iterator<Item = &'a str>) -> Result<Reply, String> {
        let (mut errors, mut warnings, mut problems) = (Vec::new(), Vec::new(), Vec::new());
        let mut rows = Vec::new();
        for line in lines {
            if let Some(error) = line.strip_prefix("error: ") {
                let (code, message) = error.split_once(' ').unwrap_or((error, "\"\""));
                let message = serde_json::from_str(message)
                    .map_err(|_| format!("write it as `error: E0201 \"message\"`: {line}"))?;
                errors.push((code.to_owned(), message));
            } else if let Some(warning) = line.strip_prefix("warn: ") {
                warnings.push(warning.to_owned());
            } else if let Some(problem) = line.strip_prefix("problem: ") {
                problems.push(problem.to_owned());
            } else {
                rows.push(line);
            }
        }
        if errors.is_empty() {
            Ok(Reply::Answer { table: Table::parse(rows.into_iter())?, warnings, problems })
        } else {
            Ok(Reply::Errors(errors))
        }
    }

    /// The rows; none for errors.
    pub(super) fn table(&self) -> Option<&Table> {
        match self {
            Reply::Answer { table, .. } => Some(table),
            Reply::Errors(_) => None,
        }
    }

    /// The reply as a spec file has it.
    #[must_use]
    pub fn print(&self) -> String {
        let mut text = String::new();
        // Writing to a String cannot fail.
        match self {
            Reply::Answer { table, warnings, problems } => {
                text.push_str(&table.print());
                for line in warnings {
                    let _ = writeln!(text, "warn: {line}");
                }
                for line in problems {
                    let _ = writeln!(text, "problem: {line}");
                }
            }
            Reply::Errors(errors) => {
                for (code, message) in errors {
                    let _ = writeln!(
                        text,
                        "error: {code} {}",
                        serde_json::Value::from(message.as_str())
                    );
                }
            }
        }
        text
    }

    /// Whether `actual` is this reply. Messages of errors need only contain what is expected, and
    /// problems begin like it.
    #[must_use]
    pub fn accepts(&self, actual: &Reply, any_order: bool) -> bool {
        match (self, actual) {
            (
                Reply::Answer { table, warnings, problems },
                Reply::Answer { table: rows, warnings: warned, problems: told },
            ) => {
                let tables = if any_order {
                    table.clone().sorted() == rows.clone().sorted()
                } else {
                    table == rows
                };
                tables && warnings == warned && same_beginnings(problems, told)
            }
            (Reply::Errors(expected), Reply::Errors(actual)) => {
                expected.len() == actual.len()
                    && expected.iter().zip(actual).all(|((code, part), (given, message))| {
                        code == given && message.contains(part.as_str())
                    })
            }
            _ => false,
        }
    }
}

fn same_beginnings(expected: &[String], actual: &[String]) -> bool {
    let mut pairs = expected.iter().zip(actual);
    expected.len() == actual.len() && pairs.all(|(part, whole)| whole.starts_with(part.trim_end()))
}
