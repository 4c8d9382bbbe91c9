//! `test`: the tests of rules.

use std::fs;
use std::io::{BufRead as _, BufReader, Lines};
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Stdio};

use crate::program::{Called, call, folder, without_time};

const RULE: &str = "FROM logs-* METADATA _id\n| WHERE process.name == \"sh\"\n| KEEP _id, process.name, process.pid\n| SORT _id\n";

const TESTS: &str = r#"
[[test]]
name = "what passes"
events = '''
{"_id":"a","process":{"name":"sh","pid":1}}
{"_id":"b","process":{"name":"bash","pid":2}}
'''
alerts = 1
ids = ["a"]
misses = ["b"]
rows = [{ _id = "a", process.pid = 1 }]

[[test]]
name = "what fails <&>"
events = ["events.ndjson"]
alerts = 3
ids = ["a", "x"]
misses = ["c"]
rows = [{ _id = "a", process.pid = 7, process.pod = 1 }, { _id = "x" }, { _id = "y" }]
snapshot = "answer.json"
warnings = ["no such warning"]

[[test]]
name = "no events"
events = "missing.ndjson"
alerts = 0
"#;

const EVENTS: &str = r#"{"_id":"a","process":{"name":"sh","pid":1}}
{"_id":"c","process":{"name":"sh","pid":[2,3]}}
"#;

/// What was called, with times taken out.
fn text(called: &Called) -> String {
    let mut text = String::new();
    for (at, part) in called.text().split("time=\"").enumerate() {
        let rest = part.split_once('"').map_or(part, |(_, rest)| rest);
        text.push_str(&if at == 0 { part.to_owned() } else { format!("time=\"\"{rest}") });
    }
    let line = |line: &str| match line.split_once("\"seconds\": ") {
        Some((head, _)) => format!("{head}\"seconds\": ...\n"),
        None => without_time(line) + "\n",
    };
    text.lines().map(line).collect()
}

#[test]
fn formats() {
    let files = [("r.esql", RULE), ("r.test.toml", TESTS), ("events.ndjson", EVENTS)];
    let folder = folder(&files);
    for format in ["text", "json", "junit", "github"] {
        let called = call(folder.path(), &["test", "r.esql", "-f", format]);
        insta::assert_snapshot!(format!("{format}_results"), text(&called));
    }
    let one = call(folder.path(), &["test", ".", "-k", "PASSES", "--color", "always"]);
    insta::assert_snapshot!("filtered", text(&one));
}

#[test]
fn a_snapshot_is_written_and_compared() {
    let test = "[[test]]\nevents = 'events.ndjson'\nsnapshot = 'answer.json'\nmisses = ['z']\n";
    let folder = folder(&[("r.esql", RULE), ("events.ndjson", EVENTS)]);
    let path = folder.path();
    fs::create_dir(path.join("r.tests")).unwrap();
    fs::write(path.join("r.tests/first.toml"), test.replace("'events", "'../events")).unwrap();
    let blessed = call(path, &["test", "r.esql", "--bless"]);
    assert_eq!(blessed.code, Some(0), "{}", blessed.stdout);
    let answer = fs::read_to_string(path.join("r.tests/answer.json")).unwrap();
    insta::assert_snapshot!("answer", answer);
    fs::write(path.join("events.ndjson"), EVENTS.replace('1', "9")).unwrap();
    insta::assert_snapshot!("changed", text(&call(path, &["test", "r.tests"])));
}

#[test]
fn what_is_wrong_with_a_file() {
    for (name, test) in [
        ("keys", "nwo = 1\n[[test]]\nevent = '{}'\nalerts = -1\nids = 'a'\nnow = 'yesterday'\n"),
        ("nothing", "[[test]]\nevents = '{}'\n"),
        ("no_events", "[[test]]\nalerts = 0\n"),
        ("not_toml", "[[test]\n"),
        ("only_misses", "[[test]]\nevents = '{}'\nalerts = 0\n"),
    ] {
        let folder = folder(&[("r.esql", RULE), ("r.test.toml", test)]);
        insta::assert_snapshot!(name, text(&call(folder.path(), &["test", "r.test.toml"])));
    }
    let folder = folder(&[("r.esql", RULE)]);
    insta::assert_snapshot!("no_tests", text(&call(folder.path(), &["test", "r.esql"])));
}

#[test]
fn the_rules_of_this_repository() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let called = call(&root, &["test", "rules"]);
    assert_eq!(called.code, Some(0), "{}{}", called.stdout, called.stderr);
}

