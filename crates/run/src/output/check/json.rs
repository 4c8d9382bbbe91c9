//! Findings as a JSON list.

use std::io::{self, Write};

use esql_engine::diagnostics::render;
use serde_json::Value;

use super::Report;

impl Report {
    /// A list of diagnostics, each with `stack`, the versions on which it is so (empty if it has
    /// nothing to do with them), and `lint`, the name of the lint that found it or null.
    ///
    /// # Errors
    /// If `out` cannot be written.
    pub(crate) fn json(&self, out: &mut dyn Write) -> io::Result<()> {
        let findings = self.findings().map(|(checked, finding)| {
            let mut object = render::json(&finding.diagnostic, &checked.file);
            let stacks = finding.stacks.iter().map(ToString::to_string);
            object["stack"] = stacks.collect::<Vec<_>>().into();
            object["lint"] = finding.lint.map(|lint| lint.name).into();
            object["fixable"] = finding.fix.is_some().into();
            object
        });
        writeln!(out, "{:#}", Value::Array(findings.collect()))
    }
}
