//! Results for people: what failed with its differences, and a summary.

use std::io::{self, Write};

use anstyle::{AnsiColor, Style};

use super::runner::Results;
use crate::output::{Layout, duration, escaped};

const GOOD: Style = AnsiColor::Green.on_default();
const BAD: Style = AnsiColor::Red.on_default().bold();
const BOLD: Style = Style::new().bold();

impl Results {
    /// Writes results for people.
    ///
    /// # Errors
    /// If `out` cannot be written.
    pub(crate) fn text(&self, layout: Layout, out: &mut dyn Write) -> io::Result<()> {
        let style = |style: Style| if layout.color { style } else { Style::new() };
        let mut path = None;
        for result in &self.results {
            if path != Some(&result.path) {
                path = Some(&result.path);
                let bold = style(BOLD);
                writeln!(out, "{bold}{}{bold:#}", escaped(&result.path.display().to_string()))?;
            }
            let (word, color) =
                if result.failures.is_empty() { ("ok  ", GOOD) } else { ("FAIL", BAD) };
            let color = style(color);
            let name = escaped(&result.name);
            writeln!(out, "  {color}{word}{color:#}  {name}")?;
            for line in result.failures.iter().flat_map(|text| text.lines()) {
                let sign = line.trim_start();
                let color = match sign.get(..2) {
                    Some("- ") => style(AnsiColor::Green.on_default()),
                    Some("+ ") => style(AnsiColor::Red.on_default()),
                    _ => Style::new(),
                };
                writeln!(out, "        {color}{}{color:#}", escaped(line))?;
            }
        }
        let failed = self.failed();
        let passed = self.results.len() - failed;
        let color = style(if failed == 0 { GOOD } else { BAD });
        writeln!(
            out,
            "\n{color}{passed} passed, {failed} failed{color:#} in {}",
            duration(self.elapsed)
        )
    }
}
