//! Results for programs: JSON, JUnit, annotations of GitHub Actions.

use std::io::{self, Write};

use serde_json::json;

use crate::output::escape::{message, property, xml};

use super::runner::{Results, TestResult};

impl Results {
    /// Writes one JSON object.
    ///
    /// # Errors
    /// If `out` cannot be written.
    pub(crate) fn json(&self, out: &mut dyn Write) -> io::Result<()> {
        let test = |result: &TestResult| {
            json!({
                "file": result.path.display().to_string(),
                "name": result.name,
                "passed": result.failures.is_empty(),
                "failures": result.failures,
                "seconds": result.elapsed.as_secs_f64(),
            })
        };
        let failed = self.failed();
        let value = json!({
            "tests": self.results.iter().map(test).collect::<Vec<_>>(),
            "passed": self.results.len() - failed,
            "failed": failed,
            "seconds": self.elapsed.as_secs_f64(),
        });
        writeln!(out, "{value:#}")
    }

    /// Writes JUnit XML, a test suite for each test file.
    ///
    /// # Errors
    /// If `out` cannot be written.
    pub(crate) fn junit(&self, out: &mut dyn Write) -> io::Result<()> {
        let seconds = self.elapsed.as_secs_f64();
        writeln!(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>")?;
        writeln!(
            out,
            "<testsuites tests=\"{}\" failures=\"{}\" time=\"{seconds:.3}\">",
            self.results.len(),
            self.failed()
        )?;
        for results in self.results.chunk_by(|a, b| a.path == b.path) {
            let Some(first) = results.first() else { continue };
            let file = xml(&first.path.display().to_string());
            let failed = results.iter().filter(|one| !one.failures.is_empty()).count();
            let time: f64 = results.iter().map(|one| one.elapsed.as_secs_f64()).sum();
            writeln!(
                out,
                "  <testsuite name=\"{file}\" tests=\"{}\" failures=\"{failed}\" time=\"{time:.3}\">",
                results.len()
            )?;
            for result in results {
                let (name, time) = (xml(&result.name), result.elapsed.as_secs_f64());
                let head = format!(
                    "    <testcase name=\"{name}\" classname=\"{file}\" time=\"{time:.3}\""
                );
                match result.failures.first() {
                    None => writeln!(out, "{head}/>")?,
                    Some(first) => {
                        let message = xml(first.lines().next().unwrap_or_default());
                        let text = xml(&result.failures.join("\n"));
                        writeln!(
                            out,
                            "{head}>\n      <failure message=\"{message}\">{text}</failure>\n    </testcase>"
                        )?;
                    }
                }
            }
            writeln!(out, "  </testsuite>")?;
        }
        writeln!(out, "</testsuites>")
    }

    /// Writes an error annotation for each failure.
    ///
    /// # Errors
    /// If `out` cannot be written.
    pub(crate) fn github(&self, out: &mut dyn Write) -> io::Result<()> {
        for result in self.results.iter().filter(|one| !one.failures.is_empty()) {
            let file = property(&result.path.display().to_string());
            let title = property(&result.name);
            let text = message(&result.failures.join("\n"));
            writeln!(out, "::error file={file},title={title}::{text}")?;
        }
        let failed = self.failed();
        writeln!(out, "{} passed, {failed} failed", self.results.len() - failed)
    }
}
