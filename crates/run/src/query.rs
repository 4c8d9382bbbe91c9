//! The main form: a rule or query, run on data.

use std::time::Instant;

use esql_engine::planner::scan::Documents as _;
use esql_engine::{Control, Outcome, Settings, emit};

use crate::args::{Format, RunArgs};
use crate::exit::Exit;
use crate::output::{self, Layout, Run, Summary};
use crate::progress::Progress;
use crate::report::Reporter;
use crate::subject::{Subject, no_data};
use crate::trouble::Trouble;
use crate::{destination, interrupt, session, terminal};

/// Runs what the arguments name, writes the answer and says what is to be said about it.
///
/// # Errors
/// If there is no answer, or it cannot be written.
pub(crate) fn run(args: &RunArgs, reporter: &Reporter) -> Result<Exit, Trouble> {
    let started = Instant::now();
    let subject = Subject::load(args.query.as_deref(), args.rule.as_deref(), &args.data)?;
    let query = subject.query();
    if args.has_no_data() && args.emit.is_none() && subject.needs_data() {
        return Err(no_data(&subject, "esql-run"));
    }
    let dataset = session::dataset(args.data(), &args.documents, args.machine.threads)?;
    let visible = !args.quiet && terminal::is_stderr_terminal();
    let progress = Progress::new(dataset.total_bytes(), visible);
    let update = |bytes| {
        if let Some(progress) = &progress {
            progress.update(bytes);
        }
    };
    let control = Control { cancel: Some(interrupt::listen()), progress: Some(&update) };
    let settings = session::settings(&args.session, &args.machine, &dataset, &control)?;
    let failed =
        |failure: esql_engine::Failure| Trouble::new(failure.diagnostics, query.file().clone());
    if let Some(stage) = args.emit {
        let text = emit(query, stage.into(), &dataset, &settings).map_err(failed)?;
        destination::write(args.output.as_deref(), |out| writeln!(out, "{}", text.trim_end()))?;
        return Ok(Exit::Rows);
    }
    let result = esql_engine::run(query, &dataset, &settings, &control).map_err(failed);
    drop(progress);
    let outcome = result?;
    let elapsed = started.elapsed();
    let layout = Layout {
        width: args.output.is_none().then(terminal::width_stdout).flatten(),
        color: args.output.is_none() && terminal::color_stdout(args.color),
    };
    destination::write(args.output.as_deref(), |out| {
        output::write(&outcome, args.format, layout, out)
    })?;
    reporter.diagnostics(&outcome.diagnostics, query.file());
    reporter.warnings(&worth_telling(&outcome, &settings, args.format));
    reporter.problems(&outcome);
    if !args.quiet {
        let run = Run { rule: subject.rule(), outcome: &outcome, elapsed };
        reporter.summary(&Summary::new(run), args.profile);
    }
    Ok(if outcome.rows() == 0 { Exit::NoRows } else { Exit::Rows })
}

/// The warnings to show. Elasticsearch warns at every query without LIMIT; people are told only
/// when rows may be missing because of it, programs always.
fn worth_telling(outcome: &Outcome, settings: &Settings, format: Format) -> Vec<String> {
    let default = settings.planner.default_limit;
    let harmless = !format.is_json() && outcome.rows() < default;
    let text = format!("No limit defined, adding default limit of [{default}]");
    outcome.warnings.iter().filter(|line| !(harmless && **line == text)).cloned().collect()
}
