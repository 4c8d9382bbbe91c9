//! Runs tests, several at a time.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use esql_engine::diagnostics::render::{self, Style};
use esql_engine::diagnostics::{Diagnostic, SourceFile};
use esql_engine::functions::{Session, StackVersion};
use esql_engine::sources::Dataset;
use esql_engine::{Control, Failure, Outcome, Query, Settings, latest_timestamp};
use esql_rules::suite::{Case, Difference, Suite, snapshot};
use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::plan::{Plan, TestFile};
use crate::commands::test::TestArgs;
use crate::subject::Subject;
use crate::trouble::Trouble;
use crate::{interrupt, session, size};

/// The width of diagnostics in results.
const WIDTH: usize = 100;

/// What came out.
#[derive(Clone, Debug)]
pub(crate) struct Results {
    /// By test file, then in the order of the file.
    pub(crate) results: Vec<TestResult>,
    /// From the first to the last.
    pub(crate) elapsed: Duration,
}

/// What came out of a test.
#[derive(Clone, Debug)]
pub(crate) struct TestResult {
    /// The test file.
    pub(crate) path: PathBuf,
    /// The test's name; of what is no single test, a word for it.
    pub(crate) name: String,
    /// What is wrong; nothing if it passed.
    pub(crate) failures: Vec<String>,
    /// How long it took.
    pub(crate) elapsed: Duration,
}

impl Results {
    /// How many tests failed.
    pub(crate) fn failed(&self) -> usize {
        self.results.iter().filter(|one| !one.failures.is_empty()).count()
    }
}

/// A test to run.
struct Job {
    file: TestFile,
    case: Case,
}

/// Runs all tests of a plan that the arguments ask for.
pub(crate) fn run(plan: &Plan, args: &TestArgs) -> Results {
    let started = Instant::now();
    let mut results = Vec::new();
    let mut jobs = Vec::new();
    for file in &plan.files {
        match read(&file.path) {
            Ok(suite) => {
                let lacks = suite.lacks().filter(|_| !args.allow_partial && args.filter.is_none());
                if let Some(lack) = lacks {
                    results.push(failure(file, "hits and misses", lack.to_owned()));
                }
                let cases = suite.cases.into_iter().filter(|case| is_wanted(file, case, args));
                jobs.extend(cases.map(|case| Job { file: file.clone(), case }));
            }
            Err(text) => results.push(failure(file, "test file", text)),
        }
    }
    let next = AtomicUsize::new(0);
    let finished = Mutex::new(Vec::new());
    std::thread::scope(|scope| {
        for _ in 0..workers(args).min(jobs.len()) {
            scope.spawn(|| {
                while let Some((number, job)) = {
                    let number = next.fetch_add(1, Ordering::Relaxed);
                    jobs.get(number).map(|job| (number, job))
                } {
                    let result = one(job, args);
                    lock(&finished).push((number, result));
                }
            });
        }
    });
    let mut finished = std::mem::take(&mut *lock(&finished));
    finished.sort_by_key(|(number, _)| *number);
    results.extend(finished.into_iter().map(|(_, result)| result));
    results.sort_by(|a, b| a.path.cmp(&b.path));
    Results { results, elapsed: started.elapsed() }
}

/// How many tests run at a time.
pub(super) fn workers(args: &TestArgs) -> usize {
    args.threads.unwrap_or_else(|| std::thread::available_parallelism().map_or(1, usize::from))
}

/// What threads share.
pub(super) fn lock<T>(shared: &Mutex<T>) -> MutexGuard<'_, T> {
    shared.lock().unwrap_or_else(PoisonError::into_inner)
}

fn is_wanted(file: &TestFile, case: &Case, args: &TestArgs) -> bool {
    let Some(filter) = &args.filter else { return true };
    let full = format!("{} {}", file.path.display(), case.name).to_lowercase();
    full.contains(&filter.to_lowercase())
}

fn failure(file: &TestFile, name: &str, text: String) -> TestResult {
    TestResult {
        path: file.path.clone(),
        name: name.to_owned(),
        failures: vec![text],
        elapsed: Duration::ZERO,
    }
}

/// Reads a test file; what is wrong with it as text.
fn read(path: &Path) -> Result<Suite, String> {
    let name = path.display().to_string();
    let text =
        fs::read_to_string(path).map_err(|error| shown(&Trouble::not_read(&name, &error)))?;
    Suite::parse(&text)
        .map_err(|diagnostics| shown(&Trouble::new(diagnostics, SourceFile::new(name, text))))
}

fn shown(trouble: &Trouble) -> String {
    let show = |one: &Diagnostic| render::text(one, &trouble.source, Style::Plain, WIDTH);
    trouble.diagnostics.iter().map(show).collect::<Vec<_>>().join("\n")
}

fn one(job: &Job, args: &TestArgs) -> TestResult {
    let started = Instant::now();
    let failures = match differences(job, args) {
        Ok(differences) => differences.iter().map(Difference::to_string).collect(),
        Err(trouble) => vec![shown(&trouble)],
    };
    TestResult {
        path: job.file.path.clone(),
        name: job.case.name.clone(),
        failures,
        elapsed: started.elapsed(),
    }
}

/// Runs a test and compares.
fn differences(job: &Job, args: &TestArgs) -> Result<Vec<Difference>, Trouble> {
    let Job { file, case } = job;
    let rule = Subject::load(None, Some(&file.rule.display().to_string()), &[])?.into_rule();
    let folder = file.path.parent().unwrap_or(Path::new(""));
    let dataset = dataset(case, folder, args)?;
    let outcome = answer(rule.query(), &dataset, case)?;
    let Some(name) = &case.expected.snapshot else { return Ok(case.judge(&rule, &outcome, None)) };
    let path = folder.join(name);
    if args.bless {
        let name = path.display().to_string();
        fs::write(&path, snapshot(&outcome))
            .map_err(|error| Trouble::not_written(&name, &error))?;
    }
    let text = fs::read_to_string(&path).ok();
    Ok(case.judge(&rule, &outcome, text.as_deref()))
}

/// The events of a test, with what the arguments give besides.
fn dataset(case: &Case, folder: &Path, args: &TestArgs) -> Result<Dataset, Trouble> {
    let files: Vec<String> =
        case.files.iter().map(|name| folder.join(name).to_string_lossy().into_owned()).collect();
    let dataset = session::dataset(files.iter().map(String::as_str), &args.documents, Some(1))?;
    Ok(match &case.inline {
        Some(text) => dataset.with_documents("events", text.clone().into_bytes()),
        None => dataset,
    })
}

/// The answer of a query on the events. NOW() is what the test says, else the newest event's time,
/// so that a test gives the same in a year.
fn answer(query: &Query, dataset: &Dataset, case: &Case) -> Result<Outcome, Trouble> {
    let control = Control { cancel: Some(interrupt::listen()), progress: None };
    let failed = |failure: Failure| Trouble::new(failure.diagnostics, query.file().clone());
    let mut settings = Settings::new(Session {
        now: Timestamp::UNIX_EPOCH,
        zone: TimeZone::UTC,
        stack: case.stack.unwrap_or(StackVersion::NEWEST),
    });
    settings.threads = 1;
    settings.memory = size::default_budget();
    settings.session.now = match case.now.map(Timestamp::from_millisecond) {
        Some(Ok(now)) => now,
        _ => latest_timestamp(dataset, &settings, &control)
            .map_err(failed)?
            .unwrap_or(Timestamp::UNIX_EPOCH),
    };
    esql_engine::run(query, dataset, &settings, &control).map_err(failed)
}
