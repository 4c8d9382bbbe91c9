//! `esql-run functions [NAME]`.

use std::io::{self, Write};

use esql_engine::diagnostics::{Diagnostic, codes, suggest};
use esql_engine::planner::refused::{self, Refused};

use crate::destination::to_stdout;
use crate::exit::Exit;
use crate::reference::function;
use crate::trouble::Trouble;

/// Prints the list of functions and operators, or the reference of one.
///
/// # Errors
/// If there is no such function.
pub(crate) fn run(name: Option<&str>) -> Result<Exit, Trouble> {
    match name {
        None => to_stdout(list),
        Some(name) => match function::find(name) {
            Some(def) => to_stdout(|out| write!(out, "{}", function::page(def))),
            None => Err(unknown(name)),
        },
    }
    .map(|()| Exit::Rows)
}

fn list(out: &mut dyn Write) -> io::Result<()> {
    let families = function::families();
    let defs = || families.iter().flat_map(|(_, defs)| defs);
    let indent = defs().map(|def| function::title(def).len()).max().unwrap_or(0) + 2;
    for (at, (family, defs)) in families.iter().enumerate() {
        writeln!(out, "{}{}", if at > 0 { "\n" } else { "" }, family.title())?;
        for def in defs {
            writeln!(out, "  {:indent$}{}", function::title(def), def.summary)?;
        }
    }
    writeln!(out, "\n`esql-run functions NAME` shows one of them in full.")
}

fn unknown(name: &str) -> Trouble {
    let found = refused::functions().find(|row| row.name.eq_ignore_ascii_case(name));
    if let Some(Refused { name, reason, .. }) = found {
        let message = format!("`{name}` is a function of ES|QL that does not run here: {reason}");
        return Diagnostic::error(codes::NOT_SUPPORTED, message).into();
    }
    let families = function::families();
    let names = families.iter().flat_map(|(_, defs)| defs.iter().map(|def| def.name));
    Diagnostic::error(codes::UNKNOWN_FUNCTION, format!("there is no function `{name}`"))
        .maybe_help(suggest::did_you_mean(name, names))
        .help("`esql-run functions` lists all functions and operators")
        .into()
}
