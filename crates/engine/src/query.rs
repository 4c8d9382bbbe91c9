//! A query and the file that it stands in.

use esql_diagnostics::{Diagnostic, SourceFile, SourceMap, Span};

/// The text of a query, with its true place in a file.
#[derive(Clone, Debug)]
pub struct Query {
    /// The query alone, which spans of the parser and the planner refer to.
    text: SourceFile,
    /// The file around it, which people look at.
    file: SourceFile,
    map: SourceMap,
    /// The columns of the answer that are wanted, if not all.
    columns: Option<Vec<String>>,
}

impl Query {
    /// A query that is a whole file, or came from the command line; `name` is shown as its place.
    #[must_use]
    pub fn new(name: impl Into<String>, text: impl Into<String>) -> Self {
        let file = SourceFile::new(name, text);
        Query { text: file.clone(), file, map: SourceMap::shifted(0), columns: None }
    }

    /// A query inside a file: `map` leads from the query's text to the file's.
    #[must_use]
    pub fn inside(file: SourceFile, text: impl Into<String>, map: SourceMap) -> Self {
        let text = SourceFile::new(file.name(), text);
        Query { text, file, map, columns: None }
    }

    /// Only these columns of the answer are wanted, as far as there are such: neither the others nor
    /// the warnings of what they are computed from. The rows are the same.
    #[must_use]
    pub fn with_columns(self, columns: Vec<String>) -> Self {
        Query { columns: Some(columns), ..self }
    }

    /// The columns of the answer that are wanted, if not all.
    pub(crate) fn columns(&self) -> Option<&[String]> {
        self.columns.as_deref()
    }

    /// The query's text.
    #[must_use]
    pub fn text(&self) -> &str {
        self.text.text()
    }

    /// The query's text as a source of its own: lines and columns as Elasticsearch counts them.
    #[must_use]
    pub fn source(&self) -> &SourceFile {
        &self.text
    }

    /// The file that it stands in; places of diagnostics given out refer to it.
    #[must_use]
    pub fn file(&self) -> &SourceFile {
        &self.file
    }

    /// The line of the file, from 1, on which a part of the query begins.
    #[must_use]
    pub fn line(&self, span: Span) -> usize {
        self.file.position(self.map.span(span).start as usize).line
    }

    /// A diagnostic with its places in the file.
    #[must_use]
    pub fn place(&self, diagnostic: Diagnostic) -> Diagnostic {
        diagnostic.mapped(&self.map)
    }
}
