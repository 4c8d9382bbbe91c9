//! `esql-run fields DATA...`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use esql_engine::planner::scan::Documents as _;
use esql_engine::{Control, Failure, fields};

use crate::args::{Color, DocumentArgs, MachineArgs, SessionArgs};
use crate::completed;
use crate::exit::Exit;
use crate::output::{Layout, fields as output};
use crate::progress::Progress;
use crate::trouble::Trouble;
use crate::{destination, interrupt, session, terminal};
use esql_engine::diagnostics::{SourceFile, codes};

/// The arguments of `fields`.
#[derive(Args, Debug)]
pub struct FieldsArgs {
    /// Event files, folders or globs; `-` is standard input.
    #[arg(add = completed::data())]
    pub data: Vec<String>,

    /// Only fields whose name holds this text.
    #[arg(long, value_name = "TEXT")]
    pub filter: Option<String>,

    /// How the data are read.
    #[command(flatten)]
    pub documents: DocumentArgs,

    /// How the answer is written.
    #[arg(short, long, value_name = "FORMAT", default_value = "table", help_heading = "Output")]
    pub format: FieldsFormat,

    /// Write the answer to a file instead of standard output.
    #[arg(short, long, value_name = "FILE", help_heading = "Output")]
    pub output: Option<PathBuf>,

    /// What the machine gives.
    #[command(flatten)]
    pub machine: MachineArgs,
}

impl FieldsArgs {
    /// Whether programs read the answer.
    #[must_use]
    pub fn is_json(&self) -> bool {
        self.format != FieldsFormat::Table
    }
}

/// The formats of `fields`.
#[derive(ValueEnum, Clone, Copy, PartialEq, Eq, Debug)]
pub enum FieldsFormat {
    /// For people.
    Table,
    /// One JSON object.
    Json,
    /// A JSON object a field.
    Ndjson,
}

/// Looks at the fields of events and writes what there is.
///
/// # Errors
/// If the data cannot be read, or the answer cannot be written.
pub(crate) fn run(args: &FieldsArgs, color: Color) -> Result<Exit, Trouble> {
    if args.data.is_empty() && args.documents.is_empty() {
        return Err(Trouble::error(codes::FILE_NOT_READ, "no events are given")
            .help("name files or folders: `esql-run fields events.ndjson`"));
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
    let settings = session::settings(&SessionArgs::default(), &args.machine, &dataset, &control)?;
    let failed = |failure: Failure| Trouble::new(failure.diagnostics, SourceFile::new("", ""));
    let found = fields(&dataset, &settings, &control).map_err(failed);
    drop(progress);
    let mut found = found?;
    if let Some(filter) = &args.filter {
        found.fields.retain(|field| field.name.contains(filter.as_str()));
    }
    let layout = Layout {
        width: args.output.is_none().then(terminal::width_stdout).flatten(),
        color: args.output.is_none() && terminal::color_stdout(color),
    };
    destination::write(args.output.as_deref(), |out| match args.format {
        FieldsFormat::Table => output::table(&found, layout, out),
        FieldsFormat::Json => output::json(&found, out),
        FieldsFormat::Ndjson => output::ndjson(&found, out),
    })?;
    Ok(if found.fields.is_empty() { Exit::NoRows } else { Exit::Rows })
}
