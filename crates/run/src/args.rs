//! The arguments of the command line.

use std::path::PathBuf;

use clap::{Args, CommandFactory as _, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;
use esql_engine::Stage;

use crate::commands::check::CheckArgs;
use crate::commands::explain;
use crate::commands::fields::FieldsArgs;
use crate::commands::fmt::FmtArgs;
use crate::commands::scan::ScanArgs;
use crate::commands::test::TestArgs;
use crate::commands::why::WhyArgs;
use crate::completed::{self, Completed};
use crate::examples;
use crate::reference::function;
pub use crate::shared_args::{DocumentArgs, MachineArgs, Now, SessionArgs, Unmapped};

/// How the program is called.
const USAGE: &str = "esql-run [OPTIONS] <RULE> [DATA]...
       esql-run [OPTIONS] --query <QUERY> [DATA]...
       esql-run scan | why | test | fields | check | fmt | functions | explain | completions | man";

const LONG_ABOUT: &str = "\
Runs the ES|QL query of an Elastic detection rule, unchanged, on event files. Nothing is installed
and nothing is sent anywhere: the answer is the one that Elasticsearch would give, computed here.

RULE is a rule in TOML, or a plain query in a file that ends in `.esql`. DATA are files, folders or
globs of events: NDJSON, JSON arrays, search responses, bulk bodies; gzip and zstd are fine.";

/// `esql-run`.
#[derive(Parser, Debug)]
#[command(
    name = "esql-run",
    version,
    about = "Runs the ES|QL query of an Elastic detection rule on event files",
    long_about = LONG_ABOUT,
    override_usage = USAGE,
    after_help = examples::RUN,
    args_conflicts_with_subcommands = true,
    subcommand_negates_reqs = true,
    disable_help_subcommand = true,
    arg_required_else_help = true,
    max_term_width = 100
)]
pub struct Cli {
    /// What else it can do.
    #[command(subcommand)]
    pub command: Option<Command>,
    /// The main form.
    #[command(flatten)]
    pub run: RunArgs,
}

/// What the program does besides running queries.
#[derive(Subcommand, Debug)]
pub enum Command {
    /// Run many rules over the data, which are read once: what does each find?
    #[command(after_help = examples::SCAN)]
    Scan(Box<ScanArgs>),
    /// Say why a rule matches or does not: what each command left, and which conditions the events
    /// that came nearest failed.
    #[command(after_help = examples::WHY)]
    Why(Box<WhyArgs>),
    /// Run the tests of rules, which stand in `NAME.test.toml` beside `NAME.toml`.
    #[command(after_help = examples::TEST)]
    Test(Box<TestArgs>),
    /// List the fields of events: types, how many events have them, values.
    #[command(after_help = examples::FIELDS)]
    Fields(Box<FieldsArgs>),
    /// Say what is wrong with rules, on each stack version, and what is suspicious; nothing is run.
    #[command(after_help = examples::CHECK)]
    Check(Box<CheckArgs>),
    /// Write queries in their canonical layout; in rule files nothing else changes.
    #[command(after_help = examples::FMT)]
    Fmt(FmtArgs),
    /// List the functions and operators, or show the reference of one.
    Functions {
        /// The function's name, or an operator such as `LIKE` or `+`.
        #[arg(hide_possible_values = true, value_parser = Completed(function::names))]
        name: Option<String>,
    },
    /// Explain a lint, or the code of a diagnostic, such as E0201; without one, list all.
    Explain {
        /// The code, or the lint's name.
        #[arg(hide_possible_values = true, value_parser = Completed(explain::names))]
        code: Option<String>,
    },
    /// Print a completion script for a shell.
    Completions {
        /// The shell.
        shell: Shell,
    },
    /// Print the manual page (roff).
    Man,
    /// Write the reference pages into a folder.
    #[command(hide = true)]
    Reference {
        /// The folder, made if need be.
        folder: PathBuf,
    },
}

impl Command {
    /// The names of all commands.
    #[must_use]
    pub fn names() -> Vec<String> {
        let cli = Cli::command();
        let shown = cli.get_subcommands().filter(|command| !command.is_hide_set());
        shown.map(|command| command.get_name().to_owned()).collect()
    }

