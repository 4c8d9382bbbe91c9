//! The formatter: the same query, all comments, and nothing changes a second time.

use std::fs;

use esql_parser::esql::{FORMAT_WIDTH, TokenKind, dump, format, parse, print, tokens};
use proptest::prelude::*;

use crate::generate;

/// The comments of a text, ascending: commas may change places with them.
fn comments(text: &str) -> Vec<String> {
    let mut comments: Vec<String> = tokens(text)
        .iter()
        .filter(|token| matches!(token.kind, TokenKind::LineComment | TokenKind::BlockComment))
        .map(|token| token.span.text(text).trim_end().to_owned())
        .collect();
    comments.sort();
    comments
}

/// The tree without the case of function names.
fn tree(text: &str) -> String {
    dump(&parse(text).query).to_lowercase()
}

fn check(text: &str) -> Result<(), TestCaseError> {
    let formatted = format(text).map_err(|errors| TestCaseError::fail(format!("{errors:?}")))?;
    prop_assert!(parse(&formatted).diagnostics.is_empty(), "{}\n---\n{}", text, formatted);
    prop_assert_eq!(tree(&formatted), tree(text), "{}\n---\n{}", text, formatted);
    prop_assert_eq!(comments(&formatted), comments(text), "{}\n---\n{}", text, formatted);
    let again = format(&formatted).unwrap_or_default();
    prop_assert_eq!(&again, &formatted, "{}", text);
    Ok(())
}

/// The text with every blank replaced by one of `blanks`, in turn.
fn scattered(text: &str, blanks: &[&str]) -> String {
    let mut blanks = blanks.iter().cycle();
    let mut scattered = String::new();
    for token in tokens(text) {
        match token.kind {
            TokenKind::Blank => scattered.push_str(blanks.next().unwrap_or(&" ")),
            _ => scattered.push_str(token.span.text(text)),
        }
    }
    scattered
}

proptest! {
    #[test]
    fn formatting_keeps_the_query_and_its_comments(
        query in generate::query(),
        blanks in prop::collection::vec(
            prop::sample::select(vec![
                " ", "\n", "\t", " ", "\n\n\n", " // note\n", "\n// own line  \n", " /* a\n  b */ ",
                "\n\n/* c */\n", "/* d */", " // e\n // f\n",
            ]),
            1..12,
        ),
    ) {
        let text = scattered(&print(&query), &blanks);
        prop_assume!(parse(&text).diagnostics.is_empty());
        check(&text)?;
    }
}

#[test]
fn every_valid_file() {
    for folder in ["ok", "format"] {
        let folder = format!("{}/../../testdata/syntax/{folder}", env!("CARGO_MANIFEST_DIR"));
        for entry in fs::read_dir(folder).unwrap() {
            check(&fs::read_to_string(entry.unwrap().path()).unwrap()).unwrap();
        }
    }
}

#[test]
fn layouts() {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("../snapshots");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    let _guard = settings.bind_to_scope();
    insta::glob!("../../../../testdata/syntax", "format/*.esql", |path| {
        let text = fs::read_to_string(path).unwrap().replace("\r\n", "\n");
        let formatted = format(&text).unwrap();
        for line in formatted.lines() {
            assert!(line.chars().count() <= FORMAT_WIDTH || line.contains('"'), "{line}");
        }
        insta::assert_snapshot!("format", formatted);
    });
}

#[test]
fn a_query_with_errors_is_left_alone() {
    assert_eq!(format("FROM a | WHERE").unwrap_err().len(), 1);
}
