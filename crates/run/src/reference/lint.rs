//! The pages of lints.

use std::fmt::Write as _;

use esql_engine::diagnostics::Severity;
use esql_rules::lint::{self, Lint};

use super::grid::grid;

/// The list of all lints.
#[must_use]
pub fn index() -> String {
    let header = ["lint", "code", "level", "finds"].map(str::to_owned).to_vec();
    let rows = lint::ALL.iter().map(|lint| {
        let Lint { name, code, level, .. } = lint;
        vec![
            format!("[`{name}`]({name}.md)"),
            code.name().to_owned(),
            level.name().to_owned(),
            code.title().to_owned(),
        ]
    });
    format!(
        "# Lints\n\n\
         `esql-run check` says what is wrong with rules, and by these lints what rules must keep to \
         and what is suspicious in them.\n\n{}\n\
         One is switched off for a query by a comment in it, `// esql-run: allow(NAME)`, and \
         otherwise by `--allow NAME` or in `esql-run.toml`, which is looked for in the current \
         folder and those above it:\n\n\
         ```toml\n\
         stack = [\"8.19\", \"9.3\"]          # what queries must be valid on\n\
         mapping = [\"custom.mapping.json\"]  # fields of your own\n\n\
         [lints]\n\
         unused-column = \"allow\"            # or \"info\", \"warn\", \"deny\"\n\n\
         [[allow]]\n\
         paths = [\"rules/legacy/*.toml\"]\n\
         lints = [\"nullable-negation\"]\n\
         ```\n",
        grid(&std::iter::once(header).chain(rows).collect::<Vec<_>>())
    )
}

/// The page of one lint.
#[must_use]
pub fn page(lint: &Lint) -> String {
    let Lint { name, code, level, bad, good, .. } = lint;
    let mut text = format!("# {name}\n\n{code}: {}.", code.title());
    let level = match level {
        Severity::Info => "a note",
        Severity::Warning => "a warning",
        Severity::Error => "an error",
    };
    // Writing to a String cannot fail, here and below.
    let _ =
        write!(text, " It is {level} if nothing else is configured.\n\n{}\n", code.explanation());
    for (title, example) in [("Found in", bad), ("Not in", good)] {
        let language = if example.starts_with('[') { "toml" } else { "esql" };
        let _ = write!(text, "\n{title}:\n\n```{language}\n{example}\n```\n");
    }
    text
}
