//! Holds the list of all names of the language against what runs and what is refused by name.

use std::path::Path;

use esql_engine::functions::registry;
use esql_engine::parser::esql::COMMANDS;
use esql_engine::planner::refused;

/// Checks the tables of `SURFACE.md` in `shared`.
pub(crate) fn run(shared: &Path) -> Result<(), String> {
    let path = shared.join("SURFACE.md");
    let text =
        std::fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
    let (mut section, mut known, mut missing) = ("", 0, Vec::new());
    for line in text.lines() {
        if let Some(title) = line.strip_prefix("## ") {
            section = title;
            continue;
        }
        let knows: fn(&str) -> bool = match section {
            "Functions" => knows_function,
            "Source commands and directives" | "Processing commands" => knows_command,
            _ => continue,
        };
        for name in names(line) {
            if knows(name) {
                known += 1;
            } else {
                missing.push(name);
            }
        }
    }
    println!("{known} names of functions and commands run or are refused by name");
    if missing.is_empty() { Ok(()) } else { Err(format!("unknown: {}", missing.join(", "))) }
}

/// The names in the first cell of a table's row, without what stands in parentheses behind.
fn names(line: &str) -> impl Iterator<Item = &str> {
    let cell = line.strip_prefix("| ").and_then(|rest| rest.split(" | ").next()).unwrap_or("");
    let names = cell.split(", ").map(|name| name.split(" (").next().unwrap_or(name));
    names.filter(|name| {
        let capital = |byte: u8| byte.is_ascii_uppercase() || b"_0123456789 ".contains(&byte);
        !name.trim().is_empty() && name.bytes().all(capital)
    })
}

fn knows_function(name: &str) -> bool {
    let refused = || refused::functions().any(|row| row.name.eq_ignore_ascii_case(name));
    registry::find(name).is_some() || refused()
}

/// SET is no command of a pipeline, `LIMIT BY` a form of LIMIT, and the keywords of some unreleased
/// commands go on with a sign.
fn knows_command(name: &str) -> bool {
    let keyword = name.strip_suffix(" BY").unwrap_or(name);
    keyword == "SET"
        || COMMANDS
            .iter()
            .any(|def| def.keyword == keyword || def.keyword.split('_').next() == Some(keyword))
}
