//! Runs tests again when a file that they read was saved.
//!
//! Times of change are polled: it works on every file system, and a few hundred files take less
//! than a millisecond.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::atomic::Ordering;
use std::time::{Duration, SystemTime};

use esql_rules::suite::Suite;

use super::plan::{Plan, TestFile};
use super::runner::{self, TestResult};
use crate::args::Color;
use crate::commands::test::{TestArgs, write};
use crate::exit::Exit;
use crate::interrupt;
use crate::trouble::Trouble;

/// How often files are looked at.
const INTERVAL: Duration = Duration::from_millis(250);

/// Clears the screen and goes to its upper left corner.
const CLEAR: &str = "\x1b[2J\x1b[H";

/// Runs all tests, then what a saved file touches, until Ctrl-C. What failed before and was not
/// touched is shown again, so that the screen never looks better than things are.
///
/// # Errors
/// If there are no tests at first, or results cannot be written.
pub(crate) fn watch(args: &TestArgs, color: Color) -> Result<Exit, Trouble> {
    let stop = interrupt::listen();
    let mut seen: BTreeMap<TestFile, Vec<Stamp>> = BTreeMap::new();
    let mut plan = Plan::find(&args.path)?;
    let mut failed: BTreeMap<PathBuf, Vec<TestResult>> = BTreeMap::new();
    while !stop.load(Ordering::Relaxed) {
        let now: BTreeMap<TestFile, Vec<Stamp>> =
            plan.files.iter().map(|file| (file.clone(), stamps(file))).collect();
        let touched = |(file, stamps): &(&TestFile, &Vec<Stamp>)| seen.get(*file) != Some(*stamps);
        let files: Vec<TestFile> =
            now.iter().filter(touched).map(|(file, _)| file.clone()).collect();
        if !files.is_empty() {
            if crate::terminal::width_stdout().is_some() {
                // What cannot be cleared stays.
                let _ = write!(std::io::stdout(), "{CLEAR}");
            }
            let mut results = runner::run(&Plan { files: files.clone() }, args);
            failed.retain(|path, _| {
                let is = |file: &TestFile| file.path == *path;
                !files.iter().any(is) && now.keys().any(is)
            });
            let earlier: Vec<TestResult> = failed.values().flatten().cloned().collect();
            for result in results.results.iter().filter(|one| !one.failures.is_empty()) {
                failed.entry(result.path.clone()).or_default().push(result.clone());
            }
            results.results.splice(0..0, earlier);
            write(&results, args, color)?;
            // Where this cannot be written, nobody reads it.
            let _ = writeln!(std::io::stderr(), "{}", waiting(now.len()));
        }
        seen = now;
        std::thread::sleep(INTERVAL);
        if let Ok(found) = Plan::find(&args.path) {
            plan = found;
        }
    }
    Ok(Exit::Interrupted)
}

/// What is said while nothing happens.
fn waiting(files: usize) -> String {
    let files = if files == 1 { "1 test file".to_owned() } else { format!("{files} test files") };
    format!("\nwatching {files} and what they read; Ctrl-C ends")
}

/// A file and when it was changed.
type Stamp = (PathBuf, Option<SystemTime>);

/// The files that a test file reads: itself, its rule, events, snapshots.
fn stamps(file: &TestFile) -> Vec<Stamp> {
    let mut paths = vec![file.path.clone(), file.rule.clone()];
    let folder = file.path.parent().unwrap_or(Path::new(""));
    let suite = fs::read_to_string(&file.path).ok().and_then(|text| Suite::parse(&text).ok());
    for case in suite.into_iter().flat_map(|suite| suite.cases) {
        paths
            .extend(case.files.iter().chain(&case.expected.snapshot).map(|name| folder.join(name)));
    }
    let changed = |path: &PathBuf| fs::metadata(path).and_then(|metadata| metadata.modified()).ok();
    paths.into_iter().map(|path| (path.clone(), changed(&path))).collect()
}
