//! Runs all rules and converted queries over all real events: none may end in an internal error.

use std::collections::BTreeMap;
use std::path::Path;
use std::time::{Duration, Instant};

use esql_engine::diagnostics::codes;
use esql_engine::functions::Session;
use esql_engine::sources::{Dataset, Input, Options};
use esql_engine::{Control, Query, Settings, run as run_query};
use jiff::Timestamp;

use crate::corpus;

pub(crate) fn run(corpus: &Path) -> Result<(), String> {
    let rules = corpus::rules(&corpus.join("rules"))?;
    let sigma = corpus::converted(&corpus.join("sigma/converted.jsonl.gz"))?;
    let all = ["otrf_ecs.ndjson.gz", "sigma_regression_ecs.ndjson", "endpoint_samples.ndjson"];
    let mut internal = 0;
    internal += run_all("rules", &rules, corpus, &all)?;
    internal += run_all("converted Sigma queries", &sigma, corpus, &all[1..2])?;
    if internal == 0 { Ok(()) } else { Err(format!("{internal} internal errors")) }
}

/// Runs queries over files of `corpus/real`, tells how each ended, and counts internal errors.
fn run_all(
    what: &str,
    queries: &[(String, String)],
    corpus: &Path,
    files: &[&str],
) -> Result<usize, String> {
    let inputs: Vec<Input> = files
        .iter()
        .map(|file| corpus.join("real").join(file).to_string_lossy().into_owned())
        .map(|spec| Input { spec, index: None })
        .collect();
    let dataset = Dataset::open(&inputs, Options::default()).map_err(|errors| {
        errors.into_iter().map(|error| error.message).collect::<Vec<_>>().join("; ")
    })?;
    let settings = Settings::new(Session::at(Timestamp::now()));
    let (mut ran, mut with_rows, mut internal) = (0, 0, 0);
    let mut slowest = (Duration::ZERO, "");
    let mut reasons: BTreeMap<String, usize> = BTreeMap::new();
    let all = Instant::now();
    for (name, text) in queries {
        let query = Query::new(name.as_str(), text.as_str());
        let since = Instant::now();
        match run_query(&query, &dataset, &settings, &Control::default()) {
            Ok(outcome) => {
                ran += 1;
                with_rows += usize::from(outcome.rows() > 0);
            }
            Err(failure) => {
                let error = failure.diagnostics.iter().find(|one| one.is_error());
                if error.is_none_or(|error| error.code == codes::INTERNAL) {
                    internal += 1;
                    println!("internal error: {name}");
                }
                let reason = error.map(|error| format!("{} {}", error.code, error.message));
                *reasons.entry(reason.unwrap_or_default()).or_default() += 1;
            }
        }
        slowest = slowest.max((since.elapsed(), name.as_str()));
    }
    println!(
        "{ran} of {} {what} run, {with_rows} with rows, {:.1?}; the slowest {:.1?}: {}",
        queries.len(),
        all.elapsed(),
        slowest.0,
        slowest.1
    );
    reasons.iter().for_each(|(reason, times)| println!("    {times} x {reason}"));
    Ok(internal)
}
