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

/// What a shell is told that could stand in place of the last word.
fn completed(folder: &std::path::Path, words: &[&str]) -> Vec<String> {
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_esql-run"))
        .args(["--", "esql-run"])
        .args(words)
        .env("ESQL_RUN_COMPLETE", "bash")
        .env("_CLAP_COMPLETE_INDEX", words.len().to_string())
        .env("_CLAP_IFS", "\n")
        .current_dir(folder)
        .output()
        .unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    // Folders and options can stand anywhere.
    let lines = text.lines().filter(|line| *line != "." && !line.starts_with('-'));
    lines.map(str::to_owned).collect()
}

#[test]
fn shells_complete_kinds_of_files_and_names() {
    let files = crate::program::folder(&[("r.toml", ""), ("q.esql", ""), ("events.ndjson.gz", "")]);
    let completed = |words: &[&str]| completed(files.path(), words);
    assert_eq!(completed(&["why", ""]), ["q.esql", "r.toml"]);
    assert_eq!(completed(&["why", "r.toml", ""]), ["events.ndjson.gz"]);
    assert_eq!(completed(&["check", "r"]), ["r.toml"]);
    assert_eq!(completed(&["fields", "e"]), ["events.ndjson.gz"]);
    assert_eq!(completed(&["check", "--allow", "sql-"]), ["sql-wildcard"]);
    assert_eq!(completed(&["functions", "date_tr"]), ["date_trunc"]);
    assert_eq!(completed(&["explain", "E0405"]), ["E0405"]);
}
