//! A file with queries in it: a rule, a hunt, or a query alone.

use std::ops::Range;

use esql_diagnostics::{Diagnostic, SourceFile, codes};
use esql_engine::Query;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::rule::not_toml;
use crate::table::span;
use crate::toml_string;

/// What a file with queries is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    /// A detection rule: TOML with a table `[rule]`.
    Rule,
    /// A hunt: TOML with a table `[hunt]` and a list of queries.
    Hunt,
    /// A query alone.
    Query,
}

/// A file with queries in it.
#[derive(Clone, Debug)]
pub struct Document {
    kind: Kind,
    file: SourceFile,
    queries: Vec<Query>,
    /// Where each query stands in the file, quotes included.
    places: Vec<Range<usize>>,
}

impl Document {
    /// Reads a file called `name`, whose ending says whether it is TOML. `None` if there is
    /// nothing in it for us: a rule in another language, a hunt without ES|QL, other TOML.
    ///
    /// # Errors
    /// If the text is no TOML.
    pub fn read(name: &str, text: &str) -> Result<Option<Document>, Vec<Diagnostic>> {
        let file = SourceFile::new(name, text);
        if !is_toml(name) {
            let queries = vec![Query::new(name, text)];
            let places = std::iter::once(0..text.len()).collect();
            return Ok(Some(Document { kind: Kind::Query, file, queries, places }));
        }
        let (toml, errors) = DeTable::parse_recoverable(text);
        if !errors.is_empty() {
            return Err(errors.iter().map(|error| not_toml(codes::RULE_FILE, error)).collect());
        }
        let Some((kind, places)) = places(toml.get_ref()) else { return Ok(None) };
        let inside = |place: &Range<usize>| {
            let raw = text.get(place.clone()).unwrap_or("");
            let (query, map) = toml_string::read(raw, place.start);
            Query::inside(file.clone(), query, map)
        };
        let queries = places.iter().map(inside).collect();
        Ok(Some(Document { kind, file, queries, places }))
    }

    /// What it is.
    #[must_use]
    pub fn kind(&self) -> Kind {
        self.kind
    }

    /// The file.
    #[must_use]
    pub fn file(&self) -> &SourceFile {
        &self.file
    }

    /// The queries, in the order of the file.
    #[must_use]
    pub fn queries(&self) -> &[Query] {
        &self.queries
    }

    /// The text of the file with other queries in it, in their order; nothing else changes.
    ///
    /// # Errors
    /// If a query cannot be written as the TOML string that stands there, such as one with three
    /// quotes in a row.
    pub fn with_queries(&self, texts: &[String]) -> Result<String, Diagnostic> {
        let mut text = self.file.text().to_owned();
        for (place, query) in self.places.iter().zip(texts).rev() {
            let raw = text.get(place.clone()).unwrap_or("");
            let written = match self.kind {
                Kind::Query => Some(query.clone()),
                Kind::Rule | Kind::Hunt => toml_string::write(raw, query),
            };
            let Some(written) = written else {
                return Err(Diagnostic::error(
                    codes::OUTPUT,
                    "the query cannot be written in the quotes that stand around it",
                )
                .label(span(place.clone()), "these quotes")
                .help("put it in `'''` or `\"\"\"`"));
            };
            text.replace_range(place.clone(), &written);
        }
        Ok(text)
    }
}

/// Whether the file's name says that it is TOML.
fn is_toml(name: &str) -> bool {
    name.rsplit_once('.').is_some_and(|(_, ending)| ending.eq_ignore_ascii_case("toml"))
}

/// What a TOML document is, and where its queries stand.
fn places(toml: &DeTable<'_>) -> Option<(Kind, Vec<Range<usize>>)> {
    let table = |name: &str| toml.get(name).and_then(|value| value.get_ref().as_table());
    let is_string = |value: &&Spanned<DeValue<'_>>| value.get_ref().as_str().is_some();
    if let Some(rule) = table("rule") {
        let is_esql = |key: &str| {
            rule.get(key).is_none_or(|value| value.get_ref().as_str().is_none_or(|ty| ty == "esql"))
        };
        let query = rule.get("query").filter(is_string).map(Spanned::span);
        return (is_esql("type") && is_esql("language"))
            .then(|| (Kind::Rule, query.into_iter().collect()));
    }
    let hunt = table("hunt")?;
    let languages = hunt.get("language").and_then(|value| value.get_ref().as_array());
    let has = |language: &str| {
        languages.is_some_and(|all| all.iter().any(|one| one.get_ref().as_str() == Some(language)))
    };
    let queries = hunt.get("query").and_then(|value| value.get_ref().as_array())?;
    let is_ours = |query: &&Spanned<DeValue<'_>>| {
        query.get_ref().as_str().is_some_and(|text| !has("SQL") || !is_sql(text))
    };
    (languages.is_none() || has("ES|QL"))
        .then(|| (Kind::Hunt, queries.iter().filter(is_ours).map(Spanned::span).collect()))
}

/// Whether a query of a hunt in several languages is for osquery. Some begin with the name of the
/// language.
fn is_sql(text: &str) -> bool {
    let mut words = text.split_whitespace();
    let first = words.find(|word| !word.eq_ignore_ascii_case("sql"));
    first.is_some_and(|word| word.eq_ignore_ascii_case("select"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_queries_change() {
        let text =
            "# c\n[hunt]\nlanguage = ['ES|QL']\nquery = ['''\nFROM a''', \"FROM \\\"b\\\"\"] # d\n";
        let document = Document::read("h.toml", text).unwrap().unwrap();
        assert_eq!(document.queries().len(), 2);
        assert_eq!(document.queries()[1].text(), "FROM \"b\"");
        let changed = document.with_queries(&["FROM c".into(), "FROM \"d\"".into()]).unwrap();
        assert_eq!(
            changed,
            "# c\n[hunt]\nlanguage = ['ES|QL']\nquery = ['''\nFROM c''', \"FROM \\\"d\\\"\"] # d\n"
        );
        assert!(document.with_queries(&["'''".into(), String::new()]).is_err());
    }

    #[test]
    fn queries_of_hunts_in_other_languages() {
        let text =
            "[hunt]\nlanguage = ['ES|QL', 'SQL']\nquery = ['from a', 'sql select 1', 'sql from b']";
        let document = Document::read("h.toml", text).unwrap().unwrap();
        let texts = document.queries().iter().map(Query::text).collect::<Vec<_>>();
        assert_eq!(texts, ["from a", "sql from b"]);
    }

    #[test]
    fn what_is_not_for_us() {
        for text in
            ["[rule]\ntype = 'eql'\nquery = 'x'", "[tool]\nquery = 'x'", "[hunt]\nquery = 'x'"]
        {
            assert!(Document::read("r.toml", text).unwrap().is_none(), "{text}");
        }
        assert!(Document::read("r.toml", "[rule").is_err());
        assert_eq!(Document::read("q.esql", "ROW a = 1").unwrap().unwrap().kind(), Kind::Query);
    }
}
