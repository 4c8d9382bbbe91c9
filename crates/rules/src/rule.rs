//! A rule file: what it says of the rule, and the query with its place.

use esql_diagnostics::{Code, Diagnostic, SourceFile, Span, codes};
use esql_engine::Query;
use esql_engine::functions::StackVersion;
use esql_engine::parser::esql::{self, ast};
use toml::de::{DeTable, DeValue};

use crate::table::{Table, span};
use crate::toml_string;

/// The number of alerts that a rule makes at most in a run if it does not say so itself.
const DEFAULT_MAX_SIGNALS: u64 = 100;

/// A detection rule of type `esql`.
#[derive(Clone, Debug)]
pub struct Rule {
    /// What it is called; the file's name if the rule gives none.
    pub name: String,
    /// Its stable identifier, a UUID.
    pub rule_id: Option<String>,
    /// `low`, `medium`, `high` or `critical`.
    pub severity: Option<String>,
    /// From 0 to 100.
    pub risk_score: Option<u64>,
    /// Since when events count in a run, in date math such as `now-9m`.
    pub from: Option<String>,
    /// How often it runs, such as `5m`.
    pub interval: Option<String>,
    /// How many alerts a run makes at most.
    pub max_signals: u64,
    /// The oldest stack version that it is made for, such as `8.19.0`.
    pub min_stack_version: Option<String>,
    query: Query,
}

impl Rule {
    /// The oldest stack version that it is made for, if it says so and that is one.
    #[must_use]
    pub fn oldest_stack(&self) -> Option<StackVersion> {
        self.min_stack_version.as_deref()?.parse().ok()
    }

    /// Reads a rule in TOML; `name` is the file's name in diagnostics.
    ///
    /// # Errors
    /// If the text is no TOML, is no rule or is a rule of another type. The places of the
    /// diagnostics refer to `text`.
    pub fn parse(name: &str, text: &str) -> Result<Rule, Vec<Diagnostic>> {
        let (document, errors) = DeTable::parse_recoverable(text);
        if !errors.is_empty() {
            return Err(errors.iter().map(|error| not_toml(codes::RULE_FILE, error)).collect());
        }
        let document = document.get_ref();
        let Some((place, entries)) = table(document, "rule") else {
            return Err(vec![no_rule(document)]);
        };
        let mut diagnostics = Vec::new();
        let min_stack_version = table(document, "metadata").and_then(|(_, metadata)| {
            Table::new("metadata", metadata, &mut diagnostics).string("min_stack_version")
        });
        let mut rule = Table::new("rule", entries, &mut diagnostics);
        let title = rule.string("name");
        let rule_id = rule.string("rule_id");
        let severity = rule.string("severity");
        let risk_score = rule.count("risk_score");
        let from = rule.string("from");
        let interval = rule.string("interval");
        let max_signals = rule.count("max_signals");
        let kind = rule.placed("type");
        let language = rule.placed("language");
        let query = rule.placed("query");
        if let Some(diagnostic) = other_type(kind, language) {
            diagnostics.push(diagnostic);
        } else if query.is_none() && diagnostics.is_empty() {
            diagnostics.push(
                Diagnostic::error(codes::RULE_FILE, "the rule has no `query`")
                    .label(place, "no `query` in this table"),
            );
        }
        let (Some((_, span)), true) = (query, diagnostics.is_empty()) else {
            return Err(diagnostics);
        };
        let (query, map) = toml_string::read(span.text(text), span.start as usize);
        Ok(Rule {
            name: title.unwrap_or_else(|| name.to_owned()),
            rule_id,
            severity,
            risk_score,
            from,
            interval,
            max_signals: max_signals.unwrap_or(DEFAULT_MAX_SIGNALS),
            min_stack_version,
            query: Query::inside(SourceFile::new(name, text), query, map),
        })
    }

    /// A query alone as a rule that says nothing of itself.
    #[must_use]
    pub fn of_query(query: Query) -> Rule {
        Rule {
            name: query.file().name().to_owned(),
            rule_id: None,
            severity: None,
            risk_score: None,
            from: None,
            interval: None,
            max_signals: DEFAULT_MAX_SIGNALS,
            min_stack_version: None,
            query,
        }
    }

    /// The query, in its place.
    #[must_use]
    pub fn query(&self) -> &Query {
        &self.query
    }

    /// Whether each alert stands for several events: the query has a STATS of its own. INLINE
    /// STATS keeps the rows, so it does not count.
    #[must_use]
    pub fn is_aggregating(&self) -> bool {
        let commands = esql::parse(self.query.text()).query.commands;
        commands
            .iter()
            .any(|command| matches!(&command.kind, ast::CommandKind::Stats(stats) if !stats.inline))
    }
}

/// The table `[name]` of a document and the place of its header.
pub(crate) fn table<'a>(document: &'a DeTable<'a>, name: &str) -> Option<(Span, &'a DeTable<'a>)> {
    let value = document.get(name)?;
    match value.get_ref() {
        DeValue::Table(entries) => Some((span(value.span()), entries)),
        _ => None,
    }
}

