//! Findings as annotations of GitHub Actions.

use std::io::{self, Write};

use esql_engine::diagnostics::Severity;

use super::{Report, told};
use crate::output::escape::{message, property};

impl Report {
    /// A workflow command for each finding.
    ///
    /// # Errors
    /// If `out` cannot be written.
    pub(crate) fn github(&self, out: &mut dyn Write) -> io::Result<()> {
        for (checked, finding) in self.findings() {
            let diagnostic = told(checked, finding);
            let command = match diagnostic.severity {
                Severity::Error => "error",
                Severity::Warning => "warning",
                Severity::Info => "notice",
            };
            let mut place = format!("file={}", property(checked.file.name()));
            if let Some(span) = diagnostic.span() {
                let start = checked.file.position(span.start as usize);
                let end = checked.file.position(span.end as usize);
                place.push_str(&format!(",line={},endLine={}", start.line, end.line));
                // Columns are taken for a place inside one line only.
                if start.line == end.line {
                    place.push_str(&format!(",col={},endColumn={}", start.column, end.column));
                }
            }
            let name = finding.lint.map_or(diagnostic.code.name(), |lint| lint.name);
            let text = std::iter::once(&diagnostic.message).chain(&diagnostic.help);
            let text = text.map(String::as_str).collect::<Vec<_>>().join("\n");
            writeln!(out, "::{command} {place},title={}::{}", property(name), message(&text))?;
        }
        Ok(())
    }
}
