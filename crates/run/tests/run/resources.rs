//! What commands read besides events: answers of a model, rules for user agents, databases.

use std::fs;
use std::path::Path;

use crate::program::{call, folder};

const EVENTS: &str = r#"{"host":{"name":"web-01"},"user_agent":{"original":"agent/7.1"}}
"#;

const ANSWERS: &str = r#"{"prompt": "is web-01 bad?", "completion": "verdict=TP"}
"#;

const REGEXES: &str = "user_agent_parsers:\n- regex: '(agent)/(\\d+)\\.(\\d+)'\n";

const TRIAGE: &str = r#"FROM *
| EVAL prompt = CONCAT("is ", host.name, " bad?")
| COMPLETION answer = prompt WITH {"inference_id": "model"}
| DISSECT answer "verdict=%{verdict}"
| KEEP host.name, verdict"#;

const AGENT: &str = r#"FROM *
| USER_AGENT ua = user_agent.original WITH {"regex_file": "own.yml", "properties": ["name", "version"]}
| KEEP ua.name, ua.version"#;

#[test]
fn answers_of_a_model_come_from_a_file() {
    let files = [("events.ndjson", EVENTS), ("answers.json", ANSWERS), ("bad.json", "[1]")];
    let folder = folder(&files);
    let args = ["-q", TRIAGE, "events.ndjson", "-f", "csv", "--quiet"];
    let ask = |completion: &[&str]| call(folder.path(), &[&args[..], completion].concat());
    let called = ask(&["--completion", "answers.json"]);
    assert_eq!(called.stdout.trim().replace('\r', ""), "host.name,verdict\nweb-01,TP");
    for (completion, part) in [
        (&[][..], "--completion FILE"),
        (&["--completion", "bad.json"][..], "an answer that is no string: `1`"),
        (&["--completion", "none.json"][..], "none.json"),
    ] {
        let called = ask(completion);
        assert_eq!(called.code, Some(2), "{}", called.stderr);
        assert!(called.stderr.contains(part), "{}", called.stderr);
    }
}

#[test]
fn rules_for_user_agents_come_from_a_file() {
    let folder = folder(&[("events.ndjson", EVENTS), ("own.yml", REGEXES)]);
    let args = ["-q", AGENT, "events.ndjson", "-f", "csv", "--quiet"];
    let called = call(folder.path(), &[&args[..], &["--user-agent-regexes", "own.yml"]].concat());
    assert_eq!(called.stdout.trim().replace('\r', ""), "ua.name,ua.version\nagent,7.1");
    let called = call(folder.path(), &args);
    assert!(called.stderr.contains("--user-agent-regexes own.yml"), "{}", called.stderr);
}

#[test]
fn places_of_addresses_come_from_a_database() {
    let places = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../testdata/data/places.mmdb");
    let folder = folder(&[("events.ndjson", r#"{"source":{"ip":["192.0.2.7","10.0.0.1"]}}"#)]);
    fs::copy(places, folder.path().join("places.mmdb")).unwrap();
    let ask = |query: &str, database: &str| {
        let database = ["--ip-database", database];
        let args = ["-q", query, "events.ndjson", "-f", "csv", "--quiet"];
        call(folder.path(), &[&args[..], &database].concat())
    };
    let query = r#"FROM * | IP_LOCATION geo = source.ip | KEEP geo.country_iso_code, geo.location"#;
    let called = ask(query, "GeoLite2-City.mmdb=places.mmdb");
    assert_eq!(called.stdout.trim().replace('\r', ""), "geo.country_iso_code,geo.location\n,");
    let query = r#"ROW ip = ["192.0.2.7", "x"]
        | IP_LOCATION g = ip WITH {"database_file": "places.mmdb", "properties": ["city_name", "ip"]}
        | DROP ip"#;
    let called = ask(query, "places.mmdb");
    assert_eq!(called.stdout.trim().replace('\r', ""), "g.city_name,g.ip\nLinköping,192.0.2.7");
    let query = r#"ROW ip = "::1" | IP_LOCATION g = ip WITH {"properties": ["city"]}"#;
    let called = ask(query, "GeoLite2-City.mmdb=places.mmdb");
    assert!(called.stderr.contains("no property `city`"), "{}", called.stderr);
    let called = ask(query, "places.mmdb");
    assert!(called.stderr.contains("--ip-database GeoLite2-City.mmdb="), "{}", called.stderr);
    let called = ask(query, "GeoLite2-City.mmdb=events.ndjson");
    assert!(called.stderr.contains("cannot use `GeoLite2-City.mmdb`"), "{}", called.stderr);
}
