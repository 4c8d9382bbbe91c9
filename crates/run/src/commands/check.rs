//! `esql-run check PATH...`.

use std::path::{Path, PathBuf};
use std::time::Instant;

use clap::{Args, ValueEnum};
use esql_engine::diagnostics::{Diagnostic, Severity, SourceFile, codes, suggest};
use esql_engine::functions::StackVersion;
use esql_rules::check::fixed;
use esql_rules::lint::{self, Lint};
use esql_rules::{Checker, Config, Document};
use jiff::Timestamp;
use rayon::prelude::*;

use crate::args::Color;
use crate::completed::{self, Completed};
use crate::exit::Exit;
use crate::output::Layout;
use crate::output::check::{FileReport, Report};
use crate::report::Reporter;
use crate::rule_files::{self, STDIN};
use crate::trouble::Trouble;
use crate::{destination, session, terminal};

/// What `--deny` calls all warnings.
const WARNINGS: &str = "warnings";

/// The arguments of `check`.
#[derive(Args, Debug)]
pub struct CheckArgs {
    /// Rules and hunts (`.toml`), queries (`.esql`), folders or globs of them; `-` is a query from
    /// standard input.
    #[arg(required = true, add = completed::rules())]
    pub paths: Vec<String>,

    /// The stack versions that queries must be valid on, such as 8.19,9.3. From a rule's
    /// `min_stack_version` up to the newest if not given.
    #[arg(long, value_name = "VERSIONS", value_delimiter = ',')]
    pub stack: Vec<StackVersion>,

    /// An Elasticsearch mapping or index template: fields that the built-in table does not have.
    #[arg(long, value_name = "FILE")]
    pub mapping: Vec<PathBuf>,

    /// The configuration. `esql-run.toml` of this folder, or of the nearest above it that has one,
    /// if not given.
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,

    /// Make what a lint finds an error; `warnings` stands for all that are warnings.
    #[arg(long, value_name = "LINT", value_delimiter = ',', hide_possible_values = true,
          value_parser = Completed(denied))]
    pub deny: Vec<String>,

    /// Switch a lint off.
    #[arg(long, value_name = "LINT", value_delimiter = ',', hide_possible_values = true,
          value_parser = Completed(lints))]
    pub allow: Vec<String>,

    /// Make the changes that are safe, and tell what is left.
    #[arg(long)]
    pub fix: bool,

    /// How the findings are written.
    #[arg(short, long, value_name = "FORMAT", default_value = "text", help_heading = "Output")]
    pub format: CheckFormat,

    /// Write the findings to a file instead of standard output.
    #[arg(short, long, value_name = "FILE", help_heading = "Output")]
    pub output: Option<PathBuf>,

    /// No summary, and no findings that are neither errors nor warnings.
    #[arg(long, help_heading = "Output")]
    pub quiet: bool,
}

/// The formats of `check`.
#[derive(ValueEnum, Clone, Copy, PartialEq, Eq, Debug)]
pub enum CheckFormat {
    /// For people, with the lines in question.
    Text,
    /// A list of diagnostics.
    Json,
    /// SARIF 2.1.0, which code hosts and editors read.
    Sarif,
    /// Annotations of GitHub Actions.
    Github,
    /// JUnit XML, a test case a file.
    Junit,
}

impl CheckArgs {
    /// Whether programs read the findings.
    #[must_use]
    pub fn is_json(&self) -> bool {
        matches!(self.format, CheckFormat::Json | CheckFormat::Sarif)
    }
}

fn lints() -> Vec<&'static str> {
    lint::ALL.iter().map(|lint| lint.name).collect()
}

fn denied() -> Vec<&'static str> {
    std::iter::once(WARNINGS).chain(lints()).collect()
}

