//! Changes that mend what was found.

use esql_diagnostics::{Diagnostic, Span};

use super::Finding;
use crate::Document;

/// Other text for a span of a query.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Edit {
    /// What goes, in the query's own text.
    pub span: Span,
    /// What comes.
    pub text: String,
}

/// The text of the file with all fixes of `findings` made; of edits that overlap, the first is.
///
/// # Errors
/// If a query cannot be written back.
pub fn fixed(document: &Document, findings: &[Finding]) -> Result<String, Diagnostic> {
    let queries = document.queries().iter().enumerate().map(|(number, query)| {
        let fixes = findings.iter().filter_map(|finding| finding.fix.as_ref());
        let edits = fixes.filter(|fix| fix.query == number).flat_map(|fix| fix.edits.clone());
        edited(query.text(), edits.collect())
    });
    document.with_queries(&queries.collect::<Vec<_>>())
}

/// The text with the edits made.
fn edited(text: &str, mut edits: Vec<Edit>) -> String {
    edits.sort_by_key(|edit| edit.span);
    let mut edited = String::new();
    let mut at = 0;
    for Edit { span, text: new } in edits {
        let range = span.range();
        if let Some(kept) = text.get(at..range.start).filter(|_| range.end <= text.len()) {
            edited.push_str(kept);
            edited.push_str(&new);
            at = range.end;
        }
    }
    edited.push_str(text.get(at..).unwrap_or(""));
    edited
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn edits_in_order() {
        let edit = |start, end, text: &str| Edit { span: Span::new(start, end), text: text.into() };
        let edits = vec![edit(4, 5, "E"), edit(0, 1, "AA"), edit(0, 2, "x"), edit(9, 12, "?")];
        assert_eq!(edited("abcdef", edits), "AAbcdEf");
    }
}
