//! Answers: formats, exit codes, where data come from.

use std::process::{Command, Stdio};

use crate::program::{call, call_with, folder};

const EVENTS: &str = r#"{"@timestamp":"2026-03-26T09:14:02Z","host":{"name":"web-01"},"process":{"args":["sh","-c","id"],"pid":7}}
{"@timestamp":"2026-03-26T09:15:02Z","host":{"name":"web-02"},"process":{"args":["ls"],"pid":9}}
"#;

const RULE: &str = r#"[rule]
name = "Shells"
severity = "low"
type = "esql"
max_signals = 1
query = '''
FROM * METADATA _id
| WHERE process.pid > 0
| KEEP host.name, process.args, process.pid
| SORT process.pid
| LIMIT 10
'''
"#;

#[test]
fn formats() {
    let folder = folder(&[("rule.toml", RULE), ("events.ndjson", EVENTS)]);
    for format in ["table", "json", "ndjson", "csv", "tsv", "md"] {
        let called = call(folder.path(), &["rule.toml", "events.ndjson", "-f", format, "--quiet"]);
        assert_eq!((called.code, called.stderr.as_str()), (Some(0), ""), "{format}");
        insta::assert_snapshot!(format!("format_{format}"), called.stdout);
    }
}

#[test]
fn a_rule_and_its_summary() {
    let folder = folder(&[("rule.toml", RULE), ("events.ndjson", EVENTS)]);
    insta::assert_snapshot!("rule", call(folder.path(), &["rule.toml", "events.ndjson"]).text());
}

#[test]
fn exit_codes_are_those_of_grep() {
    let folder = folder(&[("events.ndjson", EVENTS)]);
    let code = |query: &str| call(folder.path(), &["-q", query, "events.ndjson"]).code;
    assert_eq!(code("FROM *"), Some(0));
    assert_eq!(code("FROM * | WHERE host.name == \"web-03\""), Some(1));
    assert_eq!(code("FROM * | WHERE"), Some(2));
    assert_eq!(code("FROM * | WHERE host.name == 1"), Some(2));
}

#[test]
fn queries_need_no_file() {
    let folder = folder(&[]);
    insta::assert_snapshot!(
        "row",
        call(folder.path(), &["-q", "ROW a = 1 | EVAL b = a + 1", "--quiet"]).text()
    );
}

#[test]
fn data_from_standard_input() {
    let folder = folder(&[("query.esql", "FROM * | STATS c = COUNT(*)")]);
    let called = call_with(folder.path(), &["query.esql", "-", "-f", "csv", "--quiet"], EVENTS);
    assert_eq!((called.code, called.stdout.as_str()), (Some(0), "c\r\n2\r\n"));
}

#[test]
fn indices_by_name() {
    let folder = folder(&[("a.ndjson", EVENTS), ("b.ndjson", EVENTS)]);
    let called = call(
        folder.path(),
        &[
            "-q",
            "FROM one | STATS c = COUNT(*)",
            "--index",
            "one=a.ndjson",
            "--index",
            "two=b.ndjson",
            "-f",
            "csv",
        ],
    );
    assert_eq!(called.stdout, "c\r\n2\r\n", "{}", called.stderr);
}

#[test]
fn the_clock_can_stand_where_the_data_end() {
    let folder = folder(&[("events.ndjson", EVENTS)]);
    let query = "FROM * | WHERE @timestamp >= NOW() - 30 seconds | KEEP host.name";
    let called =
        call(folder.path(), &["-q", query, "events.ndjson", "--now", "latest", "-f", "csv"]);
    assert_eq!(called.stdout, "host.name\r\nweb-02\r\n", "{}", called.stderr);
    let now = "2026-03-26T09:14:02Z";
    let query = "ROW now = NOW()";
    let called = call(folder.path(), &["-q", query, "--now", now, "-f", "csv"]);
    assert_eq!(called.stdout, "now\r\n2026-03-26T09:14:02.000Z\r\n", "{}", called.stderr);
}

#[test]
fn limits() {
    let events: String = (0..1200).map(|at| format!("{{\"n\":{at}}}\n")).collect();
    let folder = folder(&[("events.ndjson", &events)]);
    let rows = |args: &[&str]| {
        let args: Vec<&str> =
            ["-q", "FROM *", "events.ndjson", "-f", "ndjson"].iter().chain(args).copied().collect();
        call(folder.path(), &args).stdout.lines().count()
    };
    assert_eq!(rows(&[]), 1000);
    assert_eq!(rows(&["--limit", "1100"]), 1100);
}

#[test]
fn output_to_a_file() {
    let folder = folder(&[("events.ndjson", EVENTS)]);
    let query = "FROM * | KEEP host.name | SORT host.name";
    let called = call(
        folder.path(),
        &["-q", query, "events.ndjson", "-f", "csv", "-o", "out.csv", "--quiet"],
    );
    assert_eq!((called.code, called.stdout.as_str()), (Some(0), ""));
    let written = std::fs::read_to_string(folder.path().join("out.csv")).unwrap();
    assert_eq!(written, "host.name\r\nweb-01\r\nweb-02\r\n");
}

#[test]
fn stages() {
    let folder = folder(&[("events.ndjson", EVENTS)]);
    for stage in ["tokens", "ast", "plan", "optimized", "physical"] {
        let called = call(
            folder.path(),
            &["-q", "FROM * | WHERE process.pid > 1 AND true", "events.ndjson", "--emit", stage],
        );
        assert_eq!(called.code, Some(0), "{}", called.stderr);
        assert!(!called.stdout.trim().is_empty(), "{stage}");
    }
}

#[test]
fn the_profile_names_the_operators() {
    let folder = folder(&[("events.ndjson", EVENTS)]);
    let called = call(folder.path(), &["-q", "FROM * | SORT process.pid", "events.ndjson", "-v"]);
    assert!(called.stderr.contains("rows out"), "{}", called.stderr);
    let called = call(folder.path(), &["-q", "FROM *", "events.ndjson", "-v", "-f", "json"]);
    let summary: serde_json::Value =
        serde_json::from_str(called.stderr.lines().last().unwrap()).unwrap();
    assert_eq!(summary["summary"]["documents"], 2);
    assert!(summary["summary"]["profile"].is_array());
}

#[test]
fn a_reader_that_goes_away_is_no_error() {
    let folder = folder(&[]);
    let mut child = Command::new(env!("CARGO_BIN_EXE_esql-run"))
        .args(["-q", "ROW a = \"x\"", "-f", "csv"])
        .current_dir(folder.path())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    assert_eq!(child.wait().unwrap().code(), Some(0));
}

#[test]
fn problems_of_the_data_are_told() {
    let lines = format!("{EVENTS}not json\n{{\"process\":{{\"pid\":\"x\"}}}}\n");
    let folder = folder(&[("events.ndjson", &lines)]);
    let args = ["-q", "FROM * | KEEP process.pid | SORT process.pid", "events.ndjson"];
    insta::assert_snapshot!("problems", call(folder.path(), &args).text());
    let strict: Vec<&str> = args.into_iter().chain(["--strict"]).collect();
    insta::assert_snapshot!("problems_strict", call(folder.path(), &strict).text());
}

#[test]
fn warnings_are_elasticsearchs_own() {
    let folder = folder(&[]);
    let query = "ROW a = [1, 2] | EVAL b = a + 1";
    insta::assert_snapshot!("warnings", call(folder.path(), &["-q", query]).text());
}
