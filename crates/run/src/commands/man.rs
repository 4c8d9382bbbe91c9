//! `esql-run man`.

use clap::CommandFactory as _;

use crate::args::Cli;
use crate::destination::to_stdout;
use crate::exit::Exit;
use crate::trouble::Trouble;

/// Prints the manual page.
///
/// # Errors
/// If it cannot be written.
pub(crate) fn run() -> Result<Exit, Trouble> {
    let page = clap_mangen::Man::new(Cli::command());
    to_stdout(|out| page.render(&mut &mut *out)).map(|()| Exit::Rows)
}
