//! Why there is no answer.

use esql_diagnostics::{Diagnostic, SourceFile, codes};
use esql_executor::ExecError;
use esql_planner::scan::{ScanError, ScanProblem};

use crate::Query;

/// A query that did not run, or not to its end.
#[derive(Clone, Debug)]
pub struct Failure {
    /// All that was found, errors and warnings, with places in the query's file.
    pub diagnostics: Vec<Diagnostic>,
    /// Elasticsearch's answer to the same query, where it would refuse it too.
    pub elastic: Option<ElasticError>,
}

/// An error as Elasticsearch's `_query` gives it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ElasticError {
    /// `parsing_exception` or `verification_exception`.
    pub kind: &'static str,
    /// The reason.
    pub reason: String,
}

impl Failure {
    /// The failure of a query with these diagnostics, whose places are in the query's own text.
    pub(crate) fn of_query(query: &Query, diagnostics: Vec<Diagnostic>) -> Failure {
        let elastic = elastic(query.source(), &diagnostics);
        let diagnostics = diagnostics.into_iter().map(|one| query.place(one)).collect();
        Failure { diagnostics, elastic }
    }

    /// A failure at run time.
    pub(crate) fn of_execution(
        query: &Query,
        error: ExecError,
        warnings: Vec<Diagnostic>,
    ) -> Failure {
        let mut diagnostics: Vec<Diagnostic> =
            warnings.into_iter().map(|one| query.place(one)).collect();
        diagnostics.push(execution(error));
        Failure { diagnostics, elastic: None }
    }
}

/// All errors in Elasticsearch's words: a syntax error stands alone, others are counted.
fn elastic(source: &SourceFile, diagnostics: &[Diagnostic]) -> Option<ElasticError> {
    let errors: Vec<&Diagnostic> = diagnostics.iter().filter(|one| one.is_error()).collect();
    let syntax = errors.iter().find(|one| one.code.name().starts_with("E01"));
    if let Some(error) = syntax {
        let reason = error.elastic.clone()?;
        return Some(ElasticError { kind: "parsing_exception", reason });
    }
    let problems: Vec<String> = errors
        .iter()
        .filter_map(|error| {
            let place = source.position(error.span()?.start as usize);
            Some(format!("line {}:{}: {}", place.line, place.column, error.elastic.as_ref()?))
        })
        .collect();
    if problems.is_empty() || problems.len() < errors.len() {
        // Something in it is our own refusal, which Elasticsearch would not give.
        return None;
    }
    let noun = if problems.len() == 1 { "problem" } else { "problems" };
    let reason = format!("Found {} {noun}\n{}", problems.len(), problems.join("\n"));
    Some(ElasticError { kind: "verification_exception", reason })
}

fn execution(error: ExecError) -> Diagnostic {
    match error {
        ExecError::Scan(error) => scan(error),
        ExecError::Memory { limit, operator } => {
            let mib = limit / (1024 * 1024);
            Diagnostic::error(
                codes::OUT_OF_MEMORY,
                format!("{operator} needs more than the memory budget of {mib} MiB"),
            )
            .help("narrow the WHERE or group by fewer keys, or raise the budget with `--memory`")
        }
        ExecError::Interrupted => Diagnostic::error(codes::INTERRUPTED, "interrupted"),
        ExecError::Prepare { error, .. } => Diagnostic::error(codes::INTERNAL, error.message)
            .help("this should have been found before the query ran; please report it"),
    }
}

fn scan(error: ScanError) -> Diagnostic {
    match error {
        ScanError::Io { file, message } => {
            Diagnostic::error(codes::FILE_NOT_READ, format!("cannot read {file}: {message}"))
        }
        ScanError::Compression { file, message } => Diagnostic::error(
            codes::BAD_COMPRESSION,
            format!("cannot decompress {file}: {message}"),
        )
        .help("the file may have been cut short; fetch it again, or decompress what is there"),
        ScanError::Strict(problem) => {
            problem_diagnostic(&problem).help("without `--strict` it is left out and counted")
        }
    }
}

/// A problem in the data as a diagnostic; its place is in its message, as data are not shown.
fn problem_diagnostic(problem: &ScanProblem) -> Diagnostic {
    let ScanProblem { file, line, column, field, message } = problem;
    let column = column.map(|column| format!(":{column}")).unwrap_or_default();
    match field {
        Some(field) => Diagnostic::error(
            codes::BAD_FIELD_VALUE,
            format!("{file}:{line}{column}: field `{field}`: {message}"),
        ),
        None => Diagnostic::error(codes::BAD_DOCUMENT, format!("{file}:{line}{column}: {message}")),
    }
}
