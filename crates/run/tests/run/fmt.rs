//! `esql-run fmt`: queries in their canonical layout.

use std::fs;

use crate::program::{call, call_with, folder};

const RULE: &str =
    "[rule] # a rule\nname='n'\nlanguage = 'esql'\nquery = '''\nfrom a // all\n| where x==1\n'''\n";

#[test]
fn files_are_formatted_in_place() {
    let files = folder(&[
        ("a.toml", RULE),
        ("b.esql", "FROM a\n| LIMIT 1\n"),
        ("c.esql", "FROM a | WHERE"),
        ("d.toml", "[rule]\nlanguage = 'eql'\nquery = 'any where true'\n"),
    ]);
    let check = call(files.path(), &["fmt", "--check", "."]);
    assert_eq!(check.code, Some(2), "{}", check.stderr);
    assert_eq!(check.stdout, "a.toml\n");
    fs::remove_file(files.path().join("c.esql")).unwrap();
    assert_eq!(call(files.path(), &["fmt", "--check", "."]).code, Some(1));
    let done = call(files.path(), &["fmt", "*.toml", "b.esql"]);
    assert_eq!((done.code, done.stdout.as_str()), (Some(0), ""));
    assert_eq!(done.stderr, "1 formatted, 1 in layout already\n");
    let text = fs::read_to_string(files.path().join("a.toml")).unwrap();
    assert_eq!(text, RULE.replace("from a", "FROM a").replace("where x==1", "WHERE x == 1"));
    assert_eq!(call(files.path(), &["fmt", "--check", "."]).code, Some(0));
}

#[test]
fn standard_input_to_standard_output() {
    let files = folder(&[]);
    let called = call_with(files.path(), &["fmt", "-"], "from a|limit 1");
    assert_eq!((called.code, called.stdout.as_str()), (Some(0), "FROM a\n| LIMIT 1\n"));
    assert_eq!(call(files.path(), &["fmt", "none/"]).code, Some(2));
}
