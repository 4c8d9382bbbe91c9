//! Why there is no answer.

use esql_diagnostics::{Diagnostic, SourceFile, codes};
use esql_executor::ExecError;

use crate::Query;
use crate::problem::not_read;

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

    /// A failure of a run that is no single query's.
    pub(crate) fn of_run(diagnostic: Diagnostic) -> Failure {
        Failure { diagnostics: vec![diagnostic], elastic: None }
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

pub(crate) fn execution(error: ExecError) -> Diagnostic {
    match error {
        ExecError::Scan(error) => not_read(error),
        ExecError::Memory { limit, operator } => {
            let mib = limit / (1024 * 1024);
            Diagnostic::error(
                codes::OUT_OF_MEMORY,
                format!("{operator} needs more than the memory budget of {mib} MiB"),
            )
            .help("narrow the WHERE or group by fewer keys, or raise the budget with `--memory`")
        }
        ExecError::TemporaryFile { message } => Diagnostic::error(
            codes::TEMPORARY_FILE,
            format!("the memory budget is reached, and a temporary file failed: {message}"),
        )
        .help("make room in the folder for temporary files, or raise the budget with `--memory`"),
        ExecError::Service { message, .. } => Diagnostic::error(codes::SERVICE, message),
        ExecError::Interrupted => Diagnostic::error(codes::INTERRUPTED, "interrupted"),
        ExecError::Prepare { error, .. } => Diagnostic::error(codes::INTERNAL, error.message)
            .help("this should have been found before the query ran; please report it"),
    }
}
