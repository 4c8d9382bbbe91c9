//! One diagnostic: code, severity, message, labelled places and help.

use crate::{Code, SourceMap, Span};

/// How bad it is.
#[derive(Clone, Copy, PartialEq, Eq, Debug, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Worth knowing.
    Info,
    /// Suspicious, but the query runs.
    Warning,
    /// The query cannot run.
    Error,
}

impl Severity {
    /// The word that stands in front of the message.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Severity::Info => "info",
            Severity::Warning => "warning",
            Severity::Error => "error",
        }
    }
}

/// A place and what is the matter there.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Label {
    /// Where in the source.
    pub span: Span,
    /// What is wrong there; may be empty.
    pub text: String,
}

/// Something to tell the author of a query, with its places in one source.
///
/// Messages are lower case, without a final stop, with names in backquotes; the label says what
/// is wrong at the place, help says what to do.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Diagnostic {
    /// The stable code.
    pub code: Code,
    /// How bad it is.
    pub severity: Severity,
    /// What is wrong, in one line.
    pub message: String,
    /// The places; the first is the primary one.
    pub labels: Vec<Label>,
    /// What to do next.
    pub help: Vec<String>,
    /// Elasticsearch's own text for the same problem, where clients rely on it.
    pub elastic: Option<String>,
}

impl Diagnostic {
    /// An error with `message`.
    pub fn error(code: Code, message: impl Into<String>) -> Self {
        Diagnostic {
            code,
            severity: Severity::Error,
            message: message.into(),
            labels: Vec::new(),
            help: Vec::new(),
            elastic: None,
        }
    }

    /// A warning with `message`.
    pub fn warning(code: Code, message: impl Into<String>) -> Self {
        Diagnostic { severity: Severity::Warning, ..Diagnostic::error(code, message) }
    }

    /// Adds a labelled place; the first added is the primary one.
    #[must_use]
    pub fn label(mut self, span: Span, text: impl Into<String>) -> Self {
        self.labels.push(Label { span, text: text.into() });
        self
    }

    /// Adds a line of help.
    #[must_use]
    pub fn help(mut self, text: impl Into<String>) -> Self {
        self.help.push(text.into());
        self
    }

    /// Adds a line of help if there is one.
    #[must_use]
    pub fn maybe_help(self, text: Option<String>) -> Self {
        match text {
            Some(text) => self.help(text),
            None => self,
        }
    }

    /// Sets Elasticsearch's own text for this problem.
    #[must_use]
    pub fn elastic(mut self, text: impl Into<String>) -> Self {
        self.elastic = Some(text.into());
        self
    }

    /// The primary place, if it has any.
    #[must_use]
    pub fn span(&self) -> Option<Span> {
        self.labels.first().map(|label| label.span)
    }

    /// Whether it stops the query.
    #[must_use]
    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }

    /// The same diagnostic with its places moved into the text around.
    #[must_use]
    pub fn mapped(mut self, map: &SourceMap) -> Self {
        for label in &mut self.labels {
            label.span = map.span(label.span);
        }
        self
    }
}
