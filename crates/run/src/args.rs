//! The arguments of the command line.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;
use esql_engine::Stage;
use esql_engine::functions::StackVersion;
use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::size;

/// How the program is called.
const USAGE: &str = "esql-run [OPTIONS] <RULE> [DATA]...
       esql-run [OPTIONS] --query <QUERY> [DATA]...
       esql-run functions | explain | completions | man";

const LONG_ABOUT: &str = "\
Runs the ES|QL query of an Elastic detection rule, unchanged, on event files. Nothing is installed
and nothing is sent anywhere: the answer is the one that Elasticsearch would give, computed here.

RULE is a rule in TOML, or a plain query in a file that ends in `.esql`. DATA are files, folders or
globs of events: NDJSON, JSON arrays, search responses, bulk bodies; gzip and zstd are fine.";

const EXAMPLES: &str = "\
Examples:
  esql-run rule.toml events.ndjson               what does the rule alert on in these events?
  esql-run rule.toml 'logs/*.ndjson.gz'          a month of logs
  esql-run -q 'FROM * | STATS COUNT(*) BY event.action' logs/
  esql-run rule.toml events.ndjson -f json       the answer as Elasticsearch's `_query` gives it
  esql-run rule.toml - < events.ndjson           events from standard input
  esql-run rule.toml a.ndjson --now latest       NOW() is the newest event's time
  esql-run -q 'ROW x = 1 | EVAL y = x + 1'       no data at all
  esql-run functions date_trunc                  the reference of a function

Exit codes:
  0  there are rows      1  there are none      2  an error      130  stopped by Ctrl-C";

/// `esql-run`.
#[derive(Parser, Debug)]
#[command(
    name = "esql-run",
    version,
    about = "Runs the ES|QL query of an Elastic detection rule on event files",
    long_about = LONG_ABOUT,
    override_usage = USAGE,
    after_help = EXAMPLES,
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
    /// List the functions and operators, or show the reference of one.
    Functions {
        /// The function's name, or an operator such as `LIKE` or `+`.
        name: Option<String>,
    },
    /// Explain the code of a diagnostic, such as E0201; without one, list all.
    Explain {
        /// The code.
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

/// The arguments of the main form.
#[derive(Args, Debug)]
pub struct RunArgs {
    /// The rule (`.toml`), or a query alone (`.esql`).
    #[arg(required_unless_present = "query")]
    pub rule: Option<String>,

    /// Event files, folders or globs; `-` is standard input.
    pub data: Vec<String>,

    /// Run this query instead of a rule's.
    #[arg(short, long, value_name = "QUERY")]
    pub query: Option<String>,

    /// Read PATH as the documents of index NAME.
    #[arg(long, value_name = "NAME=PATH", value_parser = index, help_heading = "Data")]
    pub index: Vec<(String, String)>,

    /// An Elasticsearch mapping or index template: types of fields that the data do not tell.
    #[arg(long, value_name = "FILE", help_heading = "Data")]
    pub mapping: Vec<PathBuf>,

    /// An enrich policy: NAME and a file with it, as `PUT _enrich/policy` takes it. Its documents
    /// are those of its index, given with `--index`, or of the file that it names as `source`.
    #[arg(long, value_name = "NAME=FILE", value_parser = index, help_heading = "Data")]
    pub enrich: Vec<(String, String)>,

    /// What a field is that no event, mapping or field table knows.
    #[arg(long, value_name = "WHAT", default_value = "null", help_heading = "Data")]
    pub unmapped: Unmapped,

    /// A line that is no document, or a value that does not fit its field, is an error.
    #[arg(long, help_heading = "Data")]
    pub strict: bool,

    /// What NOW() is: an ISO 8601 date, milliseconds since 1970, or `latest` for the newest
    /// `@timestamp` of the data. The clock's time if not given.
    #[arg(long, value_name = "TIME", value_parser = now, help_heading = "Query")]
    pub now: Option<Now>,

    /// The time zone of dates that name none: `Europe/Berlin`, `+02:00`.
    #[arg(long, value_name = "ZONE", default_value = "UTC", value_parser = time_zone,
          help_heading = "Query")]
    pub time_zone: TimeZone,

    /// The stack version that the query must be valid on, such as 8.19. The newest if not given.
    #[arg(long, value_name = "VERSION", help_heading = "Query")]
    pub stack: Option<StackVersion>,

    /// How many rows a query without LIMIT gives, instead of 1,000; also lifts the cap of 10,000.
    #[arg(long, value_name = "N", help_heading = "Query")]
    pub limit: Option<usize>,

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

    /// How many threads read. One for each processor if not given.
    #[arg(long, value_name = "N", value_parser = positive, help_heading = "Machine")]
    pub threads: Option<usize>,

    /// The memory budget, such as 512M or 2G. A quarter of the machine's memory if not given.
    #[arg(long, value_name = "SIZE", value_parser = size::parse, help_heading = "Machine")]
    pub memory: Option<usize>,

    /// Run the plan as it was analyzed.
    #[arg(long, hide = true)]
    pub no_optimize: bool,

    /// How many rows a batch has, about.
    #[arg(long, value_name = "N", value_parser = positive, hide = true)]
    pub batch_rows: Option<usize>,
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

/// What a field is that nothing knows.
#[derive(ValueEnum, Clone, Copy, PartialEq, Eq, Debug)]
pub enum Unmapped {
    /// Null in every event, with a warning.
    Null,
    /// An error, as in Elasticsearch.
    Fail,
    /// Read from the events as keyword.
    Load,
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

/// What NOW() is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Now {
    /// An instant.
    At(Timestamp),
    /// The newest `@timestamp` of the data.
    Latest,
}

impl RunArgs {
    /// The data files: with a query on the command line, the first argument is one too.
    pub fn data(&self) -> impl Iterator<Item = &str> {
        let first = self.query.as_ref().and(self.rule.as_deref());
        first.into_iter().chain(self.data.iter().map(String::as_str))
    }
}

fn now(text: &str) -> Result<Now, String> {
    if text.eq_ignore_ascii_case("latest") {
        return Ok(Now::Latest);
    }
    esql_engine::data::date::parse_millis(text)
        .and_then(|millis| Timestamp::from_millisecond(millis).ok())
        .map(Now::At)
        .ok_or_else(|| "write a time like `2026-03-26T10:00:00Z`, or `latest`".into())
}

fn time_zone(text: &str) -> Result<TimeZone, String> {
    jiff::fmt::temporal::DateTimeParser::new()
        .parse_time_zone(text)
        .map_err(|_| "write a zone like `Europe/Berlin` or `+02:00`".into())
}

fn positive(text: &str) -> Result<usize, String> {
    match text.parse() {
        Ok(0) | Err(_) => Err("write a whole number from 1".into()),
        Ok(number) => Ok(number),
    }
}

fn index(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        Some((name, path)) if !name.is_empty() && !path.is_empty() => {
            Ok((name.to_owned(), path.to_owned()))
        }
        _ => Err("write it like `logs-endpoint.events.process-default=events.ndjson`".into()),
    }
}