/// Checks files and writes what was found.
///
/// # Errors
/// If paths name nothing, or the configuration cannot be read. A file that cannot be read is
/// reported, and the others are checked.
pub(crate) fn run(args: &CheckArgs, color: Color, reporter: &Reporter) -> Result<Exit, Trouble> {
    let started = Instant::now();
    let files = rule_files::find(&args.paths)?;
    let checker = checker(args)?;
    let results: Vec<_> = files.par_iter().map(|file| check(&checker, file, args.fix)).collect();
    let mut report = Report::default();
    let mut unread = 0;
    for result in results {
        match result {
            Ok(Some(file)) => report.files.push(file),
            Ok(None) => report.others += 1,
            Err(trouble) => {
                unread += 1;
                reporter.diagnostics(&trouble.diagnostics, &trouble.source);
            }
        }
    }
    if args.deny.iter().any(|name| name == WARNINGS) {
        report.deny_warnings();
    }
    if args.quiet {
        report.drop_infos();
    }
    report.elapsed = started.elapsed();
    let layout = Layout {
        width: args.output.is_none().then(terminal::width_stdout).flatten(),
        color: args.output.is_none() && terminal::color_stdout(color),
    };
    destination::write(args.output.as_deref(), |out| match args.format {
        CheckFormat::Text => report.text(layout, out),
        CheckFormat::Json => report.json(out),
        CheckFormat::Sarif => report.sarif(out),
        CheckFormat::Github => report.github(out),
        CheckFormat::Junit => report.junit(out),
    })?;
    if !args.quiet {
        reporter.check(&report);
    }
    Ok(match (unread, report.count(Severity::Error)) {
        (0, 0) => Exit::Clean,
        (0, _) => Exit::Findings,
        _ => Exit::Error,
    })
}

/// The checker that arguments and configuration ask for.
fn checker(args: &CheckArgs) -> Result<Checker, Trouble> {
    let (config, folder) = config(args.config.as_deref())?;
    let mut mappings: Vec<PathBuf> = config.mappings.iter().map(|path| folder.join(path)).collect();
    mappings.extend(args.mapping.iter().cloned());
    let mut levels = config.levels;
    for name in &args.allow {
        levels.set(known(name)?, None);
    }
    for name in args.deny.iter().filter(|name| *name != WARNINGS) {
        levels.set(known(name)?, Some(Severity::Error));
    }
    let mut checker = Checker::new(Timestamp::now()).with_levels(levels);
    if let Some(mapping) = session::mapping(&mappings)? {
        checker = checker.with_mapping(mapping);
    }
    let mut stacks = if args.stack.is_empty() { config.stacks } else { Some(args.stack.clone()) };
    if let Some(stacks) = &mut stacks {
        stacks.sort_unstable();
        stacks.dedup();
    }
    Ok(match stacks {
        Some(stacks) => checker.with_stacks(stacks),
        None => checker,
    })
}

fn known(name: &str) -> Result<&'static Lint, Trouble> {
    lint::find(name).ok_or_else(|| {
        Diagnostic::error(codes::BAD_VALUE, format!("there is no lint `{name}`"))
            .maybe_help(suggest::did_you_mean(name, lints()))
            .help("`esql-run explain` lists all lints")
            .into()
    })
}

/// The configuration, and the folder that paths in it start from.
fn config(path: Option<&Path>) -> Result<(Config, PathBuf), Trouble> {
    let here = std::env::current_dir().unwrap_or_default();
    let path = match path {
        Some(path) => here.join(path),
        None => {
            match here.ancestors().map(|folder| folder.join(Config::FILE)).find(|it| it.is_file()) {
                Some(path) => path,
                None => return Ok((Config::default(), here)),
            }
        }
    };
    let shown = path.strip_prefix(&here).unwrap_or(&path).display().to_string();
    let text = rule_files::read(&path.to_string_lossy())?;
    let mut config = Config::parse(&text)
        .map_err(|diagnostics| Trouble::new(diagnostics, SourceFile::new(shown, text.as_str())))?;
    let folder = path.parent().unwrap_or(Path::new("")).to_owned();
    config.levels = config.levels.between(&here, &folder);
    Ok((config, folder))
}

/// Checks a file, after mending it if that is asked for. `None` if there is nothing in it for us.
fn check(checker: &Checker, path: &str, fix: bool) -> Result<Option<FileReport>, Trouble> {
    let text = rule_files::read(path)?;
    let Some(checked) = checker.check(path, &text) else { return Ok(None) };
    let fixable = checked.findings.iter().filter(|finding| finding.fix.is_some()).count();
    if !fix || fixable == 0 || path == STDIN {
        return Ok(Some(FileReport { checked, fixed: 0 }));
    }
    let failed = |diagnostics: Vec<Diagnostic>| {
        Trouble::new(diagnostics, SourceFile::new(path, text.as_str()))
    };
    let Some(document) = Document::read(path, &text).map_err(failed)? else { return Ok(None) };
    let new = fixed(&document, &checked.findings).map_err(|error| failed(vec![error]))?;
    destination::write(Some(Path::new(path)), |out| out.write_all(new.as_bytes()))?;
    Ok(checker.check(path, &new).map(|checked| {
        let left = checked.findings.iter().filter(|finding| finding.fix.is_some()).count();
        FileReport { checked, fixed: fixable.saturating_sub(left) }
    }))
}