    /// Whether programs read what it gives, so that standard error is for programs too.
    #[must_use]
    pub fn is_json(&self) -> bool {
        match self {
            Command::Scan(args) => args.format.is_json(),
            Command::Why(args) => args.is_json(),
            Command::Test(args) => args.is_json(),
            Command::Fields(args) => args.is_json(),
            Command::Check(args) => args.is_json(),
            _ => false,
        }
    }
}

/// The arguments of the main form.
#[derive(Args, Debug)]
pub struct RunArgs {
    /// The rule (`.toml`), or a query alone (`.esql`).
    #[arg(required_unless_present = "query", add = completed::rules())]
    pub rule: Option<String>,

    /// Event files, folders or globs; `-` is standard input.
    #[arg(add = completed::data())]
    pub data: Vec<String>,

    /// Run this query instead of a rule's.
    #[arg(short, long, value_name = "QUERY")]
    pub query: Option<String>,

    /// How the data are read.
    #[command(flatten)]
    pub documents: DocumentArgs,

    /// What the query is told.
    #[command(flatten)]
    pub session: SessionArgs,

    /// How the answer is written.
    #[arg(short, long, value_name = "FORMAT", default_value = "table", help_heading = "Output")]
    pub format: Format,

    /// Write the answer to a file instead of standard output.
    #[arg(short, long, value_name = "FILE", help_heading = "Output")]
    pub output: Option<PathBuf>,

    /// Print a stage of the query instead of running it.
    #[arg(long, value_name = "STAGE", help_heading = "Output")]
    pub emit: Option<EmitStage>,

    /// When to use colors.
    #[arg(
        long,
        value_name = "WHEN",
        default_value = "auto",
        global = true,
        help_heading = "Output"
    )]
    pub color: Color,

    /// Say also what each operator did, and how long it took.
    #[arg(short = 'v', long, help_heading = "Output")]
    pub profile: bool,

    /// No summary and no progress; errors and warnings only.
    #[arg(long, conflicts_with = "profile", help_heading = "Output")]
    pub quiet: bool,

    /// What the machine gives.
    #[command(flatten)]
    pub machine: MachineArgs,
}

/// The formats of an answer.
#[derive(ValueEnum, Clone, Copy, PartialEq, Eq, Debug)]
pub enum Format {
    /// For people; a record a row where the terminal is too narrow.
    Table,
    /// As Elasticsearch's `_query` gives it.
    Json,
    /// A JSON object a row, without nulls.
    Ndjson,
    /// Comma-separated values.
    Csv,
    /// Tab-separated values.
    Tsv,
    /// A Markdown table.
    Md,
}

impl Format {
    /// Whether programs read it, so that standard error is for programs too.
    #[must_use]
    pub fn is_json(self) -> bool {
        matches!(self, Format::Json | Format::Ndjson)
    }
}

/// When text is colored.
#[derive(ValueEnum, Clone, Copy, PartialEq, Eq, Debug)]
pub enum Color {
    /// If it goes to a terminal.
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// The stages that `--emit` prints.
#[derive(ValueEnum, Clone, Copy, PartialEq, Eq, Debug)]
pub enum EmitStage {
    /// The lexer's tokens.
    Tokens,
    /// The syntax tree.
    Ast,
    /// The resolved plan.
    Plan,
    /// The plan after each rule of the optimizer.
    Optimized,
    /// The operators.
    Physical,
}

impl From<EmitStage> for Stage {
    fn from(stage: EmitStage) -> Stage {
        match stage {
            EmitStage::Tokens => Stage::Tokens,
            EmitStage::Ast => Stage::Ast,
            EmitStage::Plan => Stage::Plan,
            EmitStage::Optimized => Stage::Optimized,
            EmitStage::Physical => Stage::Physical,
        }
    }
}

impl RunArgs {
    /// The data files: with a query on the command line, the first argument is one too.
    pub fn data(&self) -> impl Iterator<Item = &str> {
        let first = self.query.as_ref().and(self.rule.as_deref());
        first.into_iter().chain(self.data.iter().map(String::as_str))
    }

    /// Whether no data are given at all.
    pub fn has_no_data(&self) -> bool {
        self.data().next().is_none() && self.documents.is_empty()
    }
}
