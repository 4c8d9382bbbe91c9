//! Why the program ends without an answer.

use std::io;

use esql_engine::diagnostics::{Code, Diagnostic, SourceFile, codes};

use crate::exit::Exit;

/// What went wrong, with the text that the places refer to.
#[derive(Debug)]
pub(crate) struct Trouble {
    pub(crate) diagnostics: Vec<Diagnostic>,
    pub(crate) source: SourceFile,
}

impl Trouble {
    /// Diagnostics with places in `source`.
    pub(crate) fn new(diagnostics: Vec<Diagnostic>, source: SourceFile) -> Self {
        Trouble { diagnostics, source }
    }

    /// An error without a place.
    pub(crate) fn error(code: Code, message: impl Into<String>) -> Self {
        Trouble::from(Diagnostic::error(code, message))
    }

    /// The file at `path` cannot be read.
    pub(crate) fn not_read(path: &str, error: &io::Error) -> Self {
        Trouble::error(codes::FILE_NOT_READ, format!("cannot read `{path}`: {}", system(error)))
    }

    /// The file at `path` cannot be written.
    pub(crate) fn not_written(path: &str, error: &io::Error) -> Self {
        Trouble::error(codes::OUTPUT, format!("cannot write `{path}`: {}", system(error)))
    }

    /// A line of help to the last diagnostic.
    pub(crate) fn help(mut self, text: impl Into<String>) -> Self {
        if let Some(last) = self.diagnostics.pop() {
            self.diagnostics.push(last.help(text));
        }
        self
    }

    /// Whether it is of this kind.
    pub(crate) fn is_about(&self, code: Code) -> bool {
        self.diagnostics.iter().any(|one| one.code == code)
    }

    /// How the program ends.
    pub(crate) fn exit(&self) -> Exit {
        if self.diagnostics.iter().any(|one| one.code == codes::INTERRUPTED) {
            Exit::Interrupted
        } else {
            Exit::Error
        }
    }
}

impl From<Diagnostic> for Trouble {
    fn from(diagnostic: Diagnostic) -> Self {
        Trouble::new(vec![diagnostic], SourceFile::new("", ""))
    }
}

/// The system's words for an error, without its number.
fn system(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "there is no such file or folder".into(),
        io::ErrorKind::PermissionDenied => "permission denied".into(),
        io::ErrorKind::IsADirectory => "it is a folder".into(),
        _ => error.to_string(),
    }
}
