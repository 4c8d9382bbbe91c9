//! The answer of `why` as one JSON object.

use std::io::{self, Write};

use esql_engine::why::{Conjunct, Finding, Missed, Report, Seen, Shown, Step, Stop, Trail};
use serde_json::{Map, Value, json};

/// Writes the report.
///
/// # Errors
/// If `out` cannot be written.
pub(crate) fn json(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    let value = json!({
        "steps": report.steps.iter().map(step).collect::<Vec<_>>(),
        "nearest": report.nearest.iter().map(missed).collect::<Vec<_>>(),
        "followed": report.trails.iter().map(trail).collect::<Vec<_>>(),
    });
    writeln!(out, "{value:#}")
}

fn step(step: &Step) -> Value {
    json!({
        "text": step.text,
        "line": step.line,
        "rows": step.rows,
        "groups": step.grouped,
        "conditions": step.conjuncts.iter().map(conjunct).collect::<Vec<_>>(),
    })
}

fn conjunct(conjunct: &Conjunct) -> Value {
    let causes = conjunct.causes.iter().map(
        |cause| json!({"column": cause.column, "missing": cause.missing, "several": cause.several}),
    );
    json!({
        "text": conjunct.text,
        "line": conjunct.line,
        "true": conjunct.is_true,
        "false": conjunct.is_false,
        "null": conjunct.is_null,
        "left": conjunct.left,
        "causes": causes.collect::<Vec<_>>(),
        "no_result": conjunct.no_result,
    })
}

fn missed(missed: &Missed) -> Value {
    json!({
        "step": missed.step,
        "identity": object(&missed.identity),
        "conditions": missed.conditions,
        "failed": missed.failed.iter().map(finding).collect::<Vec<_>>(),
    })
}

fn finding(finding: &Finding) -> Value {
    let hints = finding.hints.iter();
    let tests = finding.tests.iter().map(|test| json!({"text": test.text, "truth": test.truth}));
    json!({
        "text": finding.text,
        "line": finding.line,
        "truth": finding.truth,
        "values": object(&finding.values),
        "tests": tests.collect::<Vec<_>>(),
        "hints": hints
            .map(|hint| json!({"kind": hint.kind(), "text": hint.to_string()}))
            .collect::<Vec<_>>(),
    })
}

fn trail(trail: &Trail) -> Value {
    json!({
        "id": trail.id,
        "matched": trail.matched,
        "other_index": trail.other_index,
        "stops": trail.stops.iter().map(stop).collect::<Vec<_>>(),
    })
}

fn stop(stop: &Stop) -> Value {
    json!({
        "step": stop.step,
        "rows": stop.rows,
        "seen": stop.seen.iter().map(seen).collect::<Vec<_>>(),
    })
}

fn seen(seen: &Seen) -> Value {
    json!({
        "identity": object(&seen.identity),
        "values": object(&seen.values),
        "conditions": seen.findings.iter().map(finding).collect::<Vec<_>>(),
    })
}

fn object(shown: &[Shown]) -> Value {
    let entries = shown.iter().map(|one| (one.name.clone(), Value::from(one.value.clone())));
    Value::Object(entries.collect::<Map<String, Value>>())
}
