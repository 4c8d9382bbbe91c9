//! `esql-run completions SHELL`.

use clap::CommandFactory as _;
use clap_complete::Shell;

use crate::args::Cli;
use crate::destination::to_stdout;
use crate::exit::Exit;
use crate::trouble::Trouble;

/// Prints the completion script for a shell.
///
/// # Errors
/// If it cannot be written.
pub(crate) fn run(shell: Shell) -> Result<Exit, Trouble> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Cli::command(), "esql-run", &mut script);
    to_stdout(|out| out.write_all(&script)).map(|()| Exit::Rows)
}
