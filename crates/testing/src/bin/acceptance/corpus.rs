//! Parses all rules and converted queries, and counts those that plan.

use std::collections::BTreeMap;
use std::path::Path;
use std::time::Instant;

use esql_engine::diagnostics::{Diagnostic, codes};
use esql_engine::functions::Session;
use esql_engine::parser::esql;
use esql_engine::sources::Options;
use esql_engine::{Query, Settings, compile};
use esql_rules::Document;
use esql_testing::fixture::{Documents, Fixture};
use jiff::Timestamp;
use serde_json::Value;

use crate::lines;

/// How many reasons of queries that do not plan are shown.
const SHOWN: usize = 15;

pub(crate) fn run(corpus: &Path) -> Result<(), String> {
    let rules = queries(&corpus.join("rules"))?;
    let sigma = converted(&corpus.join("sigma/converted.jsonl.gz"))?;
    let mut broken = 0;
    for (what, queries) in [("rules", &rules), ("converted Sigma queries", &sigma)] {
        let since = Instant::now();
        let mut failures = Vec::new();
        let mut refused = 0;
        for (name, query) in queries {
            let errors = esql::parse(query).diagnostics.into_iter().filter(Diagnostic::is_error);
            let errors: Vec<Diagnostic> = errors.collect();
            if errors.is_empty() {
                continue;
            }
            // `"\?"` is no string in Elasticsearch either.
            if errors.iter().all(|error| error.code == codes::BAD_ESCAPE) {
                refused += 1;
            } else {
                failures.extend(errors.first().map(|error| format!("{name}: {}", error.message)));
            }
        }
        let elapsed = since.elapsed();
        failures.iter().for_each(|failure| println!("does not parse: {failure}"));
        broken += failures.len();
        let parsed = queries.len() - failures.len() - refused;
        println!(
            "{parsed} of {} {what} parse, {elapsed:.2?}; {refused} with escapes that ES|QL does not know",
            queries.len()
        );
        plan(what, queries)?;
    }
    if broken == 0 { Ok(()) } else { Err(format!("{broken} queries do not parse")) }
}

/// Plans queries over no data: fields are known from the built-in table only.
fn plan(what: &str, queries: &[(String, String)]) -> Result<(), String> {
    let fixture =
        Fixture::open(&Documents::Inline { lines: &[], mapping: None }, Options::default())?;
    let settings = Settings::new(Session::at(Timestamp::now()));
    let since = Instant::now();
    let mut reasons: BTreeMap<String, usize> = BTreeMap::new();
    let mut planned = 0;
    for (name, query) in queries {
        let query = Query::new(name.as_str(), query.as_str());
        match compile(&query, fixture.dataset(), &settings) {
            Ok(_) => planned += 1,
            Err(failure) => {
                let error = failure.diagnostics.iter().find(|one| one.is_error());
                let reason = error.map(|error| format!("{} {}", error.code, error.message));
                *reasons.entry(reason.unwrap_or_default()).or_default() += 1;
            }
        }
    }
    println!("{planned} of {} {what} plan, {:.2?}", queries.len(), since.elapsed());
    let mut reasons: Vec<_> = reasons.into_iter().collect();
    reasons.sort_by_key(|(_, times)| std::cmp::Reverse(*times));
    reasons.iter().take(SHOWN).for_each(|(reason, times)| println!("    {times} x {reason}"));
    Ok(())
}

/// The queries of all rules or hunts in a folder, by the names of their files; where a file has
/// several, they are numbered.
pub(crate) fn queries(folder: &Path) -> Result<Vec<(String, String)>, String> {
    let mut queries = Vec::new();
    for file in walkdir::WalkDir::new(folder).sort_by_file_name() {
        let path = file.map_err(|error| error.to_string())?.into_path();
        if path.extension().is_none_or(|ending| ending != "toml") {
            continue;
        }
        let shown = path.display().to_string();
        let text = std::fs::read_to_string(&path).map_err(|error| format!("{shown}: {error}"))?;
        let document = Document::read(&shown, &text).map_err(|errors| {
            let messages: Vec<String> = errors.into_iter().map(|error| error.message).collect();
            format!("{shown}: {}", messages.join("; "))
        })?;
        let found = document.as_ref().map_or(&[][..], Document::queries);
        let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        for (at, query) in found.iter().enumerate() {
            let name = if found.len() > 1 { format!("{name}#{}", at + 1) } else { name.clone() };
            queries.push((name, query.text().to_owned()));
        }
    }
    Ok(queries)
}

/// The queries of all Sigma rules, each with its rule's name.
pub(crate) fn converted(path: &Path) -> Result<Vec<(String, String)>, String> {
    let text = |value: &Value, key: &str| value[key].as_str().unwrap_or_default().to_owned();
    let named = |value: Value| (text(&value, "file"), text(&value, "query"));
    Ok(lines::of(path)?.into_iter().map(named).collect())
}
