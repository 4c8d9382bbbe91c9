//! `csv-spec --datasets datasets.json PATH...`: runs csv-spec files and counts.
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a command of the developer")]

mod report;

use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use clap::Parser;
use esql_testing::csv_spec::{Case, IndexSet, Verified, load, read_file, run_case};
use esql_testing::known::KnownFailures;
use jiff::Timestamp;

/// How long a case may take.
const PATIENCE: Duration = Duration::from_secs(60);

/// Runs csv-spec files.
#[derive(Parser)]
struct Arguments {
    /// csv-spec files, or folders of such.
    #[arg(required = true)]
    paths: Vec<PathBuf>,
    /// The list of data sets.
    #[arg(long)]
    datasets: PathBuf,
    /// Only cases whose `file.name` contains this.
    #[arg(long)]
    filter: Option<String>,
    /// Shows every failure.
    #[arg(short, long)]
    verbose: bool,
    /// Shows so many failures.
    #[arg(long, default_value_t = 0)]
    failures: usize,
    /// Shows cases whose rows are right and whose warnings are not.
    #[arg(long)]
    warnings: bool,
    /// Writes every verdict to this file.
    #[arg(long)]
    json: Option<PathBuf>,
    /// The list of cases that are known to fail (TOML: `"file.name" = "reason"`): whatever it does
    /// not say truly is told, and only that fails.
    #[arg(long)]
    known: Option<PathBuf>,
}

/// A case with the stem of its file.
struct Found {
    /// `file.name`.
    name: String,
    file: String,
    case: Case,
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    run(&arguments).unwrap_or_else(|error| {
        eprintln!("{error}");
        ExitCode::from(2)
    })
}

fn run(arguments: &Arguments) -> Result<ExitCode, String> {
    let known = arguments.known.as_deref().map(KnownFailures::read).transpose()?;
    let cases = cases(arguments)?;
    let indices = load(&arguments.datasets)?;
    // A panic is told as the failure of its case.
    std::panic::set_hook(Box::new(|_| {}));
    let verified = run_all(&cases, &indices);
    report::report(arguments, known.as_ref(), &cases, &verified)
}

fn cases(arguments: &Arguments) -> Result<Vec<Found>, String> {
    let mut cases = Vec::new();
    for path in &arguments.paths {
        for file in walkdir::WalkDir::new(path).sort_by_file_name() {
            let file = file.map_err(|error| error.to_string())?.into_path();
            if file.extension().is_none_or(|ending| ending != "csv-spec") {
                continue;
            }
            let stem = file.file_stem().unwrap_or_default().to_string_lossy().into_owned();
            for case in read_file(&file)? {
                let name = format!("{stem}.{}", case.name);
                if arguments.filter.as_ref().is_none_or(|part| name.contains(part.as_str())) {
                    cases.push(Found { name, file: stem.clone(), case });
                }
            }
        }
    }
    Ok(cases)
}

/// What a worker works on, for the one who watches the time.
struct Watch {
    since: Mutex<Instant>,
    cancel: AtomicBool,
}

fn run_all(cases: &[Found], indices: &IndexSet) -> Vec<Verified> {
    let now = Timestamp::now();
    let workers = std::thread::available_parallelism().map_or(1, usize::from);
    let next = AtomicUsize::new(0);
    let done = AtomicUsize::new(0);
    let watches: Vec<Watch> = (0..workers)
        .map(|_| Watch { since: Mutex::new(Instant::now()), cancel: AtomicBool::new(false) })
        .collect();
    let mut verified: Vec<(usize, Verified)> = std::thread::scope(|scope| {
        let threads: Vec<_> = watches
            .iter()
            .map(|watch| {
                let (next, done) = (&next, &done);
                scope.spawn(move || {
                    let mut verified = Vec::new();
                    loop {
                        let at = next.fetch_add(1, Ordering::Relaxed);
                        let Some(Found { case, .. }) = cases.get(at) else { break };
                        if let Ok(mut since) = watch.since.lock() {
                            *since = Instant::now();
                        }
                        watch.cancel.store(false, Ordering::Relaxed);
                        verified.push((at, run_case(case, indices, now, &watch.cancel)));
                    }
                    done.fetch_add(1, Ordering::Release);
                    verified
                })
            })
            .collect();
        while done.load(Ordering::Acquire) < workers {
            std::thread::sleep(Duration::from_millis(10));
            for watch in &watches {
                if watch.since.lock().is_ok_and(|since| since.elapsed() > PATIENCE) {
                    watch.cancel.store(true, Ordering::Relaxed);
                }
            }
        }
        threads.into_iter().flat_map(|thread| thread.join().unwrap_or_default()).collect()
    });
    verified.sort_by_key(|(at, _)| *at);
    verified.into_iter().map(|(_, verified)| verified).collect()
}
