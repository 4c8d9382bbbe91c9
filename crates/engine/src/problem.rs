//! Problems of the data as diagnostics. Data are not shown, so the place stands in the message.

use esql_diagnostics::{Diagnostic, Severity, codes};
use esql_planner::scan::{ScanError, ScanProblem};

/// A line that was left out, or a value that was: a warning.
#[must_use]
pub fn left_out(problem: &ScanProblem) -> Diagnostic {
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

/// Data that cannot be read, or must not be read on: an error.
#[must_use]
pub fn not_read(error: ScanError) -> Diagnostic {
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
            let mut error = left_out(&problem);
            error.severity = Severity::Error;
            error.help("without `--strict` it is left out and counted")
        }
    }
}
