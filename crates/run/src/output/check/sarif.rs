//! Findings as SARIF 2.1.0, the format of static analysis results that OASIS publishes.

use std::fmt::Write as _;
use std::io::{self, Write};

use esql_engine::diagnostics::{Diagnostic, Severity};
use esql_rules::lint::Lint;
use esql_rules::{Checked, Finding};
use serde_json::{Value, json};

use super::{Report, told};

const SCHEMA: &str = "https://json.schemastore.org/sarif-2.1.0.json";

impl Report {
    /// One run with all findings, and a rule for each code that occurs.
    ///
    /// # Errors
    /// If `out` cannot be written.
    pub(crate) fn sarif(&self, out: &mut dyn Write) -> io::Result<()> {
        let mut codes: Vec<&str> = Vec::new();
        let mut rules = Vec::new();
        let mut results = Vec::new();
        for (checked, finding) in self.findings() {
            let diagnostic = told(checked, finding);
            let name = diagnostic.code.name();
            let index = codes.iter().position(|code| *code == name).unwrap_or_else(|| {
                codes.push(name);
                rules.push(rule(&diagnostic, finding.lint));
                codes.len() - 1
            });
            results.push(result(checked, finding, &diagnostic, index));
        }
        let log = json!({
            "$schema": SCHEMA,
            "version": "2.1.0",
            "runs": [{
                "tool": { "driver": {
                    "name": "esql-run",
                    "semanticVersion": env!("CARGO_PKG_VERSION"),
                    "rules": rules,
                } },
                "columnKind": "unicodeCodePoints",
                "results": results,
            }],
        });
        writeln!(out, "{log:#}")
    }
}

/// What there is to say of a code.
fn rule(diagnostic: &Diagnostic, lint: Option<&Lint>) -> Value {
    let code = diagnostic.code;
    let severity = lint.map_or(diagnostic.severity, |lint| lint.level);
    let mut rule = json!({
        "id": code.name(),
        "shortDescription": { "text": code.title() },
        "fullDescription": { "text": code.explanation() },
        "defaultConfiguration": { "level": level(severity) },
    });
    if let Some(lint) = lint {
        rule["name"] = lint.name.into();
    }
    rule
}

fn result(checked: &Checked, finding: &Finding, diagnostic: &Diagnostic, rule: usize) -> Value {
    let text = std::iter::once(&diagnostic.message).chain(&diagnostic.help);
    let text = text.map(String::as_str).collect::<Vec<_>>().join("\n");
    let mut location = json!({ "artifactLocation": { "uri": uri(checked.file.name()) } });
    if let Some(span) = diagnostic.span() {
        let start = checked.file.position(span.start as usize);
        let end = checked.file.position(span.end as usize);
        location["region"] = json!({
            "startLine": start.line,
            "startColumn": start.column,
            "endLine": end.line,
            "endColumn": end.column,
        });
    }
    let stacks: Vec<String> = finding.stacks.iter().map(ToString::to_string).collect();
    json!({
        "ruleId": diagnostic.code.name(),
        "ruleIndex": rule,
        "level": level(diagnostic.severity),
        "message": { "text": text },
        "locations": [{ "physicalLocation": location }],
        "properties": { "stack": stacks },
    })
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "note",
    }
}

/// A path as a reference by RFC 3986.
fn uri(path: &str) -> String {
    let mut uri = String::with_capacity(path.len());
    let path = path.strip_prefix("./").unwrap_or(path);
    for byte in path.bytes() {
        match byte {
            b'\\' if cfg!(windows) => uri.push('/'),
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => {
                uri.push(char::from(byte));
            }
            // Writing to a String cannot fail.
            _ => _ = write!(uri, "%{byte:02X}"),
        }
    }
    uri
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths() {
        assert_eq!(uri("./rules/a b#é.toml"), "rules/a%20b%23%C3%A9.toml");
    }
}
