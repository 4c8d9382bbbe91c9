//! Help and the subcommands that print texts.

use std::path::Path;

use crate::program::call;

fn print(args: &[&str]) -> String {
    let called = call(Path::new("."), args);
    assert_eq!(called.code, Some(0), "{}", called.stderr);
    assert_eq!(called.stderr, "");
    called.stdout
}

#[test]
fn help() {
    insta::assert_snapshot!("help", print(&["--help"]));
    insta::assert_snapshot!("short_help", print(&["-h"]));
}

#[test]
fn a_function() {
    insta::assert_snapshot!("function", print(&["functions", "date_trunc"]));
    insta::assert_snapshot!("operator", print(&["functions", "LIKE"]));
    let list = print(&["functions"]);
    for expected in ["Date and time functions", "  DATE_TRUNC ", "Operators", "  LIKE "] {
        assert!(list.contains(expected), "{expected} in {list}");
    }
}

#[test]
fn an_unknown_function() {
    insta::assert_snapshot!(
        "unknown_function",
        call(Path::new("."), &["functions", "date_truc"]).text()
    );
}

#[test]
fn codes() {
    insta::assert_snapshot!("explain", print(&["explain", "e0201"]));
    assert!(print(&["explain"]).lines().count() > 30);
    let called = call(Path::new("."), &["explain", "E9999"]);
    assert_eq!(called.code, Some(2));
}

#[test]
fn for_shells_and_manuals() {
    assert!(print(&["completions", "bash"]).contains("esql-run"));
    assert!(print(&["man"]).starts_with(".ie"));
    assert!(print(&["--version"]).starts_with("esql-run "));
}
