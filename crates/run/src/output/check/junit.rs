//! Findings as JUnit XML.

use std::io::{self, Write};

use esql_engine::diagnostics::Severity;
use esql_engine::diagnostics::render::{self, Style};

use super::{Report, told};
use crate::output::escape::xml;
use crate::terminal::DEFAULT_WIDTH;

impl Report {
    /// A test case for each file, failed by its errors; what else was found is its output.
    ///
    /// # Errors
    /// If `out` cannot be written.
    pub(crate) fn junit(&self, out: &mut dyn Write) -> io::Result<()> {
        let failed = |file: &&super::FileReport| file.checked.count(Severity::Error) > 0;
        let (tests, failures) = (self.files.len(), self.files.iter().filter(failed).count());
        let counts = format!(
            "tests=\"{tests}\" failures=\"{failures}\" time=\"{:.3}\"",
            self.elapsed.as_secs_f64()
        );
        writeln!(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>")?;
        writeln!(out, "<testsuites {counts}>\n  <testsuite name=\"esql-run check\" {counts}>")?;
        for checked in self.files.iter().map(|file| &file.checked) {
            let name = xml(checked.file.name());
            let head = format!("    <testcase name=\"{name}\" classname=\"check\"");
            if checked.findings.is_empty() {
                writeln!(out, "{head}/>")?;
                continue;
            }
            writeln!(out, "{head}>")?;
            let mut others = Vec::new();
            for finding in &checked.findings {
                let diagnostic = told(checked, finding);
                let text = render::text(&diagnostic, &checked.file, Style::Plain, DEFAULT_WIDTH);
                if diagnostic.is_error() {
                    writeln!(
                        out,
                        "      <failure type=\"{}\" message=\"{}\">{}</failure>",
                        diagnostic.code,
                        xml(&diagnostic.message),
                        xml(&text)
                    )?;
                } else {
                    others.push(text);
                }
            }
            if !others.is_empty() {
                writeln!(out, "      <system-out>{}</system-out>", xml(&others.join("\n\n")))?;
            }
            writeln!(out, "    </testcase>")?;
        }
        writeln!(out, "  </testsuite>\n</testsuites>")
    }
}
