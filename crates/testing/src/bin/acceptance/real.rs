//! Runs all rules, hunts and converted queries over real events, in threads with small stacks:
//! none may end in an internal error, and what does not run has a known reason.

use std::path::Path;
use std::time::{Duration, Instant};

use esql_engine::diagnostics::{Diagnostic, codes};
use esql_engine::functions::Session;
use esql_engine::sources::{Dataset, Input, Options};
use esql_engine::{Control, Query, Settings, run as run_query};
use esql_testing::csv_spec::Verdict;
use jiff::Timestamp;

use crate::corpus;
use crate::verdicts::Verdicts;

/// The stack that queries must do with, in bytes.
const STACK: usize = 2 << 20;

/// Of so many runs the quickest counts.
const RUNS: usize = 5;

/// The files of `corpus/real`.
const FILES: [&str; 3] =
    ["otrf_ecs.ndjson.gz", "sigma_regression_ecs.ndjson", "endpoint_samples.ndjson"];

pub(crate) fn run(corpus: &Path, verdicts: &mut Verdicts) -> Result<(), String> {
    let all = open(corpus, &FILES)?;
    let few = open(corpus, &FILES[1..2])?;
    let rules = corpus::queries(&corpus.join("rules"))?;
    let hunts = corpus::queries(&corpus.join("hunting"))?;
    let converted = corpus::converted(&corpus.join("sigma/converted.jsonl.gz"))?;
    run_all("rules", &rules, &all, verdicts)?;
    run_all("hunts", &hunts, &all, verdicts)?;
    run_all("converted", &converted, &few, verdicts)?;
    longest(&converted, &few)
}

fn open(corpus: &Path, files: &[&str]) -> Result<Dataset, String> {
    let input = |file: &&str| {
        let spec = corpus.join("real").join(file).to_string_lossy().into_owned();
        Input { spec, index: None }
    };
    let inputs: Vec<Input> = files.iter().map(input).collect();
    Dataset::open(&inputs, Options::default()).map_err(|errors| {
        errors.into_iter().map(|error| error.message).collect::<Vec<_>>().join("; ")
    })
}

/// Runs queries, and tells how each ended.
fn run_all(
    part: &str,
    queries: &[(String, String)],
    dataset: &Dataset,
    verdicts: &mut Verdicts,
) -> Result<(), String> {
    let (mut with_rows, mut slowest) = (0, (Duration::ZERO, ""));
    let all = Instant::now();
    on_small_stack(|| {
        for (name, text) in queries {
            let since = Instant::now();
            let verdict = match run_one(name, text, dataset) {
                Ok(rows) => {
                    with_rows += usize::from(rows > 0);
                    Verdict::Passed
                }
                Err(verdict) => verdict,
            };
            slowest = slowest.max((since.elapsed(), name));
            verdicts.add(format!("{part}.{name}"), verdict);
        }
    })?;
    let (ran, failed, aside) = verdicts.count(&format!("{part}."));
    println!(
        "{ran} of {} {part} run, {with_rows} with rows, {failed} do not, {aside} aside, {:.1?}; \
         the slowest {:.1?}: {}",
        queries.len(),
        all.elapsed(),
        slowest.0,
        slowest.1
    );
    Ok(())
}

/// The number of rows of a query.
fn run_one(name: &str, text: &str, dataset: &Dataset) -> Result<usize, Verdict> {
    let settings = Settings::new(Session::at(Timestamp::now()));
    let query = Query::new(name, text);
    let failure = match run_query(&query, dataset, &settings, &Control::default()) {
        Ok(outcome) => return Ok(outcome.rows()),
        Err(failure) => failure,
    };
    let errors: Vec<&Diagnostic> =
        failure.diagnostics.iter().filter(|one| one.is_error()).collect();
    if let Some(first) = errors.first()
        && errors.iter().all(|error| is_invalid(error))
    {
        return Err(Verdict::Skipped(format!(
            "{} {}, in Elasticsearch too",
            first.code, first.message
        )));
    }
    let told = errors.iter().map(|error| format!("{} {}", error.code, error.message));
    Err(Verdict::Failed(told.collect::<Vec<_>>().join("; ")))
}

/// Whether a query has a string or pattern that Elasticsearch does not take either.
pub(crate) fn is_invalid(error: &Diagnostic) -> bool {
    error.code == codes::BAD_ESCAPE || error.code == codes::BAD_PATTERN
}

/// Tells how long the longest query takes, which must do with the small stack.
fn longest(queries: &[(String, String)], dataset: &Dataset) -> Result<(), String> {
    let Some((name, text)) = queries.iter().max_by_key(|(_, text)| text.len()) else {
        return Err("no queries".to_owned());
    };
    let mut best = Duration::MAX;
    on_small_stack(|| {
        for _ in 0..RUNS {
            let since = Instant::now();
            let _ = run_one(name, text, dataset);
            best = best.min(since.elapsed());
        }
    })?;
    println!("the longest query, {} kB: {best:.1?}: {name}", text.len() / 1_000);
    Ok(())
}

fn on_small_stack(work: impl FnOnce() + Send) -> Result<(), String> {
    std::thread::scope(|scope| {
        let thread = std::thread::Builder::new().stack_size(STACK).spawn_scoped(scope, work);
        let thread = thread.map_err(|error| error.to_string())?;
        thread.join().map_err(|_| "a panic".to_owned())
    })
}
