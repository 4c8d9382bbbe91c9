//! The page of commands.

use std::fmt::Write as _;

use esql_engine::parser::esql::{COMMANDS, CommandDef, Place};
use esql_engine::planner::refused;

/// The commands of the language, source commands first.
#[must_use]
pub fn page() -> String {
    let mut text = "# Commands\n\n\
        A query begins with a source command; processing commands follow, each behind a pipe. All \
        commands of the language are known here, and one that does not run is refused by its name.\n"
        .to_owned();
    for (place, title) in
        [(Place::Source, "Source commands"), (Place::Processing, "Processing commands")]
    {
        // Writing to a String cannot fail.
        let _ = write!(text, "\n## {title}\n");
        for def in COMMANDS.iter().filter(|def| def.place == place && def.is_released()) {
            text.push_str(&section(def));
        }
    }
    text
}

fn section(def: &CommandDef) -> String {
    let CommandDef { keyword, summary, grammar, since, aliases, .. } = def;
    let aliases = match aliases {
        [] => String::new(),
        names => format!(" Also written `{}`.", names.join("`, `")),
    };
    let runs = match refused::command(keyword) {
        None => "Runs here.".to_owned(),
        Some(reason) => format!("Does not run here: {reason}."),
    };
    format!(
        "\n### {keyword}\n\n{summary}{aliases}\n\n```text\n{grammar}\n```\n\nStack: {since}. {runs}\n"
    )
}
