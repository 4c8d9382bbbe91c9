//! Problems of the data as diagnostics. Data are not shown, so the place stands in the message.

use esql_engine::diagnostics::{Diagnostic, codes};
use esql_engine::planner::scan::{ScanError, ScanProblem};

/// A line that was left out, or a value that was.
pub(crate) fn left_out(problem: &ScanProblem) -> Diagnostic {
    let ScanProblem { file, line, column, field, message } = problem;
    let column = column.map(|column| format!(":{column}")).unwrap_or_default();
    let place = format!("{file}:{line}{column}");
    match field {
        Some(field) => Diagnostic::warning(
            codes::BAD_FIELD_VALUE,
            format!("{place}: field `{field}`: {message}"),
        ),
        None => Diagnostic::warning(codes::BAD_DOCUMENT, format!("{place}: {message}")),
    }
}

/// Input that cannot be read.
pub(crate) fn not_read(error: ScanError) -> Diagnostic {
    match error {
        ScanError::Io { file, message } => {
            Diagnostic::error(codes::FILE_NOT_READ, format!("cannot read {file}: {message}"))
        }
        ScanError::Compression { file, message } => Diagnostic::error(
            codes::BAD_COMPRESSION,
            format!("cannot decompress {file}: {message}"),
        ),
        ScanError::Strict(problem) => {
            let mut diagnostic = left_out(&problem);
            diagnostic.severity = esql_engine::diagnostics::Severity::Error;
            diagnostic
        }
    }
}