/// A program that watches, and the results that it shows.
struct Watching {
    child: Child,
    lines: Lines<BufReader<ChildStdout>>,
}

impl Watching {
    /// Reads on until the next summary.
    fn summary(&mut self) -> Vec<String> {
        let mut shown = Vec::new();
        for line in self.lines.by_ref() {
            let line = without_time(&line.unwrap());
            let is_last = line.contains(" passed, ");
            shown.push(line);
            if is_last {
                break;
            }
        }
        shown
    }
}

impl Drop for Watching {
    fn drop(&mut self) {
        // It would watch for ever.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn what_a_saved_file_touches_runs_again() {
    let test =
        "[[test]]\nname = 'one'\nevents = 'events.ndjson'\nids = ['a', 'c']\nmisses = ['z']\n";
    let folder = folder(&[
        ("r.esql", RULE),
        ("r.test.toml", test),
        ("other.esql", RULE),
        ("other.test.toml", &test.replace("one", "other").replace("events.nd", "others.nd")),
        ("events.ndjson", EVENTS),
        ("others.ndjson", EVENTS),
    ]);
    let mut child = Command::new(env!("CARGO_BIN_EXE_esql-run"))
        .args(["test", "--watch", "."])
        .current_dir(folder.path())
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let mut watching = Watching { child, lines };
    assert_eq!(watching.summary().last().unwrap(), "2 passed, 0 failed in ...");
    fs::write(folder.path().join("r.esql"), RULE.replace("\"sh\"", "\"bash\"")).unwrap();
    insta::assert_snapshot!("watched_rule", watching.summary().join("\n"));
    fs::write(folder.path().join("others.ndjson"), EVENTS.replace("\"c\"", "\"d\"")).unwrap();
    insta::assert_snapshot!("watched_events", watching.summary().join("\n"));
}

/// Rules whose matches need: patterns, a search, a choice, an address; groups; a time; a list.
const RULES: [(&str, &str); 6] = [
    (
        "conditions.esql",
        "FROM logs-*\n\
         | WHERE process.name LIKE \"curl*\" AND process.command_line RLIKE \".*(wget|curl) -[a-z]+ .*\"\n\
         | WHERE KQL(\"host.os.type : linux and not user.name : root\")\n\
         | WHERE CIDR_MATCH(source.ip, \"10.0.0.0/8\") OR TO_LOWER(host.name) == \"web\"\n\
         | GROK url.original \"%{URIPROTO:scheme}://%{URIHOST:place}\"\n\
         | WHERE place RLIKE \".*(evil|bad).*\"\n",
    ),
    (
        "groups.esql",
        "FROM logs-*\n| WHERE event.outcome == \"failure\"\n\
         | EVAL kind = CASE(url.path LIKE \"/a*\", \"a\", url.path LIKE \"/b*\", \"b\", \"other\")\n\
         | STATS users = COUNT_DISTINCT(user.name), kinds = COUNT_DISTINCT(kind), bytes = SUM(source.bytes) BY source.ip\n\
         | WHERE users >= 4 AND kinds >= 3 AND bytes > 100000\n",
    ),
    ("time.esql", "FROM logs-* | WHERE @timestamp > NOW() - 5 minutes AND LENGTH(message) > 300\n"),
    (
        "two_kinds.esql",
        "FROM logs-*\n| WHERE event.action IN (\"start\", \"stop\")\n\
         | STATS starts = SUM(CASE(event.action == \"start\", 1, 0)), stops = SUM(CASE(event.action == \"stop\", 1, 0))\n\
         | WHERE starts >= 1 AND stops >= 1\n",
    ),
    ("unknown.esql", "FROM logs-* | WHERE my.size > 5 AND MV_COUNT(my.names) > 2\n"),
    ("never.esql", "FROM logs-*\n| WHERE process.name == \"a\" AND process.name == \"b\"\n"),
];

#[test]
fn first_tests_are_made_up() {
    let folder = folder(&RULES);
    let made = call(folder.path(), &["test", "--new", "."]);
    insta::assert_snapshot!("made_up", made.text());
    for (name, _) in RULES.iter().filter(|(name, _)| *name != "never.esql") {
        let test = folder.path().join(name).with_extension("test.toml");
        insta::assert_snapshot!(format!("made_up_{name}"), fs::read_to_string(test).unwrap());
    }
    let run = call(folder.path(), &["test", "."]);
    assert_eq!(run.code, Some(0), "{}", run.stdout);
}
