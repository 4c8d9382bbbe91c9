//! Findings for people.

use std::collections::HashSet;
use std::io::{self, Write};

use esql_engine::diagnostics::Severity;
use esql_engine::diagnostics::render::{self, Style};
use esql_rules::Kind;
use serde_json::{Value, json};

use super::{Report, told};
use crate::output::Layout;
use crate::output::summary::{counted, duration};
use crate::terminal::DEFAULT_WIDTH;

impl Report {
    /// Every finding with the lines in question, an empty line behind each.
    ///
    /// # Errors
    /// If `out` cannot be written.
    pub(crate) fn text(&self, layout: Layout, out: &mut dyn Write) -> io::Result<()> {
        let style = if layout.color { Style::Colour } else { Style::Plain };
        let mut seen = HashSet::new();
        for (checked, finding) in self.findings() {
            let mut diagnostic = told(checked, finding);
            if let Some(lint) = finding.lint
                && seen.insert(lint.name)
            {
                let name = lint.name;
                diagnostic = diagnostic.help(format!("`esql-run explain {name}` tells more"));
            }
            let width = layout.width.unwrap_or(DEFAULT_WIDTH);
            writeln!(out, "{}\n", render::text(&diagnostic, &checked.file, style, width))?;
        }
        Ok(())
    }

    /// What is said about all, in a line.
    pub(crate) fn summary(&self) -> String {
        let number = |count: usize| u64::try_from(count).unwrap_or(u64::MAX);
        let of = |kind| self.files.iter().filter(|file| file.checked.kind == kind).count();
        let mut parts = Vec::new();
        for (kind, noun) in [
            (Some(Kind::Rule), "rule"),
            (Some(Kind::Hunt), "hunt"),
            (Some(Kind::Query), "query file"),
            (None, "unreadable file"),
        ] {
            if of(kind) > 0 {
                parts.push(counted(number(of(kind)), noun));
            }
        }
        if parts.is_empty() {
            parts.push("no rules".to_owned());
        }
        parts.push(counted(number(self.count(Severity::Error)), "error"));
        parts.push(counted(number(self.count(Severity::Warning)), "warning"));
        if self.count(Severity::Info) > 0 {
            parts.push(counted(number(self.count(Severity::Info)), "note"));
        }
        if self.fixed() > 0 {
            parts.push(format!("{} fixed", self.fixed()));
        }
        let mut text = format!("{} in {}", parts.join(", "), duration(self.elapsed));
        if self.others > 0 {
            let others = counted(number(self.others), "file");
            text.push_str(&format!(" ({others} without ES|QL left out)"));
        }
        text
    }

    /// The same for programs.
    pub(crate) fn numbers(&self) -> Value {
        json!({
            "files": self.files.len(),
            "others": self.others,
            "errors": self.count(Severity::Error),
            "warnings": self.count(Severity::Warning),
            "infos": self.count(Severity::Info),
            "fixed": self.fixed(),
            "seconds": self.elapsed.as_secs_f64(),
        })
    }

    fn fixed(&self) -> usize {
        self.files.iter().map(|file| file.fixed).sum()
    }
}
