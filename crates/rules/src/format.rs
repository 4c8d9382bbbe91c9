//! The file with its queries in their canonical layout.

use esql_diagnostics::Diagnostic;
use esql_engine::on_deep_stack;
use esql_engine::parser::esql;

use crate::{Document, Kind};

/// The text of the file with each of its queries in its canonical layout; nothing else changes.
///
/// # Errors
/// The syntax errors of its queries, with places in the file.
pub fn formatted(document: &Document) -> Result<String, Vec<Diagnostic>> {
    let mut texts = Vec::new();
    let mut errors = Vec::new();
    for query in document.queries() {
        match on_deep_stack(|| esql::format(query.text())) {
            Ok(mut text) => {
                let trailing = &query.text()[query.text().trim_end().len()..];
                // Quotes around several lines close on a line of their own.
                if document.kind() == Kind::Query || text.contains('\n') || trailing.contains('\n')
                {
                    text.push('\n');
                }
                texts.push(text);
            }
            Err(diagnostics) => errors.extend(diagnostics.into_iter().map(|one| query.place(one))),
        }
    }
    if !errors.is_empty() {
        return Err(errors);
    }
    document.with_queries(&texts).map_err(|error| vec![error])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn format(name: &str, text: &str) -> Result<String, Vec<Diagnostic>> {
        formatted(&Document::read(name, text).unwrap().unwrap())
    }

    #[test]
    fn only_queries_change() {
        let text = "# rule\n[hunt]\nlanguage=['ES|QL']\nquery = ['''\nfrom a | limit  1''', \
                    \"from b\", '''\nfrom c\n''']\n";
        let wanted = "# rule\n[hunt]\nlanguage=['ES|QL']\nquery = ['''\nFROM a\n| LIMIT 1\n''', \
                      \"FROM b\", '''\nFROM c\n''']\n";
        assert_eq!(format("hunt.toml", text).unwrap(), wanted);
        assert_eq!(format("hunt.toml", wanted).unwrap(), wanted);
        assert_eq!(format("query.esql", "from a\n\n").unwrap(), "FROM a\n");
    }

    #[test]
    fn errors_have_places_in_the_file() {
        let errors = format("rule.toml", "[rule]\nquery = 'FROM a | WHERE'").unwrap_err();
        assert!(errors[0].span().unwrap().start > 16, "{errors:?}");
    }
}
