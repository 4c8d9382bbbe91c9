//! Writes first tests: events made up so that a rule matches, and some that it just misses.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use esql_engine::functions::{Session, StackVersion};
use esql_engine::witness::{Event, Unmet, Witness};
use esql_engine::{Control, Failure, Settings, witness};
use esql_rules::{Alerts, Rule};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde_json::Value;

use super::plan;
use super::runner::{lock, workers};
use crate::commands::test::TestArgs;
use crate::exit::Exit;
use crate::subject::Subject;
use crate::trouble::Trouble;
use crate::{destination, interrupt, session, size};

/// When made-up events happen, in milliseconds since 1970: 2026-01-05T12:00:00Z.
const NOW: i64 = 1_767_614_400_000;

/// What became of a rule.
enum Made {
    /// A test file with this many events.
    Written(PathBuf, usize),
    /// Conditions that could not be met.
    Unmet(Vec<Unmet>),
    /// The rule does not run.
    Failed(Trouble),
}

/// Writes a test file for each rule that has none.
///
/// # Errors
/// If no rule is found, or what was done cannot be told.
pub(crate) fn new_tests(args: &TestArgs) -> Result<Exit, Trouble> {
    let rules = plan::untested(&args.path)?;
    let next = AtomicUsize::new(0);
    let finished = Mutex::new(Vec::new());
    std::thread::scope(|scope| {
        for _ in 0..workers(args).min(rules.len()) {
            scope.spawn(|| {
                while let Some((number, rule)) = {
                    let number = next.fetch_add(1, Ordering::Relaxed);
                    rules.get(number).map(|rule| (number, rule))
                } {
                    let made = make(rule, args).unwrap_or_else(Made::Failed);
                    lock(&finished).push((number, made));
                }
            });
        }
    });
    let mut finished = std::mem::take(&mut *lock(&finished));
    finished.sort_by_key(|(number, _)| *number);
    let written = finished.iter().filter(|(_, made)| matches!(made, Made::Written(..))).count();
    destination::to_stdout(|out| {
        for (number, made) in &finished {
            if let Some(rule) = rules.get(*number) {
                tell(rule, made, out)?;
            }
        }
        writeln!(out, "\n{written} of {} rules match their made-up events", rules.len())
    })?;
    Ok(if written == rules.len() { Exit::Rows } else { Exit::NoRows })
}

fn tell(rule: &Path, made: &Made, out: &mut dyn Write) -> io::Result<()> {
    let rule = rule.display();
    match made {
        Made::Written(path, events) => {
            let noun = if *events == 1 { "event matches" } else { "events match" };
            writeln!(out, "{}: {events} made-up {noun}", path.display())
        }
        Made::Unmet(unmet) => {
            writeln!(out, "{rule}: no events found that match; not met:")?;
            unmet.iter().try_for_each(|one| writeln!(out, "  line {}: {}", one.line, one.text))
        }
        Made::Failed(trouble) => {
            let message = trouble.diagnostics.iter().find(|one| one.is_error());
            writeln!(out, "{rule}: {}", message.map_or("does not run", |one| &one.message))
        }
    }
}

/// Makes up events and writes the test file of a rule.
fn make(path: &Path, args: &TestArgs) -> Result<Made, Trouble> {
    let rule = Subject::load(None, Some(&path.display().to_string()), &[])?.into_rule();
    let query = rule.query();
    let failed = |failure: Failure| Trouble::new(failure.diagnostics, query.file().clone());
    let control = Control { cancel: Some(interrupt::listen()), progress: None };
    let mut settings = Settings::new(Session {
        now: Timestamp::from_millisecond(NOW).unwrap_or(Timestamp::UNIX_EPOCH),
        zone: TimeZone::UTC,
        stack: StackVersion::NEWEST,
    });
    settings.threads = 1;
    settings.memory = size::default_budget();
    let Witness { events, misses, unmet } = witness(query, &settings, &control).map_err(failed)?;
    if !unmet.is_empty() {
        return Ok(Made::Unmet(unmet));
    }
    let dataset = session::dataset(std::iter::empty(), &args.documents, Some(1))?
        .with_documents("events", ndjson(&events).into_bytes());
    let outcome = esql_engine::run(query, &dataset, &settings, &control).map_err(failed)?;
    if outcome.rows() == 0 {
        return Ok(Made::Unmet(Vec::new()));
    }
    let test = plan::beside(path);
    let text = text(&rule, Alerts::of(&rule, &outcome).count, &events, misses.as_deref());
    fs::write(&test, text)
        .map_err(|error| Trouble::not_written(&test.display().to_string(), &error))?;
    Ok(Made::Written(test, events.len()))
}

/// The test file.
fn text(rule: &Rule, alerts: u64, events: &[Event], misses: Option<&[Event]>) -> String {
    let mut text = format!(
        "# Events made up by `esql-run test --new` for: {}\n# Put real ones in their place.\n\n\
         now = 2026-01-05T12:00:00Z\n",
        rule.name.replace('\n', " ")
    );
    let mut test = |name: &str, alerts: u64, events: &[Event]| {
        let events = ndjson(events);
        text.push_str(&format!(
            "\n[[test]]\nname = \"{name}\"\nalerts = {alerts}\nevents = '''\n{events}'''\n"
        ));
    };
    test("matches", alerts, events);
    if let Some(misses) = misses {
        test("misses", 0, misses);
    }
    text
}

/// Events, one a line, with nothing that a literal string of TOML cannot hold.
fn ndjson(events: &[Event]) -> String {
    let mut text = String::new();
    for event in events {
        let line = Value::Object(event.clone()).to_string();
        text.push_str(&line.replace("''", "\\u0027\\u0027").replace('\u{7f}', "\\u007f"));
        text.push('\n');
    }
    text
}
