//! `esql-run explain CODE|LINT`.

use std::io::{self, Write};

use esql_engine::diagnostics::{Code, Diagnostic, codes, suggest};
use esql_rules::lint;

use crate::destination::to_stdout;
use crate::exit::Exit;
use crate::reference::lint as page;
use crate::trouble::Trouble;

/// Prints the explanation of a code or lint, or the list of all.
///
/// # Errors
/// If there is no such code or lint.
pub(crate) fn run(name: Option<&str>) -> Result<Exit, Trouble> {
    let Some(name) = name.map(str::trim) else { return to_stdout(list).map(|()| Exit::Rows) };
    if let Some(lint) = lint::find(name) {
        to_stdout(|out| write!(out, "{}", page::page(lint)))?;
    } else if let Some(code) = Code::find(name) {
        to_stdout(|out| writeln!(out, "{code}: {}\n\n{}", code.title(), code.explanation()))?;
    } else {
        return Err(Diagnostic::error(codes::BAD_VALUE, format!("there is no code `{name}`"))
            .maybe_help(suggest::did_you_mean(name, names()))
            .help("`esql-run explain` lists all codes and lints")
            .into());
    }
    Ok(Exit::Rows)
}

/// Every code, and the name of every lint.
pub(crate) fn names() -> Vec<&'static str> {
    let codes = codes::ALL.iter().map(|code| code.name());
    codes.chain(lint::ALL.iter().map(|lint| lint.name)).collect()
}

fn list(out: &mut dyn Write) -> io::Result<()> {
    codes::ALL.iter().try_for_each(|code| writeln!(out, "{code}  {}", code.title()))?;
    writeln!(out, "\nLints:")?;
    let width = lint::ALL.iter().map(|lint| lint.name.len()).max().unwrap_or(0);
    lint::ALL.iter().try_for_each(|lint| {
        writeln!(out, "{}  {:width$}  {}", lint.code, lint.name, lint.code.title())
    })
}
