//! Queries made from Sigma rules, over events: the `_id`s that must come out.

use std::collections::BTreeMap;
use std::path::Path;

use esql_engine::diagnostics::codes;
use esql_engine::functions::Session;
use esql_engine::sources::Options;
use esql_engine::{Control, Query, Settings, run as run_query};
use esql_testing::answer::Table;
use esql_testing::fixture::{Documents, Fixture};
use jiff::Timestamp;
use serde_json::Value;

pub(crate) fn run(corpus: &Path) -> Result<(), String> {
    let path = corpus.join("sigma/cases.jsonl");
    let text =
        std::fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
    let (mut passed, mut failed) = (0, 0);
    let mut refused: BTreeMap<String, usize> = BTreeMap::new();
    for line in text.lines() {
        let case: Value = serde_json::from_str(line).map_err(|error| error.to_string())?;
        match check(&case)? {
            Verdict::Passed => passed += 1,
            Verdict::Refused(why) => *refused.entry(why).or_default() += 1,
            Verdict::Failed(why) => {
                failed += 1;
                println!("failed: {}: {why}", case["title"]);
            }
        }
    }
    refused.iter().for_each(|(why, times)| println!("    {times} x {why}"));
    println!("{passed} passed, {failed} failed, {} refused", refused.values().sum::<usize>());
    Ok(())
}

enum Verdict {
    Passed,
    Refused(String),
    Failed(String),
}

fn check(case: &Value) -> Result<Verdict, String> {
    let array = |key: &str| case[key].as_array().map(Vec::as_slice).unwrap_or_default();
    let lines: Vec<String> = array("events").iter().map(Value::to_string).collect();
    let fixture =
        Fixture::open(&Documents::Inline { lines: &lines, mapping: None }, Options::default())?;
    let text = case["query"].as_str().unwrap_or_default();
    let query = Query::new(case["id"].as_str().unwrap_or_default(), text);
    let settings = Settings::new(Session::at(Timestamp::now()));
    let outcome = match run_query(&query, fixture.dataset(), &settings, &Control::default()) {
        Ok(outcome) => outcome,
        Err(failure) => {
            let mut errors = failure.diagnostics.iter().filter(|one| one.is_error());
            let Some(error) = errors.next() else { return Ok(Verdict::Failed("no error".into())) };
            let message = format!("{} {}", error.code, error.message);
            let refused = error.code == codes::NOT_SUPPORTED;
            return Ok(if refused { Verdict::Refused(message) } else { Verdict::Failed(message) });
        }
    };
    let table = Table::of(&outcome);
    let Some(id) = table.header.iter().position(|name| name == "_id:keyword") else {
        return Ok(Verdict::Failed("no column `_id`".into()));
    };
    let mut found: Vec<&str> =
        table.rows.iter().filter_map(|row| row.get(id)?.first().map(String::as_str)).collect();
    let mut wanted: Vec<&str> = array("expect_ids").iter().filter_map(Value::as_str).collect();
    found.sort_unstable();
    wanted.sort_unstable();
    if found == wanted {
        return Ok(Verdict::Passed);
    }
    Ok(Verdict::Failed(format!("{found:?} instead of {wanted:?}")))
}
