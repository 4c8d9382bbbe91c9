//! Diagnostics as JSON values, one object each.

use serde_json::{Value, json};

use crate::{Diagnostic, SourceFile};

/// The diagnostic as an object with `severity`, `code`, `message`, `path`, `line`, `column`,
/// `end_line`, `end_column` (from 1; absent without a place), `label`, `help` and `elastic`.
#[must_use]
pub fn json(diagnostic: &Diagnostic, source: &SourceFile) -> Value {
    let mut object = json!({
        "severity": diagnostic.severity.name(),
        "code": diagnostic.code.name(),
        "message": diagnostic.message,
        "path": source.name(),
    });
    if let Some(label) = diagnostic.labels.first() {
        let start = source.position(label.span.start as usize);
        let end = source.position(label.span.end as usize);
        object["line"] = start.line.into();
        object["column"] = start.column.into();
        object["end_line"] = end.line.into();
        object["end_column"] = end.column.into();
        object["label"] = label.text.as_str().into();
    }
    object["help"] = diagnostic.help.clone().into();
    if let Some(elastic) = &diagnostic.elastic {
        object["elastic"] = elastic.as_str().into();
    }
    object
}
