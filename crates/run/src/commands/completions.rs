//! `esql-run completions SHELL`.

use clap_complete::Shell;
use clap_complete::env::Shells;
use esql_engine::diagnostics::{Diagnostic, SourceFile, codes};

use crate::completed::{PROGRAM, VARIABLE};
use crate::destination::to_stdout;
use crate::exit::Exit;
use crate::trouble::Trouble;

/// Prints the completion script for a shell. It asks the program itself what could come next.
///
/// # Errors
/// If it cannot be written.
pub(crate) fn run(shell: Shell) -> Result<Exit, Trouble> {
    let name = shell.to_string();
    let shells = Shells::builtins();
    let Some(completer) = shells.completer(&name) else {
        let unknown =
            Diagnostic::error(codes::NOT_SUPPORTED, format!("no completion for `{name}`"));
        return Err(Trouble::new(vec![unknown], SourceFile::new("", "")));
    };
    to_stdout(|out| completer.write_registration(VARIABLE, PROGRAM, PROGRAM, PROGRAM, out))
        .map(|()| Exit::Rows)
}
