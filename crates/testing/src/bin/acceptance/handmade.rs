//! Rules with events and the rows that must come out.

use std::path::Path;

use esql_engine::data::date;
use serde_json::Value;

use crate::tool::{Ran, Tool};

/// How many cases must pass; the two forms of the first rule always must.
const LEAST: usize = 10;

enum Verdict {
    Passed,
    /// The tool says that it cannot run this.
    Refused(String),
    Wrong(String),
}

pub(crate) fn run(corpus: &Path, tool: &Tool) -> Result<(), String> {
    let mut cases: Vec<_> = std::fs::read_dir(corpus.join("handmade"))
        .map_err(|error| format!("{}: {error}", corpus.display()))?
        .filter_map(Result::ok)
        .map(|entry| entry.path())
        .filter(|path| path.is_dir())
        .collect();
    cases.sort();
    let scratch = tempfile::tempdir().map_err(|error| error.to_string())?;
    let (mut passed, mut refused, mut wrong, mut seeds) = (0, 0, 0, true);
    for case in &cases {
        let name = case.file_name().unwrap_or_default().to_string_lossy().into_owned();
        match check(case, tool, scratch.path()) {
            Verdict::Passed => {
                passed += 1;
                println!("pass     {name}");
            }
            Verdict::Refused(why) => {
                refused += 1;
                println!("refused  {name}: {why}");
                seeds &= !is_seed(&name);
            }
            Verdict::Wrong(why) => {
                wrong += 1;
                println!("WRONG    {name}: {why}");
            }
        }
    }
    println!("{passed} passed, {refused} refused, {wrong} wrong of {}", cases.len());
    match (wrong, seeds, passed >= LEAST) {
        (0, true, true) => Ok(()),
        (0, false, _) => Err("the first rule must run".to_owned()),
        (0, true, false) => Err(format!("fewer than {LEAST} pass")),
        _ => Err("wrong answers".to_owned()),
    }
}

fn is_seed(name: &str) -> bool {
    name.starts_with("seed_") || name == "execution_suspicious_python_command_execution"
}

fn check(case: &Path, tool: &Tool, scratch: &Path) -> Verdict {
    let expected = std::fs::read_to_string(case.join("expected.json"))
        .map_err(|error| error.to_string())
        .and_then(|text| serde_json::from_str::<Value>(&text).map_err(|error| error.to_string()));
    let expected = match expected {
        Ok(expected) => expected,
        Err(error) => return Verdict::Wrong(format!("expected.json: {error}")),
    };
    let path = |name: &str| case.join(name).to_string_lossy().into_owned();
    let mut arguments =
        vec![path("rule.toml"), path("events.ndjson"), "--format".into(), "json".into()];
    if let Some(now) = expected["now"].as_str() {
        arguments.extend(["--now".to_owned(), now.to_owned()]);
    }
    let Ran { status, out, err } = match tool.run(scratch, arguments) {
        Ok(ran) => ran,
        Err(error) => return Verdict::Wrong(error),
    };
    let Ok(answer) = serde_json::from_str::<Value>(&out) else {
        return match refusal(&err) {
            Some(what) => Verdict::Refused(what),
            None => Verdict::Wrong(format!("{status}, and no answer: {}", err.trim())),
        };
    };
    match difference(&expected, &answer) {
        None => Verdict::Passed,
        Some(difference) => Verdict::Wrong(difference),
    }
}

/// What the tool does not run, if that is why there is no answer; diagnostics are a JSON line each.
fn refusal(err: &str) -> Option<String> {
    let lines = err.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok());
    let mut refused = lines.filter(|line| line["code"] == "E0404" || line["code"] == "E0405");
    Some(refused.next()?["message"].as_str().unwrap_or_default().to_owned())
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
