//! Runs many queries over a data set that is read once.

use std::time::{Duration, Instant};

use esql_executor::{Answers, ExecError, Scanned, Timed, execute_many};
use esql_planner::scan::ScanError;
use esql_sources::Dataset;
use rayon::prelude::*;

use crate::failure::execution;
use crate::run::{executor_options, outcome};
use crate::{Control, Failure, Outcome, Query, Settings, compile};

/// The outcomes of many queries.
#[derive(Debug)]
pub struct Many {
    /// One a query, in their order.
    pub each: Vec<OneOfMany>,
    /// What was read for all of them.
    pub scanned: Scanned,
}

/// The outcome of one of many queries.
#[derive(Debug)]
pub struct OneOfMany {
    /// The outcome, the same as when the query runs alone; the bytes and the problems of the data
    /// are told once for all.
    pub outcome: Result<Outcome, Failure>,
    /// Time spent on this query alone: planning and evaluating, not reading.
    pub time: Duration,
}

/// Runs queries over a data set that is read once. What is wrong with one query does not keep the
/// others from running.
///
/// # Errors
/// If the data cannot be read or the run is cancelled.
pub fn run_many(
    queries: &[Query],
    dataset: &Dataset,
    settings: &Settings,
    control: &Control<'_>,
) -> Result<Many, Failure> {
    // Queries that cannot share the reading read for themselves.
    dataset.keep_streams().map_err(|error: ScanError| Failure::of_run(execution(error.into())))?;
    let compiled = queries.par_iter().map(|query| {
        let began = Instant::now();
        (compile(query, dataset, settings), began.elapsed())
    });
    let compiled: Vec<_> = compiled.collect();
    let plans: Vec<_> =
        compiled.iter().filter_map(|(one, _)| Some(&one.as_ref().ok()?.physical)).collect();
    let options = executor_options(settings, control);
    let answers = execute_many(&plans, dataset, &options);
    let Answers { answers, scanned } =
        answers.map_err(|error| Failure::of_run(execution(error)))?;
    let mut answers = answers.into_iter();
    let each = queries.iter().zip(compiled).map(|(query, (compiled, planning))| {
        let (outcome, time) = match compiled {
            Ok(compiled) => {
                let missing = Timed { answer: Err(ExecError::Interrupted), time: Duration::ZERO };
                let Timed { answer, time } = answers.next().unwrap_or(missing);
                (outcome(query, compiled, answer), time)
            }
            Err(failure) => (Err(failure), Duration::ZERO),
        };
        OneOfMany { outcome, time: planning + time }
    });
    Ok(Many { each: each.collect(), scanned })
}
