//! Queries made from Sigma rules, over events: the `_id`s that must come out.
//!
//! Three collections: those where the query finds what the Sigma rule means; those where it does
//! not, and Elasticsearch's own answer is wanted; and events made up from the rules. A case may
//! hold its query in several spellings, each with an answer of its own.

use std::path::Path;
use std::time::Instant;

use esql_engine::diagnostics::codes;
use esql_engine::functions::Session;
use esql_engine::sources::Options;
use esql_engine::{Control, Query, Settings, run as run_query};
use esql_testing::answer::Table;
use esql_testing::csv_spec::Verdict;
use esql_testing::fixture::{Documents, Fixture};
use jiff::Timestamp;
use serde_json::Value;

use crate::verdicts::Verdicts;
use crate::{lines, real};

/// The spellings: the keys of a query and of the `_id`s that it must find.
const SPELLINGS: [(&str, &str); 3] = [
    ("query", "expect_ids"),
    ("query_pysigma", "expect_ids_pysigma"),
    ("query_stock", "expect_ids_stock"),
];

pub(crate) fn run(corpus: &Path, verdicts: &mut Verdicts) -> Result<(), String> {
    for file in ["cases.jsonl", "divergent.jsonl", "synthetic.jsonl.gz"] {
        let since = Instant::now();
        let cases = lines::of(&corpus.join("sigma").join(file))?;
        let collection = file.split('.').next().unwrap_or(file);
        for (query, ids) in SPELLINGS {
            if !cases.iter().any(|case| case[query].is_string()) {
                continue;
            }
            let part = format!("{collection}.{query}");
            for case in &cases {
                let id = case["id"].as_str().unwrap_or_default();
                verdicts.add(format!("{part}.{id}"), check(case, query, ids)?);
            }
            let (passed, failed, aside) = verdicts.count(&format!("{part}."));
            println!("{part}: {passed} passed, {failed} failed, {aside} aside");
        }
        println!("    {:.1?}", since.elapsed());
    }
    Ok(())
}

fn check(case: &Value, query: &str, ids: &str) -> Result<Verdict, String> {
    let array = |key: &str| case[key].as_array().map(Vec::as_slice).unwrap_or_default();
    let lines: Vec<String> = array("events").iter().map(Value::to_string).collect();
    let fixture =
        Fixture::open(&Documents::Inline { lines: &lines, mapping: None }, Options::default())?;
    let text = case[query].as_str().unwrap_or_default();
    let query = Query::new(case["id"].as_str().unwrap_or_default(), text);
    let settings = Settings::new(Session::at(Timestamp::now()));
    let outcome = match run_query(&query, fixture.dataset(), &settings, &Control::default()) {
        Ok(outcome) => outcome,
        Err(failure) => {
            let mut errors = failure.diagnostics.iter().filter(|one| one.is_error());
            let Some(error) = errors.next() else { return Ok(Verdict::Failed("no error".into())) };
            let message = format!("{} {}", error.code, error.message);
            return Ok(if real::is_invalid(error) {
                Verdict::Skipped(format!("{message}, in Elasticsearch too"))
            } else {
                Verdict::Failed(message)
            });
        }
    };
    let table = Table::of(&outcome);
    let Some(id) = table.header.iter().position(|name| name == "_id:keyword") else {
        return Ok(Verdict::Failed("no column `_id`".into()));
    };
    let mut found: Vec<&str> =
        table.rows.iter().filter_map(|row| row.get(id)?.first().map(String::as_str)).collect();
    let mut wanted: Vec<&str> = array(ids).iter().filter_map(Value::as_str).collect();
    found.sort_unstable();
    wanted.sort_unstable();
    if found == wanted {
        return Ok(Verdict::Passed);
    }
    let missing = outcome.diagnostics.iter().any(|one| one.code == codes::UNMAPPED_FIELD);
    Ok(if missing && text.contains(".caseless") {
        Verdict::Skipped("a field `.caseless` that no event and no mapping has".into())
    } else {
        Verdict::Failed(format!("{found:?} instead of {wanted:?}"))
    })
}
