//! Runs a csv-spec case.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::AtomicBool;

use esql_engine::diagnostics::codes;
use esql_engine::functions::Session;
use esql_engine::{Control, Failure, Query, Settings, run};
use jiff::Timestamp;

use super::case::Case;
use super::compare::difference;
use super::data::IndexSet;
use super::expected::Expected;
use super::set_aside;
use crate::answer::Table;

/// What came of a case.
#[derive(Clone, Debug)]
pub struct Verified {
    /// The verdict.
    pub verdict: Verdict,
    /// Whether the warnings are the expected ones, if there was an answer.
    pub warnings: Option<Result<(), String>>,
    /// The answer or the errors, as text.
    pub got: String,
}

/// A verdict.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// As expected.
    Passed,
    /// Not as expected, and why.
    Failed(String),
    /// Not run, and why.
    Skipped(String),
}

/// Runs a case and compares; a panic is a failure, `cancel` stops it.
#[must_use]
pub fn run_case(case: &Case, indices: &IndexSet, now: Timestamp, cancel: &AtomicBool) -> Verified {
    let verified = |verdict| Verified { verdict, warnings: None, got: String::new() };
    if let Some(reason) = case.skip.clone().or_else(|| set_aside::reason(case, &indices.names)) {
        return verified(Verdict::Skipped(reason));
    }
    let expected = match Expected::parse(&case.result) {
        Ok(expected) => expected,
        Err(error) => return verified(Verdict::Skipped(error)),
    };
    let answer = AssertUnwindSafe(|| answer(case, &expected, indices, now, cancel));
    let mut verified = catch_unwind(answer).unwrap_or_else(|cause| {
        let text = cause
            .downcast_ref::<String>()
            .map(String::as_str)
            .or_else(|| cause.downcast_ref::<&str>().copied());
        verified(Verdict::Failed(format!("panic: {}", text.unwrap_or("?"))))
    });
    let panicked = matches!(&verified.verdict, Verdict::Failed(why) if why.starts_with("panic"));
    if matches!(verified.verdict, Verdict::Failed(_)) && !panicked && set_aside::takes_all(case) {
        verified.verdict = Verdict::Skipped("takes in data sets that are not here".to_owned());
    }
    verified
}

fn answer(
    case: &Case,
    expected: &Expected,
    indices: &IndexSet,
    now: Timestamp,
    cancel: &AtomicBool,
) -> Verified {
    let mut settings = Settings::new(Session::at(now));
    settings.threads = 1;
    let query = Query::new(case.name.as_str(), case.query.as_str());
    let control = Control { cancel: Some(cancel), progress: None };
    match run(&query, indices.fixture.dataset(), &settings, &control) {
        Err(failure) => {
            let got: Vec<String> = failure
                .diagnostics
                .iter()
                .map(|one| format!("{} {}", one.code, one.message))
                .collect();
            let got = got.join("\n");
            Verified { verdict: refusal(&failure, indices, &got), warnings: None, got }
        }
        Ok(outcome) => {
            let table = Table::of(&outcome);
            let verdict = match difference(expected, &table, case.any_order) {
                None => Verdict::Passed,
                Some(difference) => Verdict::Failed(difference),
            };
            let warnings = warnings(case, &outcome.warnings);
            let mut got = table.print();
            for line in &outcome.warnings {
                got.push_str(&format!("warning: {line}\n"));
            }
            Verified { verdict, warnings: Some(warnings), got }
        }
    }
}

/// A query without an answer: skipped where the engine refuses something by name or the index is
/// not here.
fn refusal(failure: &Failure, indices: &IndexSet, got: &str) -> Verdict {
    let errors = || failure.diagnostics.iter().filter(|one| one.is_error());
    if let Some(refused) = errors().find(|one| one.code == codes::NOT_SUPPORTED) {
        return Verdict::Skipped(refused.message.clone());
    }
    if let Some(missing) = errors().find(|one| one.code == codes::UNKNOWN_INDEX)
        && !indices.names.iter().any(|name| missing.message.contains(&format!("`{name}`")))
    {
        return Verdict::Skipped(missing.message.clone());
    }
    let first = got.lines().next().unwrap_or_default();
    Verdict::Failed(format!("no answer: {first}"))
}

fn warnings(case: &Case, actual: &[String]) -> Result<(), String> {
    let mut actual: Vec<&str> = actual
        .iter()
        .map(String::as_str)
        .filter(|line| !line.starts_with("No limit defined, adding default limit of"))
        .collect();
    if !case.allowed_warnings.is_empty() {
        // Some patterns are written for the text, some for the HTTP header that quotes it.
        let is_allowed = |line: &str| {
            let quoted = line.replace('"', "\\\"");
            let mut allowed = case.allowed_warnings.iter();
            allowed.any(|allowed| allowed.is_match(line) || allowed.is_match(&quoted))
        };
        let strange = actual.iter().find(|line| !is_allowed(line));
        return strange.map_or(Ok(()), |line| Err(format!("warned: {line}")));
    }
    // The cases have warnings as HTTP headers carry them.
    let plain = |line: &String| line.replace("\\\"", "\"").replace("%25", "%");
    let mut expected: Vec<String> = case.warnings.iter().map(plain).collect();
    actual.sort_unstable();
    expected.sort_unstable();
    if actual == expected {
        return Ok(());
    }
    Err(format!("warned:\n{}\ninstead of:\n{}", actual.join("\n"), expected.join("\n")))
}
