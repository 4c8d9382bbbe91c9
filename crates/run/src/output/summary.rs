//! What is said about an answer: the summary, warnings, problems of the data, the profile.

use std::fmt::Write as _;
use std::time::Duration;

use comfy_table::{Cell, CellAlignment, Table, presets};
use esql_engine::problem::left_out;
use esql_engine::{OperatorProfile, Outcome};
use esql_rules::{Alerts, Rule};
use indicatif::{DecimalBytes, HumanCount};
use serde_json::{Value, json};

use super::printable;

/// How many problems of the data are shown; the rest is counted.
const MOST_PROBLEMS: usize = 5;

/// A finished run.
#[derive(Clone, Copy)]
pub(crate) struct Run<'a> {
    /// The rule, if it was one.
    pub(crate) rule: Option<&'a Rule>,
    /// The answer.
    pub(crate) outcome: &'a Outcome,
    /// From the start to the answer.
    pub(crate) elapsed: Duration,
}

/// What is said about a run.
pub(crate) struct Summary<'a> {
    run: Run<'a>,
    alerts: Option<Alerts>,
}

impl<'a> Summary<'a> {
    /// The summary of a run.
    pub(crate) fn new(run: Run<'a>) -> Self {
        let alerts = run.rule.map(|rule| Alerts::of(rule, run.outcome));
        Summary { run, alerts }
    }

    /// In a few lines for people; with the profile, a table of operators stands in front.
    pub(crate) fn text(&self, with_profile: bool) -> String {
        let Run { rule, outcome, elapsed } = self.run;
        let mut text = String::new();
        if with_profile {
            text = profile(&outcome.profile) + "\n";
        }
        if let Some(rule) = rule {
            text.push_str(&printable::escaped(&rule.name));
            if let Some(severity) = &rule.severity {
                text.push_str(", ");
                text.push_str(&printable::escaped(severity));
            }
            text.push_str(": ");
            text.push_str(&self.alert_text());
            text.push_str("; ");
        }
        let rows = u64::try_from(outcome.rows()).unwrap_or(u64::MAX);
        text.push_str(&counted(rows, "row"));
        // Writing to a String cannot fail.
        if outcome.bytes > 0 {
            let _ = write!(
                text,
                "\n{} read, {} matched{}; {} in {}",
                counted(outcome.documents, "event"),
                HumanCount(outcome.matched),
                unread(outcome.unread),
                DecimalBytes(outcome.bytes),
                duration(elapsed),
            );
            if let Some(rate) = rate(outcome.bytes, elapsed) {
                let _ = write!(text, " ({}/s)", DecimalBytes(rate));
            }
        } else {
            let _ = write!(text, " in {}", duration(elapsed));
        }
        text
    }

    fn alert_text(&self) -> String {
        match self.alerts {
            Some(Alerts { count, uncapped }) if uncapped > count => {
                let uncapped = HumanCount(uncapped);
                format!("{} ({uncapped} without `max_signals`)", counted(count, "alert"))
            }
            Some(Alerts { count, .. }) => counted(count, "alert"),
            None => String::new(),
        }
    }

    /// As a JSON object for programs.
    pub(crate) fn json(&self, with_profile: bool) -> Value {
        let Run { rule, outcome, elapsed } = self.run;
        let mut summary = json!({
            "rows": outcome.rows(),
            "documents": outcome.documents,
            "unread": outcome.unread,
            "matched": outcome.matched,
            "bytes": outcome.bytes,
            "problems": outcome.problem_count,
            "seconds": elapsed.as_secs_f64(),
        });
        if let Some(rule) = rule {
            summary["rule"] = json!({
                "name": rule.name,
                "rule_id": rule.rule_id,
                "severity": rule.severity,
                "risk_score": rule.risk_score,
            });
        }
        if let Some(alerts) = self.alerts {
            summary["alerts"] = alerts.count.into();
            summary["alerts_uncapped"] = alerts.uncapped.into();
        }
        if with_profile {
            let operators = outcome.profile.iter().map(|operator| {
                json!({
                    "operator": operator.name,
                    "rows_in": operator.rows_in,
                    "rows_out": operator.rows_out,
                    "seconds": operator.time.as_secs_f64(),
                })
            });
            summary["profile"] = operators.collect();
        }
        json!({ "summary": summary })
    }
}

/// What is said about lines that were ruled out unread: whether they are events nobody knows.
fn unread(lines: u64) -> String {
    if lines == 0 {
        String::new()
    } else {
        format!(", {} ruled out unread", counted(lines, "line"))
    }
}

/// The problems of the data in a few lines: the first ones, then how many more.
pub(crate) fn problems(outcome: &Outcome) -> Option<String> {
    if outcome.problem_count == 0 {
        return None;
    }
    let mut text = format!(
        "warning: {} in the data, left out and counted; `--strict` makes it an error",
        counted(outcome.problem_count, "problem"),
    );
    let shown = outcome.problems.iter().take(MOST_PROBLEMS);
    for problem in shown.clone() {
        text.push_str("\n  ");
        text.push_str(&printable::escaped(&left_out(problem).message));
    }
    let more = outcome.problem_count - u64::try_from(shown.len()).unwrap_or(0);
    if more > 0 {
        // Writing to a String cannot fail.
        let _ = write!(text, "\n  … {} more", HumanCount(more));
    }
    Some(text)
}

/// What each operator did, as a table.
fn profile(operators: &[OperatorProfile]) -> String {
    let mut table = Table::new();
    table.load_style(presets::NOTHING).force_no_tty();
    table.set_header(["operator", "rows in", "rows out", "time"]);
    for operator in operators {
        let right = |text: String| Cell::new_owned(text).set_alignment(CellAlignment::Right);
        table.add_row([
            Cell::new(operator.name),
            right(HumanCount(operator.rows_in).to_string()),
            right(HumanCount(operator.rows_out).to_string()),
            right(duration(operator.time)),
        ]);
    }
    table.trim_fmt()
}

/// `1 row`, `2 rows`, `no rows`.
pub(super) fn counted(count: u64, noun: &str) -> String {
    match count {
        0 => format!("no {noun}s"),
        1 => format!("1 {noun}"),
        _ => format!("{} {noun}s", HumanCount(count)),
    }
}

/// A time in the unit that suits it, three digits or so.
pub(crate) fn duration(time: Duration) -> String {
    let seconds = time.as_secs_f64();
    match seconds {
        0.0..0.001 => format!("{:.0} µs", seconds * 1e6),
        0.001..0.1 => format!("{:.1} ms", seconds * 1e3),
        0.1..1.0 => format!("{:.0} ms", seconds * 1e3),
        1.0..60.0 => format!("{seconds:.2} s"),
        _ => format!("{} min {:02} s", time.as_secs() / 60, time.as_secs() % 60),
    }
}

/// Bytes a second; none if the time is too short to say.
pub(super) fn rate(bytes: u64, elapsed: Duration) -> Option<u64> {
    let nanos = elapsed.as_nanos();
    if nanos == 0 {
        return None;
    }
    u64::try_from(u128::from(bytes) * 1_000_000_000 / nanos).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_and_counts() {
        for (micros, text) in [
            (7, "7 µs"),
            (2_900, "2.9 ms"),
            (230_000, "230 ms"),
            (1_234_000, "1.23 s"),
            (61_000_000, "1 min 01 s"),
        ] {
            assert_eq!(duration(Duration::from_micros(micros)), text);
        }
        assert_eq!(counted(0, "row"), "no rows");
        assert_eq!(counted(12_345, "event"), "12,345 events");
    }
}
