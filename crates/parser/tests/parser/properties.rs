//! Properties of ES|QL.

use std::fs;

use esql_parser::esql::{dump, parse, print, tokens};
use proptest::prelude::*;

use crate::generate;

/// Pieces of queries in any order.
fn soup() -> impl Strategy<Value = String> {
    let fragment = prop_oneof![
        8 => prop::sample::select(vec![
            "FROM", "from logs-*", "ROW", "a = ", "WHERE", "EVAL", "STATS", "BY", "KEEP", "DROP",
            "RENAME", "AS", "SORT", "DESC", "NULLS FIRST", "LIMIT", "DISSECT", "GROK", "ENRICH",
            "LOOKUP JOIN", "ON", "WITH", "FORK", "MV_EXPAND", "FUSE", "COMPLETION", "SET",
            "METADATA", "PROMQL", "FILLNULL", "INLINE", "|", "||", ",", "(", ")", "[", "]", "{",
            "}", "=", "==", "!=", "<", "<=", "+", "-", "*", "/", "%", ":", "::", ".", ";", "?x",
            "??", "1", "1.5", "1e", "day", "\"s\"", "\"", "\"\"\"", "\"\\q\"", "'", "`q`", "`",
            "a.b*", "AND", "OR", "NOT", "IN", "IN (FROM", "LIKE", "IS NULL", "COUNT(*)", "//",
            "/*", "*/", "\n", "\\", "é", "🐔", "@", "_", "@timestamp", "sql\n",
        ]).prop_map(str::to_owned),
        1 => any::<char>().prop_map(String::from),
    ];
    let blank = prop::sample::select(vec!["", " ", "\n"]);
    prop::collection::vec((fragment, blank), 0..40)
        .prop_map(|pieces| pieces.into_iter().map(|(fragment, blank)| fragment + blank).collect())
}

/// Everything that must hold for any text.
fn check(text: &str) -> Result<(), TestCaseError> {
    let mut end = 0;
    for token in tokens(text) {
        prop_assert_eq!(token.span.start as usize, end, "a gap in the tokens");
        prop_assert!(!token.span.is_empty());
        prop_assert!(text.get(token.span.range()).is_some());
        end = token.span.end as usize;
    }
    prop_assert_eq!(end, text.len());

    let parsed = parse(text);
    for diagnostic in &parsed.diagnostics {
        prop_assert!(diagnostic.elastic.as_ref().is_none_or(|text| text.starts_with("line ")));
        for label in &diagnostic.labels {
            prop_assert!(text.get(label.span.range()).is_some());
        }
    }
    let printed = print(&parsed.query);
    if parsed.diagnostics.is_empty() {
        let again = parse(&printed);
        prop_assert!(again.diagnostics.is_empty(), "{}: {:?}", printed, again.diagnostics);
        prop_assert_eq!(dump(&again.query), dump(&parsed.query), "{}", printed);
    }
    Ok(())
}

proptest! {
    #[test]
    fn any_text_parses(text in soup()) {
        check(&text)?;
    }

    #[test]
    fn trees_read_back(query in generate::query()) {
        let printed = print(&query);
        let parsed = parse(&printed);
        prop_assert!(parsed.diagnostics.is_empty(), "{}: {:?}", printed, parsed.diagnostics);
        prop_assert_eq!(dump(&parsed.query), dump(&query), "{}", printed);
        prop_assert_eq!(print(&parsed.query), printed);
    }
}

#[test]
fn every_prefix_of_a_valid_query_parses() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../testdata/syntax/ok");
    for entry in fs::read_dir(folder).unwrap() {
        let text = fs::read_to_string(entry.unwrap().path()).unwrap();
        for end in (0..text.len()).filter(|&end| text.is_char_boundary(end)) {
            check(&text[..end]).unwrap();
        }
    }
}

#[test]
fn the_span_of_a_command_holds_its_text() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../testdata/syntax/ok");
    for entry in fs::read_dir(folder).unwrap() {
        let text = fs::read_to_string(entry.unwrap().path()).unwrap();
        let whole = parse(&text).query;
        let commands: Vec<&str> =
            whole.commands.iter().map(|command| command.span.text(&text)).collect();
        let again = parse(&commands.join("|")).query;
        assert_eq!(again.commands.len(), whole.commands.len(), "{text}");
        let mut whole = whole;
        whole.settings.clear();
        assert_eq!(dump(&again), dump(&whole), "{text}");
    }
}
