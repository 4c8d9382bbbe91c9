//! What commands read besides events: answers of a model, rules for user agents.

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
