//! `esql-run fmt PATH...`.

use std::path::Path;

use clap::Args;
use esql_engine::diagnostics::{Diagnostic, SourceFile};
use esql_rules::{Document, formatted};
use rayon::prelude::*;

use crate::completed;
use crate::destination::{self, to_stdout};
use crate::exit::Exit;
use crate::report::Reporter;
use crate::rule_files::{self, STDIN};
use crate::trouble::Trouble;

/// The arguments of `fmt`.
#[derive(Args, Debug)]
pub struct FmtArgs {
    /// Rules (`.toml`), queries (`.esql`), folders or globs of them; `-` formats a query from
    /// standard input to standard output.
    #[arg(required = true, add = completed::rules())]
    pub paths: Vec<String>,

    /// Change nothing; name the files that would change, and exit with 1 if there are any.
    #[arg(long)]
    pub check: bool,

    /// No summary; errors only.
    #[arg(long, help_heading = "Output")]
    pub quiet: bool,
}

/// What became of a file.
enum Formatted {
    /// There is no ES|QL in it.
    Other,
    Same,
    Changed,
}

/// Writes queries in their canonical layout.
///
/// # Errors
/// If paths name nothing. What is wrong with a file is reported, and the others are formatted.
pub(crate) fn run(args: &FmtArgs, reporter: &Reporter) -> Result<Exit, Trouble> {
    let files = rule_files::find(&args.paths)?;
    let results: Vec<_> = files.par_iter().map(|file| format(file, args.check)).collect();
    let (mut changed, mut same, mut failed) = (Vec::new(), 0, 0);
    for (file, result) in files.iter().zip(results) {
        match result {
            Ok(Formatted::Other) => {}
            Ok(Formatted::Same) => same += 1,
            Ok(Formatted::Changed) => changed.push(file),
            Err(trouble) => {
                failed += 1;
                reporter.diagnostics(&trouble.diagnostics, &trouble.source);
            }
        }
    }
    if args.check {
        to_stdout(|out| changed.iter().try_for_each(|file| writeln!(out, "{file}")))?;
    }
    if !args.quiet && files != [STDIN] {
        reporter.format(args.check, changed.len(), same, failed);
    }
    Ok(match (failed, args.check && !changed.is_empty()) {
        (0, false) => Exit::Clean,
        (0, true) => Exit::Findings,
        _ => Exit::Error,
    })
}

fn format(path: &str, only_check: bool) -> Result<Formatted, Trouble> {
    let text = rule_files::read(path)?;
    let failed = |diagnostics: Vec<Diagnostic>| {
        Trouble::new(diagnostics, SourceFile::new(path, text.as_str()))
    };
    let Some(document) = Document::read(path, &text).map_err(failed)? else {
        return Ok(Formatted::Other);
    };
    let new = formatted(&document).map_err(failed)?;
    let is_same = new == text;
    if path == STDIN && !only_check {
        to_stdout(|out| out.write_all(new.as_bytes()))?;
    } else if !is_same && !only_check {
        destination::write(Some(Path::new(path)), |out| out.write_all(new.as_bytes()))?;
    }
    Ok(if is_same { Formatted::Same } else { Formatted::Changed })
}
