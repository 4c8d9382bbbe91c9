//! Why an execution ends without an answer. No value of a document is ever a reason.

use std::fmt;

use esql_data::SiteId;
use esql_functions::ArgError;
use esql_planner::scan::ScanError;

/// Why an execution ends without an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ExecError {
    /// The documents cannot be read.
    Scan(ScanError),
    /// More memory is needed than is allowed.
    Memory {
        /// How many bytes are allowed.
        limit: usize,
        /// The operator that asked for more.
        operator: &'static str,
    },
    /// Memory does not suffice, and a temporary file cannot be written or read.
    TemporaryFile {
        /// What is wrong.
        message: String,
    },
    /// The caller cancelled.
    Interrupted,
    /// Something outside of the query fails that a command asks.
    Service {
        /// What is wrong, in a sentence.
        message: String,
        /// The command.
        site: SiteId,
    },
    /// A function cannot work with a constant argument.
    Prepare {
        /// What is wrong with which argument.
        error: ArgError,
        /// The call.
        site: SiteId,
    },
}

impl fmt::Display for ExecError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ExecError::Scan(ScanError::Io { file, message }) => {
                write!(f, "cannot read `{file}`: {message}")
            }
            ExecError::Scan(ScanError::Compression { file, message }) => {
                write!(f, "cannot decompress `{file}`: {message}")
            }
            ExecError::Scan(ScanError::Strict(problem)) => {
                write!(f, "{}:{}: {}", problem.file, problem.line, problem.message)
            }
            ExecError::Memory { limit, operator } => {
                write!(f, "`{operator}` needs more memory than the limit of {limit} bytes")
            }
            ExecError::TemporaryFile { message } => write!(f, "a temporary file failed: {message}"),
            ExecError::Interrupted => f.write_str("interrupted"),
            ExecError::Service { message, .. } => f.write_str(message),
            ExecError::Prepare { error, .. } => f.write_str(&error.message),
        }
    }
}

impl std::error::Error for ExecError {}

impl From<ScanError> for ExecError {
    fn from(error: ScanError) -> Self {
        ExecError::Scan(error)
    }
}
