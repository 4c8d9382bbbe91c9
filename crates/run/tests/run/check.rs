//! `esql-run check`: what is wrong with rules, in all formats.

use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::program::{call, call_with, folder};

/// A rule without errors on any stack.
const GOOD: &str = r#"[metadata]
creation_date = "2026/01/01"
updated_date = "2026/01/01"
min_stack_version = "9.3.0"

[rule]
author = ["me"]
description = "d"
language = "esql"
name = "n"
risk_score = 21
rule_id = "7d1ff2b7-7d1f-4b7d-9d1f-f2b77d1ff2b7"
severity = "low"
type = "esql"
query = '''
FROM logs-* METADATA _id, _version, _index
| WHERE process.name == "sh"
| KEEP *
'''
"#;

fn bad() -> String {
    GOOD.replace("9.3.0", "8.19.0")
        .replace("risk_score", "risk_scor")
        .replace("== \"sh\"", "LIKE \"%sh\" AND URL_DECODE(url.original) == 7")
}

fn project() -> tempfile::TempDir {
    let files = folder(&[
        ("good.toml", GOOD),
        ("bad.toml", &bad()),
        ("eql.toml", "[rule]\nlanguage = 'eql'\nquery = 'any where true'\n"),
    ]);
    fs::create_dir(files.path().join("sub")).unwrap();
    fs::write(files.path().join("sub/query.esql"), "FROM a | WHERE\n").unwrap();
    files
}

#[test]
fn everything_at_once() {
    let files = project();
    let called = call(files.path(), &["check", "."]);
    assert_eq!(called.code, Some(1));
    insta::assert_snapshot!("check_text", called.text());
    let called = call(files.path(), &["check", "*.toml", "--format", "github", "--quiet"]);
    insta::assert_snapshot!("check_github", called.text());
    let called = call(files.path(), &["check", "bad.toml", "--format", "junit", "--quiet"]);
    let text = called.text();
    let start = text.find("time=\"").unwrap();
    assert!(text[start..].starts_with("time=\"0."), "{text}");
    insta::assert_snapshot!("check_junit", text.replace(&text[start..start + 12], "time=\"...\""));
}

fn json(folder: &Path, args: &[&str]) -> Value {
    serde_json::from_str(&call(folder, args).stdout).unwrap()
}

#[test]
fn for_programs() {
    let files = project();
    let list = json(files.path(), &["check", "bad.toml", "-f", "json"]);
    let gate = list.as_array().unwrap().iter().find(|one| one["code"] == "E0405").unwrap();
    assert_eq!(gate["stack"], serde_json::json!(["8.19"]));
    insta::assert_snapshot!("check_json", format!("{gate:#}"));
    let sarif = json(files.path(), &["check", "bad.toml", "-f", "sarif"]);
    let run = &sarif["runs"][0];
    assert_eq!(run["results"].as_array().unwrap().len(), list.as_array().unwrap().len());
    for result in run["results"].as_array().unwrap() {
        let rule = &run["tool"]["driver"]["rules"]
            [usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap()];
        assert_eq!(rule["id"], result["ruleId"]);
    }
    insta::assert_snapshot!("check_sarif", format!("{:#}", run["results"][0]));
}

#[test]
fn stacks_levels_and_configuration() {
    let files = folder(&[
        (
            "a.esql",
            "FROM a | EVAL x = 1 | WHERE url.path LIKE \"%sh\" | EVAL y = URL_DECODE(url.path) | KEEP y\n",
        ),
        (
            "esql-run.toml",
            "[lints]\nunused-column = 'allow'\n[[allow]]\npaths = ['old/*']\nlints = ['sql-wildcard']\n",
        ),
    ]);
    fs::create_dir(files.path().join("old")).unwrap();
    fs::copy(files.path().join("a.esql"), files.path().join("old/b.esql")).unwrap();
    let codes = |folder: &str, args: &[&str]| {
        let args = [&["check", "-f", "json"], args].concat();
        let list = json(&files.path().join(folder), &args);
        let list = list.as_array().unwrap().iter();
        list.map(|one| one["lint"].as_str().unwrap_or(one["code"].as_str().unwrap()).to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(codes(".", &["a.esql"]), ["sql-wildcard"]);
    assert_eq!(codes(".", &["a.esql", "--stack", "8.19,9.3"]), ["sql-wildcard", "E0405"]);
    assert_eq!(codes(".", &["old"]), [""; 0]);
    assert_eq!(codes("old", &["b.esql"]), [""; 0]);
    assert_eq!(codes(".", &["a.esql", "--allow", "sql-wildcard"]), [""; 0]);
    let code = |args: &[&str]| call(files.path(), &[&["check"], args].concat()).code;
    assert_eq!(code(&["a.esql"]), Some(0));
    assert_eq!(code(&["a.esql", "--deny", "warnings"]), Some(1));
    assert_eq!(code(&["a.esql", "--deny", "sql-wildcard"]), Some(1));
    assert_eq!(code(&["a.esql", "--deny", "sql-wildcart"]), Some(2));
    assert_eq!(code(&["none.toml"]), Some(2));
    let called = call_with(files.path(), &["check", "-"], "FROM a | WHERE");
    assert_eq!(called.code, Some(1));
}

#[test]
fn slips_and_what_a_rule_does_not_claim() {
    let query = "WHERE proces.name == \"sh\" AND acme.kind == URL_DECODE(url.path)";
    let rule = GOOD.replace("WHERE process.name == \"sh\"", query);
    let files = folder(&[("rule.toml", &rule)]);
    let list = json(files.path(), &["check", "rule.toml", "--stack", "8.19", "-f", "json"]);
    let short = |one: &Value| format!("{} {} {}", one["severity"], one["message"], one["help"]);
    let list: Vec<String> = list.as_array().unwrap().iter().map(short).collect();
    insta::assert_snapshot!("check_slips", list.join("\n"));
}

#[test]
fn fixes() {
    let files = folder(&[("a.esql", "FROM a | WHERE url.path LIKE \"%sh\" // all\n")]);
    let called = call(files.path(), &["check", "--fix", "."]);
    assert_eq!(called.code, Some(0), "{}", called.text());
    insta::assert_snapshot!(
        "check_fix",
        called.text() + "\n---\n" + &fs::read_to_string(files.path().join("a.esql")).unwrap()
    );
}

#[test]
fn lints_are_explained() {
    let files = folder(&[]);
    insta::assert_snapshot!(
        "explain_lint",
        call(files.path(), &["explain", "sql-wildcard"]).text()
    );
    assert_eq!(call(files.path(), &["explain", "sql-wildcart"]).code, Some(2));
}
