//! Runs a query over a data set.

use std::sync::atomic::AtomicBool;

use esql_data::{Batch, Schema};
use esql_diagnostics::Diagnostic;
use esql_executor::{Answer, ExecError, OperatorProfile, execute};
use esql_functions::Session;
use esql_planner::Options as PlannerOptions;
use esql_planner::scan::ScanProblem;
use esql_sources::Dataset;

use crate::{Compiled, Failure, Query, compile};

/// How queries are planned and run.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Clock, zone and stack.
    pub session: Session,
    /// The limits that the planner puts in.
    pub planner: PlannerOptions,
    /// How many threads scan.
    pub threads: usize,
    /// How many rows a batch has, about.
    pub batch_rows: usize,
    /// The memory budget in bytes.
    pub memory: usize,
    /// Whether plans are optimized; the answer is the same without.
    pub optimize: bool,
}

impl Settings {
    /// Usual settings for a session: all cores, a quarter of 4 GiB.
    #[must_use]
    pub fn new(session: Session) -> Self {
        Settings {
            session,
            planner: PlannerOptions::default(),
            threads: std::thread::available_parallelism().map_or(1, usize::from),
            batch_rows: 4096,
            memory: 1 << 30,
            optimize: true,
        }
    }
}

/// How a run is watched and stopped.
#[derive(Default)]
pub struct Control<'a> {
    /// Set to stop the query.
    pub cancel: Option<&'a AtomicBool>,
    /// Told how many bytes have been read so far.
    pub progress: Option<&'a (dyn Fn(u64) + Sync)>,
}

/// The answer to a query.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// The columns.
    pub schema: Schema,
    /// The rows.
    pub batches: Vec<Batch>,
    /// Elasticsearch's warnings, a line each, as its `Warning` headers have them.
    pub warnings: Vec<String>,
    /// Our own warnings, with places in the query's file.
    pub diagnostics: Vec<Diagnostic>,
    /// Documents that were read and belong to the indices asked for.
    pub documents: u64,
    /// Lines that were ruled out unread, since they lack what every match has.
    pub unread: u64,
    /// Documents that the scan's conditions let through.
    pub matched: u64,
    /// Bytes read.
    pub bytes: u64,
    /// Problems in the data: the first ones.
    pub problems: Vec<ScanProblem>,
    /// Problems in the data: how many.
    pub problem_count: u64,
    /// What each operator did.
    pub profile: Vec<OperatorProfile>,
}

impl Outcome {
    /// How many rows there are.
    #[must_use]
    pub fn rows(&self) -> usize {
        self.batches.iter().map(|batch| batch.rows).sum()
    }
}

/// Runs a query.
///
/// # Errors
/// If the query has errors, the data cannot be read, memory runs out or it is cancelled.
pub fn run(
    query: &Query,
    dataset: &Dataset,
    settings: &Settings,
    control: &Control<'_>,
) -> Result<Outcome, Failure> {
    let compiled = compile(query, dataset, settings)?;
    let options = executor_options(settings, control);
    let answer = execute(&compiled.physical, dataset, &options);
    outcome(query, compiled, answer)
}

/// What comes of a query that was compiled and executed.
pub(crate) fn outcome(
    query: &Query,
    compiled: Compiled,
    answer: Result<Answer, ExecError>,
) -> Result<Outcome, Failure> {
    let Compiled { physical, diagnostics, warnings, .. } = compiled;
    let answer = match answer {
        Ok(answer) => answer,
        Err(error) => return Err(Failure::of_execution(query, error, diagnostics)),
    };
    let mut lines = warnings.lines(&physical.sites);
    for line in answer.warnings {
        if !lines.contains(&line) {
            lines.push(line);
        }
    }
    Ok(Outcome {
        schema: answer.schema,
        batches: answer.batches,
        warnings: lines,
        diagnostics: diagnostics.into_iter().map(|one| query.place(one)).collect(),
        documents: answer.scanned.documents,
        unread: answer.scanned.unread,
        matched: answer.scanned.matched,
        bytes: answer.scanned.bytes,
        problems: answer.scanned.problems,
        problem_count: answer.scanned.problem_count,
        profile: answer.profile,
    })
}

/// What the executor is told.
pub(crate) fn executor_options<'a>(
    settings: &Settings,
    control: &Control<'a>,
) -> esql_executor::Options<'a> {
    static NEVER: AtomicBool = AtomicBool::new(false);
    esql_executor::Options {
        threads: settings.threads,
        batch_rows: settings.batch_rows,
        memory: settings.memory,
        temporary: Some(&esql_sources::Unnamed),
        cancel: control.cancel.unwrap_or(&NEVER),
        progress: control.progress,
    }
}
