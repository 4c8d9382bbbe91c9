//! `spec bless PATH...`: writes the answers of spec files as the engine gives them now.
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a command of the developer")]

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Parser, Subcommand};
use esql_testing::spec;

/// Works on spec files.
#[derive(Parser)]
struct Arguments {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Writes the answers that the engine gives; look at the difference before keeping it.
    Bless {
        /// Spec files, or folders of such.
        #[arg(required = true)]
        paths: Vec<PathBuf>,
        /// Leaves blocks that have an answer as they are.
        #[arg(long)]
        missing: bool,
    },
}

fn main() -> ExitCode {
    let Task::Bless { paths, missing } = Arguments::parse().task;
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../testdata/data");
    let mut failed = false;
    for path in paths {
        for file in walkdir::WalkDir::new(path).sort_by_file_name() {
            let blessed = file.map_err(|error| error.to_string()).and_then(|file| {
                let is_spec = file.path().extension().is_some_and(|ending| ending == "spec");
                if is_spec { bless(file.path(), &data, missing) } else { Ok(()) }
            });
            if let Err(error) = blessed {
                eprintln!("{error}");
                failed = true;
            }
        }
    }
    ExitCode::from(u8::from(failed))
}

fn bless(file: &Path, data: &Path, missing: bool) -> Result<(), String> {
    let before = std::fs::read_to_string(file).map_err(|error| error.to_string())?;
    let after = spec::bless(&spec::read_file(file)?, data, missing)?;
    if before != after {
        println!("{}", file.display());
        std::fs::write(file, after).map_err(|error| error.to_string())?;
    }
    Ok(())
}
