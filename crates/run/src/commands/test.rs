//! `esql-run test PATH...`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use crate::args::{Color, DocumentArgs};
use crate::completed;
use crate::destination;
use crate::exit::Exit;
use crate::output::Layout;
use crate::terminal;
use crate::testing::{self, Plan, Results};
use crate::trouble::Trouble;

/// The arguments of `test`.
#[derive(Args, Debug)]
pub struct TestArgs {
    /// Test files (`NAME.test.toml`), rules that have some, or folders of either.
    #[arg(required = true, add = completed::rules())]
    pub path: Vec<PathBuf>,

    /// Run only tests whose file and name hold this text, in any case.
    #[arg(long, short = 'k', value_name = "TEXT")]
    pub filter: Option<String>,

    /// Write the snapshots that tests name anew, instead of comparing with them.
    #[arg(long)]
    pub bless: bool,

    /// Run again what a saved file touches, until Ctrl-C.
    #[arg(long, conflicts_with_all = ["bless", "new"])]
    pub watch: bool,

    /// Write a first test for each rule that has none: made-up events that match, and some that miss.
    #[arg(long, conflicts_with = "bless")]
    pub new: bool,

    /// A rule whose tests want only matches, or only misses, is no failure.
    #[arg(long)]
    pub allow_partial: bool,

    /// How the results are written.
    #[arg(short, long, value_name = "FORMAT", default_value = "text", help_heading = "Output")]
    pub format: TestFormat,

    /// Write the results to a file instead of standard output.
    #[arg(short, long, value_name = "FILE", help_heading = "Output")]
    pub output: Option<PathBuf>,

    /// How the data are read.
    #[command(flatten)]
    pub documents: DocumentArgs,

    /// How many tests run at a time. One for each processor if not given.
    #[arg(long, value_name = "N", value_parser = crate::shared_args::positive,
          help_heading = "Machine")]
    pub threads: Option<usize>,
}

/// The formats of `test`.
#[derive(ValueEnum, Clone, Copy, PartialEq, Eq, Debug)]
pub enum TestFormat {
    /// For people.
    Text,
    /// For programs.
    Json,
    /// JUnit XML, which CI systems read.
    Junit,
    /// Annotations of GitHub Actions.
    Github,
}

impl TestArgs {
    /// Whether programs read the results.
    #[must_use]
    pub fn is_json(&self) -> bool {
        self.format == TestFormat::Json
    }
}

/// Runs tests, or writes first ones.
///
/// # Errors
/// If there are no tests, or results cannot be written.
pub(crate) fn run(args: &TestArgs, color: Color) -> Result<Exit, Trouble> {
    if args.new {
        return testing::new_tests(args);
    }
    if args.watch {
        return testing::watch(args, color);
    }
    let plan = Plan::find(&args.path)?;
    let results = testing::run(&plan, args);
    write(&results, args, color)?;
    Ok(if results.failed() == 0 { Exit::Rows } else { Exit::NoRows })
}

/// Writes results in the format asked for.
pub(crate) fn write(results: &Results, args: &TestArgs, color: Color) -> Result<(), Trouble> {
    let layout = Layout {
        width: args.output.is_none().then(terminal::width_stdout).flatten(),
        color: args.output.is_none() && terminal::color_stdout(color),
    };
    destination::write(args.output.as_deref(), |out| match args.format {
        TestFormat::Text => results.text(layout, out),
        TestFormat::Json => results.json(out),
        TestFormat::Junit => results.junit(out),
        TestFormat::Github => results.github(out),
    })
}
