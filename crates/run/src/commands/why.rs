//! `esql-run why RULE DATA...`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use esql_engine::planner::scan::Documents as _;
use esql_engine::{Control, Failure, why};

use crate::args::{Color, DocumentArgs, MachineArgs, SessionArgs};
use crate::completed;
use crate::exit::Exit;
use crate::output::{Layout, why as output};
use crate::progress::Progress;
use crate::report::Reporter;
use crate::subject::{Subject, no_data};
use crate::trouble::Trouble;
use crate::{destination, interrupt, session, terminal};

/// The arguments of `why`.
#[derive(Args, Debug)]
pub struct WhyArgs {
    /// The rule (`.toml`), or a query alone (`.esql`).
    #[arg(add = completed::rules())]
    pub rule: String,

    /// Event files, folders or globs; `-` is standard input.
    #[arg(add = completed::data())]
    pub data: Vec<String>,

    /// Follow the event with this `_id` through the query; can be given several times.
    #[arg(long, value_name = "ID")]
    pub id: Vec<String>,

    /// How many of the events, and of the groups, that came nearest are shown.
    #[arg(long, value_name = "N", default_value_t = 3)]
    pub nearest: usize,

    /// How the data are read.
    #[command(flatten)]
    pub documents: DocumentArgs,

    /// What the query is told.
    #[command(flatten)]
    pub session: SessionArgs,

    /// How the answer is written.
    #[arg(short, long, value_name = "FORMAT", default_value = "text", help_heading = "Output")]
    pub format: WhyFormat,

    /// Write the answer to a file instead of standard output.
    #[arg(short, long, value_name = "FILE", help_heading = "Output")]
    pub output: Option<PathBuf>,

    /// What the machine gives.
    #[command(flatten)]
    pub machine: MachineArgs,
}

impl WhyArgs {
    /// Whether programs read the answer.
    #[must_use]
    pub fn is_json(&self) -> bool {
        self.format == WhyFormat::Json
    }
}

/// The formats of `why`.
#[derive(ValueEnum, Clone, Copy, PartialEq, Eq, Debug)]
pub enum WhyFormat {
    /// For people.
    Text,
    /// For programs.
    Json,
    /// A page of its own, with a picture.
    Html,
}

/// Looks into a rule and writes what was seen.
///
/// # Errors
/// If the rule does not run, or the answer cannot be written.
pub(crate) fn run(args: &WhyArgs, color: Color, reporter: &Reporter) -> Result<Exit, Trouble> {
    let subject = Subject::load(None, Some(&args.rule), &args.data)?;
    let query = subject.query();
    if args.data.is_empty() && args.documents.is_empty() && subject.needs_data() {
        return Err(no_data(&subject, "esql-run why"));
    }
    let dataset = session::dataset(
        args.data.iter().map(String::as_str),
        &args.documents,
        args.machine.threads,
    )?;
    dataset.keep_streams().map_err(esql_engine::problem::not_read)?;
    let progress = Progress::new(dataset.total_bytes(), terminal::is_stderr_terminal());
    let update = |bytes| {
        if let Some(progress) = &progress {
            progress.update(bytes);
        }
    };
    let control = Control { cancel: Some(interrupt::listen()), progress: Some(&update) };
    let settings = session::settings(&args.session, &args.machine, &dataset, &control)?;
    let options = why::Options { ids: args.id.clone(), nearest: args.nearest };
    let failed = |failure: Failure| Trouble::new(failure.diagnostics, query.file().clone());
    let report = why(query, &dataset, &settings, &control, &options).map_err(failed);
    drop(progress);
    let report = report?;
    let title = subject.rule().map_or(args.rule.as_str(), |rule| rule.name.as_str());
    let layout = Layout {
        width: args.output.is_none().then(terminal::width_stdout).flatten(),
        color: args.output.is_none() && terminal::color_stdout(color),
    };
    destination::write(args.output.as_deref(), |out| match args.format {
        WhyFormat::Text => output::text(&report, title, layout, out),
        WhyFormat::Json => output::json(&report, out),
        WhyFormat::Html => output::html(&report, title, out),
    })?;
    let _ = reporter;
    let matched = report.steps.last().is_some_and(|step| step.rows > 0);
    Ok(if matched { Exit::Rows } else { Exit::NoRows })
}
