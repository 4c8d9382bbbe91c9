//! Rules with events and the rows that must come out.

use std::path::Path;

use esql_engine::data::date;
use esql_testing::csv_spec::Verdict;
use serde_json::Value;

use crate::tool::{Ran, Tool};
use crate::verdicts::Verdicts;

pub(crate) fn run(corpus: &Path, tool: &Tool, verdicts: &mut Verdicts) -> Result<(), String> {
    let cases = std::fs::read_dir(corpus.join("handmade"))
        .map_err(|error| format!("{}: {error}", corpus.display()))?
        .filter_map(Result::ok)
        .map(|entry| entry.path())
        .filter(|path| path.is_dir());
    let scratch = tempfile::tempdir().map_err(|error| error.to_string())?;
    for case in cases {
        let name = case.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let verdict = match check(&case, tool, scratch.path()) {
            Ok(()) => Verdict::Passed,
            Err(why) => Verdict::Failed(why),
        };
        verdicts.add(format!("handmade.{name}"), verdict);
    }
    let (passed, failed, _) = verdicts.count("handmade.");
    println!("{passed} passed, {failed} failed");
    Ok(())
}

/// Runs a case and compares.
fn check(case: &Path, tool: &Tool, scratch: &Path) -> Result<(), String> {
    let text = std::fs::read_to_string(case.join("expected.json"));
    let text = text.map_err(|error| format!("expected.json: {error}"))?;
    let expected: Value =
        serde_json::from_str(&text).map_err(|error| format!("expected.json: {error}"))?;
    let path = |name: &str| case.join(name).to_string_lossy().into_owned();
    let mut arguments =
        vec![path("rule.toml"), path("events.ndjson"), "--format".into(), "json".into()];
    if let Some(now) = expected["now"].as_str() {
        arguments.extend(["--now".to_owned(), now.to_owned()]);
    }
    let Ran { status, out, err } = tool.run(scratch, arguments)?;
    let answer = serde_json::from_str(&out)
        .map_err(|_| format!("{status}, and no answer: {}", err.trim()))?;
    difference(&expected, &answer).map_or(Ok(()), Err)
}

fn difference(expected: &Value, answer: &Value) -> Option<String> {
    let names = |value: &Value| -> Vec<String> {
        let all = value.as_array().map(Vec::as_slice).unwrap_or_default();
        all.iter().map(|name| name.as_str().unwrap_or_default().to_owned()).collect()
    };
    let ignored = names(&expected["ignore_columns"]);
    let columns = names(&expected["columns"]);
    let given: Vec<String> = answer["columns"]
        .as_array()
        .map(Vec::as_slice)
        .unwrap_or_default()
        .iter()
        .map(|column| column["name"].as_str().unwrap_or_default().to_owned())
        .collect();
    if expected["mode"] == "exact" && columns != given {
        return Some(format!("columns {given:?} instead of {columns:?}"));
    }
    let compared = columns.iter().enumerate().filter(|(_, name)| !ignored.contains(name));
    let mut places = Vec::new();
    for (at, name) in compared {
        match given.iter().position(|one| one == name) {
            Some(found) => places.push((at, found)),
            None => return Some(format!("no column `{name}`")),
        }
    }
    let rows = |value: &Value, place: &dyn Fn(&(usize, usize)) -> usize| -> Vec<Vec<String>> {
        let all = value.as_array().map(Vec::as_slice).unwrap_or_default();
        let row = |row: &Value| places.iter().map(|one| canonical(&row[place(one)])).collect();
        all.iter().map(row).collect()
    };
    let mut wanted = rows(&expected["rows"], &|one| one.0);
    let mut found = rows(&answer["values"], &|one| one.1);
    if expected["ordered"] != true {
        wanted.sort();
        found.sort();
    }
    (wanted != found).then(|| format!("rows\n  {found:?}\ninstead of\n  {wanted:?}"))
}

/// A cell as text under which equal cells are equal: lists are sets, dates instants, numbers values.
fn canonical(cell: &Value) -> String {
    match cell {
        Value::Array(items) => {
            let mut items: Vec<String> = items.iter().map(canonical).collect();
            items.sort();
            items.dedup();
            match items.as_slice() {
                [] => "null".to_owned(),
                [single] => single.clone(),
                many => format!("[{}]", many.join(", ")),
            }
        }
        Value::Number(number) => number.as_f64().filter(|_| number.is_f64()).map_or_else(
            || number.to_string(),
            |value| format!("{value:.9}").trim_end_matches('0').trim_end_matches('.').to_owned(),
        ),
        Value::String(text) if text.len() > 18 && text.ends_with('Z') => {
            date::parse_millis(text).map_or_else(|| text.clone(), date::millis_to_string)
        }
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}
