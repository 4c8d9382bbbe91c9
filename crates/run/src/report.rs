//! What is said on standard error: text for people, or JSON lines if the answer is JSON.

use std::io::{self, Write};

use esql_engine::Outcome;
use esql_engine::diagnostics::render::{self, Style};
use esql_engine::diagnostics::{Diagnostic, SourceFile, codes};
use esql_engine::problem::left_out;
use serde_json::json;

use crate::args::Color;
use crate::output::{Summary, check, problems, scan};
use crate::terminal;

/// Writes to standard error. What cannot be written there can be told nowhere, so errors of
/// writing are passed over.
pub(crate) struct Reporter {
    json: bool,
    style: Style,
    width: usize,
}

impl Reporter {
    /// A reporter beside an answer that programs read (`json`), or people.
    pub(crate) fn new(color: Color, json: bool) -> Self {
        let style = if terminal::color_stderr(color) { Style::Colour } else { Style::Plain };
        Reporter { json, style, width: terminal::width_stderr() }
    }

    /// Diagnostics with places in `source`; an empty line follows one of several lines.
    pub(crate) fn diagnostics(&self, diagnostics: &[Diagnostic], source: &SourceFile) {
        for diagnostic in diagnostics {
            if self.json {
                self.line(&render::json(diagnostic, source).to_string());
            } else {
                let text = render::text(diagnostic, source, self.style, self.width);
                let gap = if text.contains('\n') { "\n" } else { "" };
                self.line(&(text + gap));
            }
        }
    }

    /// What Elasticsearch warns of, in its own lines.
    pub(crate) fn warnings(&self, lines: &[String]) {
        let none = SourceFile::new("", "");
        for line in lines {
            self.diagnostics(&[Diagnostic::warning(codes::RUNTIME, line)], &none);
        }
    }

    /// What is wrong with the data.
    pub(crate) fn problems(&self, outcome: &Outcome) {
        if self.json {
            for problem in &outcome.problems {
                self.diagnostics(&[left_out(problem)], &SourceFile::new(&problem.file, ""));
            }
        } else if let Some(text) = problems(outcome) {
            self.line(&text);
        }
    }

    /// The summary of a run, with the profile if that is asked for.
    pub(crate) fn summary(&self, summary: &Summary<'_>, with_profile: bool) {
        if self.json {
            self.line(&summary.json(with_profile).to_string());
        } else {
            self.line(&summary.text(with_profile));
        }
    }

    /// What is said about a scan with many rules; `others` files are rules in other languages.
    pub(crate) fn scan(&self, report: &scan::Report, others: usize) {
        if self.json {
            self.line(&json!({ "summary": report.numbers() }).to_string());
        } else {
            self.line(&report.text(others));
        }
    }

    /// What is said of a check.
    pub(crate) fn check(&self, report: &check::Report) {
        if self.json {
            self.line(&json!({ "summary": report.numbers() }).to_string());
        } else {
            self.line(&report.summary());
        }
    }

    /// What is said when `changed` files were formatted, or with `only_check` were to be.
    pub(crate) fn format(&self, only_check: bool, changed: usize, same: usize, failed: usize) {
        let done = if only_check { "to format" } else { "formatted" };
        let mut text = format!("{changed} {done}, {same} in layout already");
        if failed > 0 {
            text.push_str(&format!(", {failed} with errors"));
        }
        self.line(&text);
    }

    fn line(&self, text: &str) {
        let _ = writeln!(io::stderr().lock(), "{text}");
    }
}
