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
mod why;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, ValueEnum};

use tool::Tool;

/// Runs rules, queries and broken inputs.
#[derive(Parser)]
struct Arguments {
    /// The folder with `corpus`.
    shared: PathBuf,
    /// What to run.
    parts: Vec<Part>,
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
    /// All rules and converted queries run over all real events.
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
    let Arguments { shared, parts, binary } = Arguments::parse();
    let chosen = |part| parts.is_empty() || parts.contains(&part);
    let corpus = shared.join("corpus");
    let tool = || match &binary {
        Some(path) => Ok(Tool::new(path.clone())),
        None => Tool::beside_this(),
    };
    let mut failed = Vec::new();
    let mut part = |name: &'static str, wanted: Part, run: &dyn Fn() -> Result<(), String>| {
        if chosen(wanted) {
            println!("== {name}");
            if let Err(error) = run() {
                println!("{name}: {error}");
                failed.push(name);
            }
        }
    };
    part("handmade", Part::Handmade, &|| handmade::run(&corpus, &tool()?));
    part("corpus", Part::Corpus, &|| corpus::run(&corpus));
    part("sigma", Part::Sigma, &|| sigma::run(&corpus));
    part("real", Part::Real, &|| real::run(&corpus));
    part("broken", Part::Broken, &|| broken::run(&tool()?));
    part("surface", Part::Surface, &|| surface::run(&shared));
    part("check", Part::Check, &|| check::run(&corpus, &tool()?));
    part("fmt", Part::Fmt, &|| fmt::run(&corpus));
    part("why", Part::Why, &|| why::run(&corpus, &tool()?));
    if failed.is_empty() {
        return ExitCode::SUCCESS;
    }
    eprintln!("failed: {}", failed.join(", "));
    ExitCode::FAILURE
}
