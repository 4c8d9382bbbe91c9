//! `esql-run scan RULES... DATA...`: many rules over one reading of the data.

use std::path::{Path, PathBuf};
use std::time::Instant;

use clap::{Args, ValueEnum};
use esql_engine::diagnostics::{SourceFile, codes};
use esql_engine::planner::scan::Documents as _;
use esql_engine::{Control, Many, run_many};
use esql_rules::Alerts;
use rayon::prelude::*;

use crate::args::{Color, DocumentArgs, MachineArgs, SessionArgs};
use crate::completed;
use crate::exit::Exit;
use crate::output::{Layout, scan as output};
use crate::progress::Progress;
use crate::report::Reporter;
use crate::subject::Subject;
use crate::trouble::Trouble;
use crate::{destination, interrupt, rule_files, session, terminal};

/// The arguments of `scan`.
#[derive(Args, Debug)]
pub struct ScanArgs {
    /// Rules (`.toml`), queries (`.esql`) and folders with such files; and the data: event files,
    /// folders and globs of them, `-` for standard input.
    #[arg(required = true, value_name = "RULES... DATA", add = completed::files())]
    pub paths: Vec<String>,

    /// How the data are read.
    #[command(flatten)]
    pub documents: DocumentArgs,

    /// What the queries are told.
    #[command(flatten)]
    pub session: SessionArgs,

    /// How the result is written.
    #[arg(short, long, value_name = "FORMAT", default_value = "table", help_heading = "Output")]
    pub format: ScanFormat,

    /// Show also the rules that match nothing; the formats for programs always have them.
    #[arg(long, help_heading = "Output")]
    pub all: bool,

    /// Write the result to a file instead of standard output.
    #[arg(short, long, value_name = "FILE", help_heading = "Output")]
    pub output: Option<PathBuf>,

    /// No summary and no progress; errors only.
    #[arg(long, help_heading = "Output")]
    pub quiet: bool,

    /// What the machine gives.
    #[command(flatten)]
    pub machine: MachineArgs,
}

/// The formats of `scan`.
#[derive(ValueEnum, Clone, Copy, PartialEq, Eq, Debug)]
pub enum ScanFormat {
    /// For people, the rules with the most alerts first.
    Table,
    /// One JSON object with all rules.
    Json,
    /// A JSON object a rule.
    Ndjson,
}

impl ScanFormat {
    /// Whether programs read it.
    #[must_use]
    pub fn is_json(self) -> bool {
        self != ScanFormat::Table
    }
}

/// Runs all rules over the data and writes what each found.
///
/// # Errors
/// If there is no rule or no data, the data cannot be read, or the result cannot be written.
pub(crate) fn run(args: &ScanArgs, color: Color, reporter: &Reporter) -> Result<Exit, Trouble> {
    let started = Instant::now();
    let Found { rules, others, data } = find(&args.paths)?;
    if data.is_empty() && args.documents.is_empty() {
        return Err(Trouble::error(codes::FILE_NOT_READ, "no data are given")
            .help("name event files behind the rules: `esql-run scan rules/ events.ndjson`"));
    }
    let dataset = session::dataset(data.into_iter(), &args.documents, args.machine.threads)?;
    let visible = !args.quiet && terminal::is_stderr_terminal();
    let progress = Progress::new(dataset.total_bytes(), visible);
    let update = |bytes| {
        if let Some(progress) = &progress {
            progress.update(bytes);
        }
    };
    let control = Control { cancel: Some(interrupt::listen()), progress: Some(&update) };
    let settings = session::settings(&args.session, &args.machine, &dataset, &control)?;
    let queries = rules.par_iter().map(|subject| {
        let columns = subject.rule().map_or_else(Vec::new, Alerts::columns);
        subject.query().clone().with_columns(columns)
    });
    let queries: Vec<_> = queries.collect();
    let result = run_many(&queries, &dataset, &settings, &control);
    drop(progress);
    let Many { each, scanned } =
        result.map_err(|failure| Trouble::new(failure.diagnostics, SourceFile::new("", "")))?;
    let results: Vec<output::Rule> =
        rules.iter().zip(each).map(|(rule, one)| output::Rule::new(rule, one)).collect();
    let report = output::Report { rules: results, scanned, elapsed: started.elapsed() };
    let layout = Layout {
        width: args.output.is_none().then(terminal::width_stdout).flatten(),
        color: args.output.is_none() && terminal::color_stdout(color),
    };
    destination::write(args.output.as_deref(), |out| match args.format {
        ScanFormat::Table => report.table(args.all, layout, out),
        ScanFormat::Json => report.json(out),
        ScanFormat::Ndjson => report.ndjson(out),
    })?;
    for rule in &report.rules {
        if let Err(failure) = &rule.result {
            reporter.diagnostics(&failure.diagnostics, &rule.file);
        }
    }
    if !args.quiet {
        reporter.scan(&report, others);
    }
    Ok(report.exit())
}

/// What the paths name.
struct Found<'a> {
    rules: Vec<Subject>,
    /// How many files in folders are rules in other languages.
    others: usize,
    data: Vec<&'a str>,
}

/// Sorts paths into rules and data: a folder belongs to the rules if there is one in it.
fn find(paths: &[String]) -> Result<Found<'_>, Trouble> {
    let (mut rules, mut others, mut data) = (Vec::new(), 0, Vec::new());
    for path in paths {
        if rule_files::is_rule(Path::new(path)) {
            rules.push(Subject::load(None, Some(path), &[])?);
            continue;
        }
        let files = if Path::new(path).is_dir() { rule_files::below(path) } else { Vec::new() };
        if files.is_empty() {
            data.push(path.as_str());
        }
        let subjects = files.par_iter().map(|file| Subject::load(None, Some(file), &[]));
        for subject in subjects.collect::<Vec<_>>() {
            match subject {
                Ok(rule) => rules.push(rule),
                Err(trouble) if trouble.is_about(codes::RULE_TYPE) => others += 1,
                Err(trouble) => return Err(trouble),
            }
        }
    }
    if rules.is_empty() {
        let trouble = Trouble::error(codes::FILE_NOT_READ, "no ES|QL rules are given");
        return Err(trouble.help("a rule is a `.toml` file, a query alone an `.esql` file"));
    }
    Ok(Found { rules, others, data })
}
