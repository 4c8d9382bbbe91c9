//! What many rules found, as a table and as JSON.

use std::cmp::Reverse;
use std::io::{self, Write};
use std::time::Duration;

use comfy_table::{Attribute, Cell, CellAlignment, ContentArrangement, Table, presets};
use esql_engine::diagnostics::SourceFile;
use esql_engine::{Failure, OneOfMany, Scanned};
use esql_rules::Alerts;
use indicatif::{DecimalBytes, HumanCount};
use serde_json::{Value, json};

use super::summary::{counted, duration, rate};
use super::{Layout, printable};
use crate::exit::Exit;
use crate::subject::Subject;

/// What all rules found.
pub(crate) struct Report {
    pub(crate) rules: Vec<Rule>,
    pub(crate) scanned: Scanned,
    /// From the start to the last answer.
    pub(crate) elapsed: Duration,
}

/// What one rule found.
pub(crate) struct Rule {
    name: String,
    severity: Option<String>,
    /// The file that places in diagnostics refer to.
    pub(crate) file: SourceFile,
    /// What it found, or why it did not run.
    pub(crate) result: Result<Hits, Failure>,
    time: Duration,
}

/// Numbers of an answer.
#[derive(Clone, Copy)]
pub(crate) struct Hits {
    /// Events that the first conditions let through.
    matched: u64,
    rows: u64,
    alerts: u64,
}

impl Rule {
    pub(crate) fn new(subject: &Subject, one: OneOfMany) -> Self {
        let file = subject.query().file().clone();
        let rule = subject.rule();
        let result = one.outcome.map(|outcome| {
            let rows = u64::try_from(outcome.rows()).unwrap_or(u64::MAX);
            let alerts = rule.map_or(rows, |rule| Alerts::of(rule, &outcome).count);
            Hits { matched: outcome.matched, rows, alerts }
        });
        Rule {
            name: rule.map_or_else(|| file.name().to_owned(), |rule| rule.name.clone()),
            severity: rule.and_then(|rule| rule.severity.clone()),
            file,
            result,
            time: one.time,
        }
    }

    fn alerts(&self) -> u64 {
        self.result.as_ref().map_or(0, |hits| hits.alerts)
    }

    fn json(&self) -> Value {
        let mut rule = json!({
            "rule": self.name,
            "path": self.file.name(),
            "severity": self.severity,
            "seconds": self.time.as_secs_f64(),
        });
        match &self.result {
            Ok(hits) => {
                rule["matched"] = hits.matched.into();
                rule["rows"] = hits.rows.into();
                rule["alerts"] = hits.alerts.into();
            }
            Err(failure) => {
                let first = failure.diagnostics.iter().find(|one| one.is_error());
                rule["error"] = first.map(|error| error.message.as_str()).into();
            }
        }
        rule
    }
}

impl Report {
    /// The rules that alert, the most alerts first, then those that do not run; with `all`, also
    /// those without alerts.
    ///
    /// # Errors
    /// If `out` cannot be written.
    pub(crate) fn table(&self, all: bool, layout: Layout, out: &mut dyn Write) -> io::Result<()> {
        let mut rules: Vec<&Rule> = self
            .rules
            .iter()
            .filter(|rule| all || rule.result.is_err() || rule.alerts() > 0)
            .collect();
        if rules.is_empty() {
            return Ok(());
        }
        rules.sort_by_key(|rule| (Reverse(rule.alerts()), rule.result.is_err(), &rule.name));
        let mut table = Table::new();
        table.load_style(presets::NOTHING).force_no_tty();
        if layout.color {
            table.enforce_styling();
        }
        if let Some(width) = layout.width {
            table.set_content_arrangement(ContentArrangement::Dynamic);
            table.set_width(u16::try_from(width).unwrap_or(u16::MAX));
        }
        let header = ["rule", "severity", "matched", "alerts", "time"];
        table.set_header(header.map(|name| Cell::new(name).add_attribute(Attribute::Bold)));
        for rule in rules {
            let name = printable::escaped(&rule.name);
            let severity = printable::escaped(rule.severity.as_deref().unwrap_or("-"));
            let right = |text: String| Cell::new_owned(text).set_alignment(CellAlignment::Right);
            let (matched, alerts) = match &rule.result {
                Ok(hits) => (count(hits.matched), count(hits.alerts)),
                Err(_) => ("-".to_owned(), "error".to_owned()),
            };
            table.add_row([
                Cell::new(name),
                Cell::new(severity),
                right(matched),
                right(alerts),
                right(duration(rule.time)),
            ]);
        }
        for line in table.lines() {
            writeln!(out, "{}", line.trim_end())?;
        }
        Ok(())
    }

    /// All rules in one JSON object.
    ///
    /// # Errors
    /// If `out` cannot be written.
    pub(crate) fn json(&self, out: &mut dyn Write) -> io::Result<()> {
        let rules: Vec<Value> = self.rules.iter().map(Rule::json).collect();
        let mut report = json!({ "rules": rules });
        if let (Some(report), Value::Object(summary)) = (report.as_object_mut(), self.numbers()) {
            report.extend(summary);
        }
        writeln!(out, "{report}")
    }

    /// A JSON object a rule.
    ///
    /// # Errors
    /// If `out` cannot be written.
    pub(crate) fn ndjson(&self, out: &mut dyn Write) -> io::Result<()> {
        self.rules.iter().try_for_each(|rule| writeln!(out, "{}", rule.json()))
    }

    /// What is said about all, for programs.
    pub(crate) fn numbers(&self) -> Value {
        json!({
            "documents": self.scanned.documents,
            "bytes": self.scanned.bytes,
            "problems": self.scanned.problem_count,
            "failed": self.failed(),
            "seconds": self.elapsed.as_secs_f64(),
        })
    }

    /// What is said about all, in two lines; `others` files are rules in other languages.
    pub(crate) fn text(&self, others: usize) -> String {
        let number = |count: usize| u64::try_from(count).unwrap_or(u64::MAX);
        let alerting = self.rules.iter().filter(|rule| rule.alerts() > 0).count();
        let alerts = self.rules.iter().map(Rule::alerts).sum();
        let mut text = format!(
            "{}, {} with alerts, {} in all",
            counted(number(self.rules.len()), "rule"),
            HumanCount(number(alerting)),
            counted(alerts, "alert"),
        );
        if self.failed() > 0 {
            text.push_str(&format!("; {} did not run", HumanCount(number(self.failed()))));
        }
        if others > 0 {
            text.push_str(&format!(
                "; {} in other languages left out",
                counted(number(others), "rule")
            ));
        }
        let (bytes, elapsed) = (self.scanned.bytes, self.elapsed);
        text.push_str(&format!(
            "\n{} read; {} in {}",
            counted(self.scanned.documents, "event"),
            DecimalBytes(bytes),
            duration(elapsed),
        ));
        if let Some(rate) = rate(bytes, elapsed) {
            text.push_str(&format!(" ({}/s)", DecimalBytes(rate)));
        }
        text
    }

    /// How many rules did not run.
    fn failed(&self) -> usize {
        self.rules.iter().filter(|rule| rule.result.is_err()).count()
    }

    /// An error if a rule did not run, else whether any found something.
    pub(crate) fn exit(&self) -> Exit {
        if self.failed() > 0 {
            Exit::Error
        } else if self.rules.iter().any(|rule| rule.alerts() > 0) {
            Exit::Rows
        } else {
            Exit::NoRows
        }
    }
}

fn count(number: u64) -> String {
    HumanCount(number).to_string()
}