/// The diagnostics of a text that is no TOML.
pub(crate) fn not_toml(code: Code, error: &toml::de::Error) -> Diagnostic {
    let diagnostic = Diagnostic::error(code, format!("not valid TOML: {}", error.message()));
    match error.span() {
        Some(place) => diagnostic.label(span(place), "here"),
        None => diagnostic,
    }
}

fn no_rule(document: &DeTable<'_>) -> Diagnostic {
    let diagnostic = Diagnostic::error(codes::RULE_FILE, "no detection rule: no table `[rule]`");
    match table(document, "hunt") {
        Some((place, _)) => diagnostic
            .label(place, "this is a hunt")
            .help("copy one of its queries to a file of its own that ends in `.esql`"),
        None => diagnostic
            .label(Span::at(0), "")
            .help("a query alone stands in a file that ends in `.esql`"),
    }
}

/// The refusal of a rule whose query is in another language.
fn other_type(kind: Option<(&str, Span)>, language: Option<(&str, Span)>) -> Option<Diagnostic> {
    if let Some((kind, place)) = kind.filter(|(kind, _)| *kind != "esql") {
        let message = format!("rule is of type `{kind}`; esql-run runs ES|QL rules");
        return Some(
            Diagnostic::error(codes::RULE_TYPE, message).label(place, "not of type `esql`"),
        );
    }
    let (language, place) = language.filter(|(language, _)| *language != "esql")?;
    let message = format!("the query is written in `{language}`; esql-run runs ES|QL rules");
    Some(Diagnostic::error(codes::RULE_TYPE, message).label(place, "not `esql`"))
}

#[cfg(test)]
mod tests {
    use esql_diagnostics::render::{self, Style};

    use super::*;

    fn errors(text: &str) -> String {
        let source = SourceFile::new("rule.toml", text);
        let diagnostics = Rule::parse("rule.toml", text).unwrap_err();
        let texts: Vec<String> =
            diagnostics.iter().map(|one| render::text(one, &source, Style::Plain, 80)).collect();
        texts.join("\n\n")
    }

    #[test]
    fn what_a_rule_says() {
        let rule = Rule::parse(
            "r.toml",
            "[metadata]\nmin_stack_version = \"8.19.0\"\n[rule]\nname = \"R\"\nseverity = \"low\"\n\
             risk_score = 21\nmax_signals = 5\ntype = \"esql\"\nquery = '''\nROW a = 1\n'''\n",
        )
        .unwrap();
        assert_eq!(rule.name, "R");
        assert_eq!(rule.severity.as_deref(), Some("low"));
        assert_eq!((rule.risk_score, rule.max_signals), (Some(21), 5));
        assert_eq!(rule.min_stack_version.as_deref(), Some("8.19.0"));
        assert_eq!(rule.query().text(), "ROW a = 1\n");
        let rule = Rule::parse("r.toml", "[rule]\nquery = 'ROW a = 1'").unwrap();
        assert_eq!((rule.name.as_str(), rule.max_signals), ("r.toml", 100));
    }

    #[test]
    fn aggregating_rules() {
        for (query, aggregating) in [
            ("FROM a | STATS c = COUNT(*)", true),
            ("FROM a | INLINE STATS c = COUNT(*)", false),
            ("FROM a | WHERE x == \"| STATS \"", false),
        ] {
            let rule = Rule::parse("r", &format!("[rule]\nquery = '{query}'")).unwrap();
            assert_eq!(rule.is_aggregating(), aggregating, "{query}");
        }
    }

    #[test]
    fn diagnostics_point_into_the_file() {
        let rule = Rule::parse("r", "[rule]\nquery = '''\nFROM a\n| KEEP x'''\n").unwrap();
        let here = Diagnostic::error(codes::SYNTAX, "x").label(Span::new(14, 15), "");
        let placed = rule.query().place(here).span().unwrap();
        assert_eq!(placed.text(rule.query().file().text()), "x");
    }

    #[test]
    fn what_is_no_rule() {
        insta::assert_snapshot!("not_toml", errors("[rule]\nname = \"a\ntype = esql\n"));
        insta::assert_snapshot!("no_rule", errors("[metadata]\nmaturity = \"production\"\n"));
        insta::assert_snapshot!("hunt", errors("[hunt]\nquery = ['FROM a']\n"));
        insta::assert_snapshot!("no_query", errors("[rule]\ntype = \"esql\"\n"));
        insta::assert_snapshot!(
            "other_type",
            errors("[rule]\ntype = \"eql\"\nlanguage = \"eql\"\nquery = 'process where true'\n")
        );
        insta::assert_snapshot!("other_language", errors("[rule]\nlanguage = \"kuery\"\n"));
        insta::assert_snapshot!(
            "wrong_types",
            errors("[rule]\ntype = \"esql\"\nmax_signals = -1\nquery = ['FROM a']\n")
        );
    }
}
