//! What a check found, in its formats.

mod github;
mod json;
mod junit;
mod sarif;
mod text;

use std::time::Duration;

use esql_engine::diagnostics::{Diagnostic, Severity};
use esql_engine::functions::StackVersion;
use esql_rules::{Checked, Finding};

/// What was found in all files.
#[derive(Default)]
pub(crate) struct Report {
    pub(crate) files: Vec<FileReport>,
    /// How many files have nothing in them for us: rules in other languages, other TOML.
    pub(crate) others: usize,
    pub(crate) elapsed: Duration,
}

/// What was found in a file.
pub(crate) struct FileReport {
    pub(crate) checked: Checked,
    /// How many findings were mended, which are not told any more.
    pub(crate) fixed: usize,
}

impl Report {
    /// Makes errors of warnings.
    pub(crate) fn deny_warnings(&mut self) {
        for finding in self.files.iter_mut().flat_map(|file| &mut file.checked.findings) {
            if finding.diagnostic.severity == Severity::Warning {
                finding.diagnostic.severity = Severity::Error;
            }
        }
    }

    /// Leaves out what is neither error nor warning.
    pub(crate) fn drop_infos(&mut self) {
        for file in &mut self.files {
            file.checked.findings.retain(|found| found.diagnostic.severity != Severity::Info);
        }
    }

    /// How many findings there are of a severity.
    pub(crate) fn count(&self, severity: Severity) -> usize {
        self.files.iter().map(|file| file.checked.count(severity)).sum()
    }

    /// Every finding with its file.
    fn findings(&self) -> impl Iterator<Item = (&Checked, &Finding)> {
        let files = self.files.iter().map(|file| &file.checked);
        files.flat_map(|checked| checked.findings.iter().map(move |finding| (checked, finding)))
    }
}

/// The diagnostic of a finding, which says on which stack versions it is so if not on all that the
/// file is for.
fn told(checked: &Checked, finding: &Finding) -> Diagnostic {
    let diagnostic = finding.diagnostic.clone();
    if finding.stacks.is_empty() || finding.stacks == checked.stacks {
        return diagnostic;
    }
    let others: Vec<StackVersion> =
        checked.stacks.iter().filter(|stack| !finding.stacks.contains(stack)).copied().collect();
    let text = format!("so on stack {}, not on {}", listed(&finding.stacks), listed(&others));
    diagnostic.help(text)
}

/// `8.19`, `8.19 and 9.3`, `8.19, 9.3 and 9.4`.
fn listed(stacks: &[StackVersion]) -> String {
    let names: Vec<String> = stacks.iter().map(ToString::to_string).collect();
    match names.split_last() {
        None => String::new(),
        Some((only, [])) => only.clone(),
        Some((last, others)) => format!("{} and {last}", others.join(", ")),
    }
}
