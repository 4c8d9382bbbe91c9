//! The support matrix: every command, operator and function of the language, whether it runs here
//! or why not, and the stack versions that have it.

use std::fmt::Write as _;

use esql_engine::functions::{Family, FunctionDef};
use esql_engine::parser::esql::{COMMANDS, Place};
use esql_engine::planner::refused::{self, Refused};

use super::function::{families, title};
use super::grid::grid;

/// What stands in the column of those that run.
const RUNS: &str = "runs";

/// The page.
#[must_use]
pub fn page() -> String {
    let functions: usize = families()
        .iter()
        .filter(|(family, _)| *family != Family::Operator)
        .map(|(_, defs)| defs.len())
        .sum();
    let commands = COMMANDS.iter().filter(|def| def.is_released()).count();
    let refused_commands = refused::commands().filter(is_released).count();
    let mut text = format!(
        "# Support\n\n\
         {} commands and {functions} functions of ES|QL run here; {refused_commands} commands and \
         {} functions are refused by name: a query with one of them has no answer rather than \
         another one. What only development builds of Elasticsearch have stands last.\n",
        commands - refused_commands,
        refused::functions().filter(is_released).count(),
    );
    // Writing to a String cannot fail, here and below.
    for (place, title) in
        [(Place::Source, "Source commands"), (Place::Processing, "Processing commands")]
    {
        let rows =
            COMMANDS.iter().filter(|def| def.place == place && def.is_released()).map(|def| {
                let refused = refused::commands().find(|row| row.name == def.keyword);
                let state = match (refused, refused::runs_partly(def.keyword)) {
                    (Some(row), _) => refusal(row.reason),
                    (None, Some(how_far)) => format!("{RUNS} {how_far}"),
                    (None, None) => RUNS.to_owned(),
                };
                row(def.keyword, state, def.since)
            });
        let _ = write!(text, "\n## {title}\n\n{}", table("command", rows));
    }
    for (family, defs) in families() {
        let what = if family == Family::Operator { "operator" } else { "function" };
        let rows = defs
            .iter()
            .flat_map(|def| names(def))
            .map(|(name, since)| row(&name, RUNS.to_owned(), &since));
        let _ = write!(text, "\n## {}\n\n{}", family.title(), table(what, rows));
    }
    let rows = refused::functions()
        .filter(is_released)
        .map(|one| row(&one.name.to_uppercase(), refusal(one.reason), one.since));
    let _ = write!(text, "\n## Refused functions\n\n{}", table("function", rows));
    let unreleased =
        refused::commands().chain(refused::functions()).filter(|row| !is_released(row));
    let rows = unreleased.map(|one| row(&one.name.to_uppercase(), refusal(one.reason), one.since));
    let _ = write!(text, "\n## Unreleased\n\n{}", table("name", rows));
    text
}

fn is_released(refused: &Refused) -> bool {
    refused.since != "unreleased"
}

/// What a function is called, each name with its versions.
fn names(def: &FunctionDef) -> Vec<(String, String)> {
    let aliases = def.aliases.iter().map(|name| name.to_uppercase());
    std::iter::once(title(def)).chain(aliases).map(|name| (name, def.since.to_string())).collect()
}

fn refusal(reason: &str) -> String {
    format!("refused: {reason}")
}

fn row(name: &str, state: String, since: &str) -> Vec<String> {
    vec![format!("`{name}`"), state, since.to_owned()]
}

fn table(what: &str, rows: impl Iterator<Item = Vec<String>>) -> String {
    let header = vec![what.to_owned(), "here".to_owned(), "stack".to_owned()];
    // A bar would end the cell.
    let rows = rows.map(|row| row.iter().map(|cell| cell.replace('|', "\\|")).collect());
    grid(&std::iter::once(header).chain(rows).collect::<Vec<_>>())
}
