//! `esql-run scan`: many rules over one reading of the data.

use crate::program::{call, folder};

const EVENTS: &str = r#"{"_index":"logs-a","_id":"1","_source":{"host":{"name":"web-01"},"process":{"name":"sh","pid":7}}}
{"_index":"logs-a","_id":"2","_source":{"host":{"name":"web-02"},"process":{"name":"ls","pid":9}}}
{"_index":"logs-b","_id":"3","_source":{"host":{"name":"web-02"},"process":{"name":"sh","pid":11}}}
{"_index":"logs-b","_id":"4","_source":{"host":{"name":"web-02"},"process":{"name":"sh","pid":12}}}
"#;

fn rule(name: &str, severity: &str, query: &str) -> String {
    format!(
        "[rule]\nname = \"{name}\"\nseverity = \"{severity}\"\ntype = \"esql\"\nmax_signals = 2\n\
         query = '''\n{query}\n'''\n"
    )
}

#[test]
fn rules_of_a_folder() {
    let shells = rule(
        "Shells",
        "low",
        "FROM logs-* METADATA _id, _index, _version | WHERE process.name == \"sh\" | KEEP *",
    );
    let hosts = rule(
        "Hosts",
        "high",
        "FROM logs-b | WHERE process.name == \"sh\" | STATS COUNT(*) BY host.name",
    );
    let none = rule("None", "high", "FROM logs-a | WHERE process.pid > 100");
    let wrong = rule("Wrong", "medium", "FROM logs-a | WHERE process.pid >");
    let eql =
        "[rule]\nname = \"E\"\ntype = \"eql\"\nlanguage = \"eql\"\nquery = 'any where true'\n";
    let files = folder(&[("events.ndjson", EVENTS)]);
    let rules = files.path().join("rules");
    std::fs::create_dir(&rules).unwrap();
    for (name, text) in [
        ("shells.toml", shells.as_str()),
        ("hosts.toml", &hosts),
        ("none.toml", &none),
        ("wrong.toml", &wrong),
        ("eql.toml", eql),
        ("joined.esql", "FROM logs-a | FORK (WHERE process.pid == 7) (WHERE process.pid == 9)"),
    ] {
        std::fs::write(rules.join(name), text).unwrap();
    }
    let mut called = call(files.path(), &["scan", "rules", "events.ndjson"]);
    // The last column is the time.
    let lines = called.stdout.lines().map(|line| line.rsplit_once("  ").map_or(line, |it| it.0));
    called.stdout = lines.fold(String::new(), |text, line| text + line.trim_end() + "\n");
    insta::assert_snapshot!("scan_table", called.text());
    let called = call(files.path(), &["scan", "rules", "events.ndjson", "-f", "json", "--quiet"]);
    let mut report: serde_json::Value = serde_json::from_str(&called.stdout).unwrap();
    report["seconds"] = 0.into();
    report["rules"].as_array_mut().unwrap().iter_mut().for_each(|one| one["seconds"] = 0.into());
    insta::assert_snapshot!("scan_json", format!("{report:#}"));
}

#[test]
fn rules_and_data_are_wanted() {
    let files = folder(&[("events.ndjson", EVENTS), ("q.esql", "FROM a")]);
    insta::assert_snapshot!("scan_no_data", call(files.path(), &["scan", "q.esql"]).text());
    let called = call(files.path(), &["scan", "events.ndjson"]);
    insta::assert_snapshot!("scan_no_rules", called.text());
}
