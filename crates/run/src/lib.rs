//! The command line of esql-run: arguments in, an answer and an exit code out.
//!
//! The only crate but `sources` that touches the clock, the environment, files and the terminal.
//! Results go to standard output and nothing else does; all that is said about them goes to
//! standard error.

pub mod args;
mod commands;
mod completed;
mod destination;
mod examples;
mod exit;
mod interrupt;
pub mod output;
mod progress;
mod query;
pub mod reference;
mod report;
mod rule_files;
mod session;
mod shared_args;
mod size;
mod subject;
mod terminal;
mod testing;
mod trouble;

use std::process::ExitCode;

use clap::Parser as _;

use args::{Cli, Command};
use report::Reporter;

/// Runs the program on the process's arguments.
#[must_use]
pub fn main() -> ExitCode {
    completed::answer_shell();
    let Cli { command, run } = Cli::parse();
    let is_json = command.as_ref().map_or(run.format.is_json(), Command::is_json);
    let reporter = Reporter::new(run.color, is_json);
    let exit = match command {
        None => query::run(&run, &reporter),
        Some(Command::Scan(args)) => commands::scan::run(&args, run.color, &reporter),
        Some(Command::Why(args)) => commands::why::run(&args, run.color, &reporter),
        Some(Command::Test(args)) => commands::test::run(&args, run.color),
        Some(Command::Fields(args)) => commands::fields::run(&args, run.color),
        Some(Command::Check(args)) => commands::check::run(&args, run.color, &reporter),
        Some(Command::Fmt(args)) => commands::fmt::run(&args, &reporter),
        Some(Command::Functions { name }) => commands::functions::run(name.as_deref()),
        Some(Command::Explain { code }) => commands::explain::run(code.as_deref()),
        Some(Command::Completions { shell }) => commands::completions::run(shell),
        Some(Command::Man) => commands::man::run(),
        Some(Command::Reference { folder }) => commands::reference::run(&folder),
    };
    let exit = exit.unwrap_or_else(|trouble| {
        reporter.diagnostics(&trouble.diagnostics, &trouble.source);
        trouble.exit()
    });
    exit.into()
}
