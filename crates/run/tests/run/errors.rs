//! What is said when there is no answer.

use crate::program::{call, folder};

const EVENTS: &str = "{\"process\":{\"name\":\"sh\"}}\n";

/// The whole output of a call in a folder with `rule.toml`, `query.esql` and `events.ndjson`.
fn failure(query: &str, args: &[&str]) -> String {
    let rule = format!("[rule]\nname = \"R\"\ntype = \"esql\"\nquery = '''\n{query}\n'''\n");
    let folder = folder(&[("rule.toml", &rule), ("query.esql", query), ("events.ndjson", EVENTS)]);
    let called = call(folder.path(), args);
    assert_eq!(called.code, Some(2), "{}", called.stderr);
    assert_eq!(called.stdout, "");
    called.text()
}

const QUERY: &str =
    "FROM *\n| WHERE proces.nmae == \"sh\" AND LENGHT(process.name) > 1\n| EVLA x = 1";

#[test]
fn errors_of_the_query_point_into_the_rule() {
    insta::assert_snapshot!("query", failure(QUERY, &["rule.toml", "events.ndjson"]));
    insta::assert_snapshot!(
        "unmapped_fail",
        failure("FROM * | KEEP proces.name", &["rule.toml", "events.ndjson", "--unmapped", "fail"])
    );
}

#[test]
fn errors_for_programs() {
    insta::assert_snapshot!(
        "query_json",
        failure(QUERY, &["query.esql", "events.ndjson", "-f", "json"])
    );
}

#[test]
fn arguments() {
    let ok = "FROM *";
    insta::assert_snapshot!("no_data", failure(ok, &["rule.toml"]));
    insta::assert_snapshot!("no_such_rule", failure(ok, &["rules.toml", "events.ndjson"]));
    insta::assert_snapshot!("no_such_data", failure(ok, &["rule.toml", "event.ndjson"]));
    insta::assert_snapshot!("swapped", failure(ok, &["events.ndjson", "rule.toml"]));
    insta::assert_snapshot!("no_rule", failure(ok, &["events.ndjson"]));
    insta::assert_snapshot!("query_as_file", failure(ok, &["FROM * | LIMIT 1", "events.ndjson"]));
    insta::assert_snapshot!("folder_as_rule", failure(ok, &[".", "events.ndjson"]));
    insta::assert_snapshot!("no_arguments", failure(ok, &["--quiet"]));
    insta::assert_snapshot!("bad_size", failure(ok, &["query.esql", "--memory", "lots"]));
    insta::assert_snapshot!("bad_time", failure(ok, &["query.esql", "--now", "yesterday"]));
    insta::assert_snapshot!(
        "no_folder_for_output",
        failure("ROW a = 1", &["query.esql", "-o", "none/out.csv"])
    );
}

#[test]
fn rules_of_other_types() {
    let rule =
        "[rule]\nname = \"R\"\ntype = \"eql\"\nlanguage = \"eql\"\nquery = 'any where true'\n";
    let folder = folder(&[("rule.toml", rule), ("events.ndjson", EVENTS)]);
    insta::assert_snapshot!(
        "other_type",
        call(folder.path(), &["rule.toml", "events.ndjson"]).text()
    );
}
