//! Snapshots of the files in `testdata/syntax`: trees of valid text, diagnostics of invalid text.

use std::fs;
use std::path::Path;

use esql_diagnostics::render::{Style, text};
use esql_diagnostics::{Diagnostic, SourceFile};
use esql_parser::{esql, kql};

fn snapshots() -> insta::Settings {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("../snapshots");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings
}

/// The file's name and text, line ends as in the repository on every system.
fn read(path: &Path) -> SourceFile {
    let name = path.file_name().unwrap().to_string_lossy();
    SourceFile::new(name, fs::read_to_string(path).unwrap().replace("\r\n", "\n"))
}

fn render(diagnostics: &[Diagnostic], source: &SourceFile) -> String {
    let mut out = String::new();
    for diagnostic in diagnostics {
        out.push_str(&text(diagnostic, source, Style::Plain, 100));
        if let Some(elastic) = &diagnostic.elastic {
            out.push_str("\n  elastic: ");
            out.push_str(elastic);
        }
        out.push_str("\n\n");
    }
    out
}

#[test]
fn esql_valid() {
    let _guard = snapshots().bind_to_scope();
    insta::glob!("../../../../testdata/syntax", "ok/*.esql", |path| {
        let source = read(path);
        let parsed = esql::parse(source.text());
        assert_eq!(render(&parsed.diagnostics, &source), "");
        let printed = esql::print(&parsed.query);
        insta::assert_snapshot!("ok", format!("{}\n{printed}", esql::dump(&parsed.query)));
        let again = esql::parse(&printed);
        assert_eq!(again.diagnostics, []);
        assert_eq!(esql::dump(&again.query), esql::dump(&parsed.query));
        assert_eq!(esql::print(&again.query), printed);
    });
}

#[test]
fn esql_invalid() {
    let _guard = snapshots().bind_to_scope();
    insta::glob!("../../../../testdata/syntax", "err/*.esql", |path| {
        let source = read(path);
        let parsed = esql::parse(source.text());
        assert!(!parsed.diagnostics.is_empty());
        insta::assert_snapshot!("err", render(&parsed.diagnostics, &source));
    });
}

#[test]
fn kql_valid() {
    let _guard = snapshots().bind_to_scope();
    insta::glob!("../../../../testdata/syntax", "kql-ok/*.kql", |path| {
        let source = read(path);
        let parsed = kql::parse(source.text());
        assert_eq!(render(&parsed.diagnostics, &source), "");
        let printed = kql::print(&parsed.query);
        insta::assert_snapshot!("kql-ok", format!("{}\n{printed}", kql::dump(&parsed.query)));
        let again = kql::parse(&printed);
        assert_eq!(again.diagnostics, []);
        assert_eq!(kql::dump(&again.query), kql::dump(&parsed.query));
    });
}

#[test]
fn kql_invalid() {
    let _guard = snapshots().bind_to_scope();
    insta::glob!("../../../../testdata/syntax", "kql-err/*.kql", |path| {
        let source = read(path);
        let parsed = kql::parse(source.text());
        assert!(!parsed.diagnostics.is_empty());
        insta::assert_snapshot!("kql-err", render(&parsed.diagnostics, &source));
    });
}

#[test]
fn tokens_have_a_text_form() {
    let query = "from logs-* metadata _id\n| where a.b >= 1.5 and not c : \"x\" // end";
    insta::assert_snapshot!(esql::print_tokens(query, &esql::tokens(query)), @r#"
    0..4 command "from"
    5..11 source "logs-*"
    12..20 keyword "metadata"
    21..24 identifier "_id"
    25..26 symbol "|"
    27..32 command "where"
    33..34 identifier "a"
    34..35 symbol "."
    35..36 identifier "b"
    37..39 symbol ">="
    40..43 decimal "1.5"
    44..47 keyword "and"
    48..51 keyword "not"
    52..53 identifier "c"
    54..55 symbol ":"
    56..59 string "\"x\""
    60..66 comment "// end"
    "#);
}

#[test]
fn a_string_inside_a_query_keeps_its_place() {
    let query = r#"FROM logs | WHERE KQL("a: \"x\" or or b: 1")"#;
    let start = query.find("\"a").unwrap();
    let (text, map) = esql::string::map(&query[start..query.len() - 1], start);
    let parsed = kql::parse(&text);
    let diagnostic = parsed.diagnostics[0].clone().mapped(&map);
    assert_eq!(diagnostic.span().unwrap().start as usize, query.rfind("or b").unwrap());
}
