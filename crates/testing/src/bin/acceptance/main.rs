//! `acceptance SHARED [PART...]`: runs the corpora in a folder beside the project.
//!
//! They are not part of the project (their licences differ); where the folder is absent, nothing
//! runs. Parts: `handmade`, `corpus`, `sigma`, `real`, `broken`, `surface`, `check`, `fmt`, `why`;
//! without any, all.
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a command of the developer")]

mod broken;
mod check;
mod corpus;
mod fmt;
mod handmade;
mod lines;
mod real;
mod sigma;
mod surface;
mod tool;
mod verdicts;
mod why;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, ValueEnum};

use esql_testing::known::KnownFailures;

use tool::Tool;
use verdicts::Verdicts;

/// Runs rules, queries and broken inputs.
#[derive(Parser)]
struct Arguments {
    /// The folder with `corpus`.
    shared: PathBuf,
    /// What to run.
    parts: Vec<Part>,
    /// The list of cases that are known to fail (TOML: `"part.case" = "reason"`): what it does not
    /// say truly is an error.
    #[arg(long)]
    known: Option<PathBuf>,
    /// The `esql-run` to use; otherwise the one built beside this program.
    #[arg(long)]
    binary: Option<PathBuf>,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Part {
    /// Rules with events and the rows that must come out, through `esql-run`.
    Handmade,
    /// All rules and converted queries are parsed; those that plan are counted.
    Corpus,
    /// Queries made from Sigma rules over events.
    Sigma,
    /// All rules, hunts and converted queries run over real events.
    Real,
    /// Inputs that are wrong in some way, through `esql-run`.
    Broken,
    /// Every name of the language's list runs or is refused by name.
    Surface,
    /// What is said of rules and hunts, through `esql-run check`.
    Check,
    /// The canonical layout of rules and hunts.
    Fmt,
    /// What is said of events that came near, through `esql-run why`.
    Why,
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    match run(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("failed: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run(Arguments { shared, parts, binary, known }: &Arguments) -> Result<(), String> {
    let corpus = shared.join("corpus");
    let known = match known {
        Some(path) => KnownFailures::read(path)?,
        None => KnownFailures::default(),
    };
    let tool = || match binary {
        Some(path) => Ok(Tool::new(path.clone())),
        None => Tool::beside_this(),
    };
    let mut verdicts = Verdicts::default();
    let mut failed = Vec::new();
    let mut part = |wanted: Part, run: &dyn Fn(&mut Verdicts) -> Result<(), String>| {
        if parts.is_empty() || parts.contains(&wanted) {
            let name = wanted
                .to_possible_value()
                .map_or_else(String::new, |value| value.get_name().to_owned());
            println!("== {name}");
            if let Err(error) = run(&mut verdicts) {
                println!("{name}: {error}");
                failed.push(name);
            }
        }
    };
    part(Part::Handmade, &|verdicts| handmade::run(&corpus, &tool()?, verdicts));
    part(Part::Corpus, &|_| corpus::run(&corpus));
    part(Part::Sigma, &|verdicts| sigma::run(&corpus, verdicts));
    part(Part::Real, &|verdicts| real::run(&corpus, verdicts));
    part(Part::Broken, &|_| broken::run(&tool()?));
    part(Part::Surface, &|_| surface::run(shared));
    part(Part::Check, &|_| check::run(&corpus, &tool()?));
    part(Part::Fmt, &|_| fmt::run(&corpus));
    part(Part::Why, &|_| why::run(&corpus, &tool()?));
    if let Err(error) = verdicts.settle(&known, parts.is_empty()) {
        failed.push(error);
    }
    if failed.is_empty() { Ok(()) } else { Err(failed.join(", ")) }
}
