//! `esql-run explain CODE`.

use esql_engine::diagnostics::{Code, Diagnostic, codes, suggest};

use crate::destination::to_stdout;
use crate::exit::Exit;
use crate::trouble::Trouble;

/// Prints the explanation of a code, or the list of all.
///
/// # Errors
/// If there is no such code.
pub(crate) fn run(code: Option<&str>) -> Result<Exit, Trouble> {
    let Some(name) = code else {
        return to_stdout(|out| {
            codes::ALL.iter().try_for_each(|code| writeln!(out, "{code}  {}", code.title()))
        })
        .map(|()| Exit::Rows);
    };
    let Some(code) = Code::find(name.trim()) else {
        let names = codes::ALL.iter().map(|code| code.name());
        return Err(Diagnostic::error(codes::BAD_VALUE, format!("there is no code `{name}`"))
            .maybe_help(suggest::did_you_mean(name, names))
            .help("`esql-run explain` lists all codes")
            .into());
    };
    to_stdout(|out| writeln!(out, "{code}: {}\n\n{}", code.title(), code.explanation()))
        .map(|()| Exit::Rows)
}
