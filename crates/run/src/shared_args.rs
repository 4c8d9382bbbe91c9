//! Arguments that all commands share which run queries: data, session, machine.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use esql_engine::functions::StackVersion;
use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::size;

/// How the data are read.
#[derive(Args, Clone, Debug)]
pub struct DocumentArgs {
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

    /// What answers COMPLETION: a file with answers as JSON, by prompt or in the order of the rows,
    /// or the URL of an OpenAI-compatible service, as `http://localhost:11434/v1#model`. A key for
    /// it is taken from the variable `OPENAI_API_KEY`.
    #[arg(long, value_name = "FILE|URL", help_heading = "Data")]
    pub completion: Option<String>,

    /// Rules for USER_AGENT in the form of uap-core, which a query names as `regex_file`.
    #[arg(long, value_name = "FILE", help_heading = "Data")]
    pub user_agent_regexes: Vec<PathBuf>,

    /// A database of addresses for IP_LOCATION, in MaxMind's format; NAME is what queries call it
    /// as `database_file`, the file's own name if not given.
    #[arg(long, value_name = "[NAME=]FILE", help_heading = "Data")]
    pub ip_database: Vec<String>,

    /// What a field is that no event, mapping or field table knows.
    #[arg(long, value_name = "WHAT", default_value = "null", help_heading = "Data")]
    pub unmapped: Unmapped,

    /// A line that is no document, or a value that does not fit its field, is an error.
    #[arg(long, help_heading = "Data")]
    pub strict: bool,
}

impl DocumentArgs {
    /// Whether they name no documents.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.index.is_empty() && self.enrich.is_empty()
    }
}

/// What the query is told.
#[derive(Args, Clone, Debug)]
pub struct SessionArgs {
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
}

impl Default for SessionArgs {
    fn default() -> Self {
        SessionArgs { now: None, time_zone: TimeZone::UTC, stack: None, limit: None }
    }
}

/// What the machine gives.
#[derive(Args, Clone, Debug)]
pub struct MachineArgs {
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

/// What NOW() is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Now {
    /// An instant.
    At(Timestamp),
    /// The newest `@timestamp` of the data.
    Latest,
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

pub(crate) fn positive(text: &str) -> Result<usize, String> {
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
