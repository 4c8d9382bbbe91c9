//! What shells complete: names that there are, and files of the kind that an argument takes.
//!
//! The scripts of `esql-run completions` call the program with a variable set, and it answers with
//! what could stand at the cursor.

use std::ffi::OsStr;
use std::path::Path;

use clap::builder::{PossibleValue, StringValueParser, TypedValueParser};
use clap::{Arg, Command, CommandFactory as _, Error};
use clap_complete::CompleteEnv;
use clap_complete::engine::{ArgValueCompleter, PathCompleter};

use crate::args::Cli;

/// What the program is called.
pub(crate) const PROGRAM: &str = "esql-run";

/// The variable that asks for completions; its value is the shell.
pub(crate) const VARIABLE: &str = "ESQL_RUN_COMPLETE";

/// Answers a shell that asks what could come next, and ends the process then.
pub(crate) fn answer_shell() {
    CompleteEnv::with_factory(Cli::command).bin(PROGRAM).var(VARIABLE).complete();
}

/// Rules and queries: `.toml`, `.esql`, and folders.
pub(crate) fn rules() -> ArgValueCompleter {
    paths(is_rule)
}

/// Everything but rules and queries.
pub(crate) fn data() -> ArgValueCompleter {
    paths(|path| !is_rule(path))
}

/// All files.
pub(crate) fn files() -> ArgValueCompleter {
    paths(|_| true)
}

fn paths(takes: fn(&Path) -> bool) -> ArgValueCompleter {
    let takes = move |path: &Path| path.is_dir() || takes(path);
    ArgValueCompleter::new(PathCompleter::any().filter(takes))
}

fn is_rule(path: &Path) -> bool {
    path.extension().is_some_and(|ending| ending == "toml" || ending == "esql")
}

/// Takes any text, as its reader knows better what to say of a wrong one; shells complete what the
/// function gives.
#[derive(Clone)]
pub(crate) struct Completed(pub(crate) fn() -> Vec<&'static str>);

impl TypedValueParser for Completed {
    type Value = String;

    fn parse_ref(
        &self,
        command: &Command,
        arg: Option<&Arg>,
        value: &OsStr,
    ) -> Result<String, Error> {
        StringValueParser::new().parse_ref(command, arg, value)
    }

    fn possible_values(&self) -> Option<Box<dyn Iterator<Item = PossibleValue> + '_>> {
        Some(Box::new((self.0)().into_iter().map(PossibleValue::new)))
    }
}
