//! Metadata fields, and which documents FROM takes.

use esql_sources::Input;

use crate::fixture::{Fixture, Keep, file, files};

const LINES: &str = concat!(
    r#"{"_id":"i1","_index":"logs-a-b","_version":7,"message":"one"}"#,
    "\n",
    r#"{"data_stream":{"type":"logs","dataset":"x.y","namespace":"default"},"message":"two"}"#,
    "\n",
    r#"{"data_stream.type":"logs","data_stream":{"dataset":"q"},"message":"three"}"#,
    "\n",
    r#"{"_index":".ds-logs-z-w-2026.01.01-000001","_id":9,"_source":{"message":"four"}}"#,
    "\n",
);

#[test]
fn ids_indices_versions() {
    let rows = file(LINES).rows("message #_index #_version #_index_mode");
    assert_eq!(
        rows,
        [
            "one | logs-a-b | 7 | standard",
            "two | logs-x.y-default | 1 | standard",
            "three | events | 1 | standard",
            "four | .ds-logs-z-w-2026.01.01-000001 | 1 | standard",
        ]
    );
    let ids = file(LINES).rows("#_id");
    assert_eq!((ids[0].as_str(), ids[3].as_str()), ("i1", "9"));
    assert_eq!((ids[1].len(), ids[2].len()), (20, 20));
    assert_ne!(ids[1], ids[2]);
    // The same document has the same id wherever it stands.
    let alone = LINES.lines().nth(1).unwrap();
    assert_eq!(file(&format!("\n\n  {alone}  \n")).rows("#_id"), [ids[1].as_str()]);
    let hit = format!("{{\"_index\":\"x\",\"_source\":{alone}}}");
    assert_eq!(file(&hit).rows("#_id"), [ids[1].as_str()]);
}

#[test]
fn from_takes_known_indices_that_match_and_all_unknown_ones() {
    let take = |from| Fixture { from, ..file(LINES) }.rows("message");
    assert_eq!(take("*"), ["one", "two", "three", "four"]);
    assert_eq!(take("logs-*"), ["one", "two", "three", "four"]);
    assert_eq!(take("logs-z-w"), ["three", "four"]);
    assert_eq!(take("logs-x.y-*"), ["two", "three"]);
    assert_eq!(take("winlogbeat-*"), ["three"]);
    assert_eq!(take("logs-*,-logs-a*"), ["two", "three", "four"]);
}

#[test]
fn inputs_with_an_index() {
    let fixture =
        files(&[("a.ndjson", b"{\"message\":\"a\"}"), ("b.ndjson", b"{\"message\":\"b\"}")]);
    let input =
        |name: &str, index: &str| Input { spec: fixture.path(name), index: Some(index.to_owned()) };
    let dataset = fixture.dataset(&[input("a.ndjson", "logs-a"), input("b.ndjson", "other")]);
    let rows = |from| {
        let fixture = Fixture { from, ..files(&[]) };
        fixture.scan(&dataset, "message #_index").unwrap()
    };
    assert_eq!(rows("logs-*"), ["a | logs-a"]);
    assert_eq!(rows("*"), ["a | logs-a", "b | other"]);
}

#[test]
fn bulk_actions_name_index_and_id() {
    let text = "{\"index\":{\"_index\":\"logs-a\",\"_id\":\"1\"}}\n{\"message\":\"a\"}\n{\"create\":{\"_index\":\"other\"}}\n{\"message\":\"b\"}\n";
    let fixture = Fixture { from: "logs-*", ..file(text) };
    assert_eq!(fixture.rows("message #_id #_index"), ["a | 1 | logs-a"]);
}

#[test]
fn source_as_written() {
    let text = concat!(
        r#"{ "a" :[1,null], "_id":"x" }"#,
        "\n",
        r#"{"_id":"2","_source":{"b": 1.0}}"#,
        "\n",
        r#"{"_id":"3","_index":"i","fields":{"b":[2]}}"#,
        "\n",
    );
    assert_eq!(
        file(text).rows("#_source #_size"),
        [r#"{ "a" :[1,null], "_id":"x" } | 28"#, r#"{"b": 1.0} | 10"#, "null | 0"]
    );
}

#[test]
fn origin_is_file_and_offset() {
    let fixture = files(&[("a.ndjson", b"{}\n\n {}\n"), ("b.json", b"[{},\n{}]")]);
    let file_two = 1i64 << 40;
    assert_eq!(
        fixture.rows("#origin"),
        [0, 5, file_two + 1, file_two + 5].map(|origin| origin.to_string())
    );
}

#[test]
fn ignored_fields() {
    let long = "x".repeat(1025);
    let text = format!(
        concat!(
            r#"{{"process":{{"name":"{0}","pid":"no","command_line":"{0}"}},"custom":"{0}","tags":["a"]}}"#,
            "\n",
            r#"{{"process":{{"name":"ok"}},"source.geo.location":{{"lat":1,"lon":2}}}}"#,
            "\n",
            r#"{{"_id":"1","_ignored":["zzz"],"_source":{{"source":{{"ip":["10.0.0.1","bad"]}}}}}}"#,
            "\n",
        ),
        long
    );
    assert_eq!(
        file(&text).rows("#_ignored"),
        ["[custom, process.name, process.pid]", "null", "[source.ip, zzz]"]
    );
}

#[test]
fn filter_and_limit_and_batches() {
    let text: String = (0..50)
        .map(|at| format!("{{\"event.code\":\"{}\",\"process.pid\":{at}}}\n", at % 5))
        .collect();
    let expected: Vec<String> = (0..10).map(|at| format!("{} | 3", at * 5 + 3)).collect();
    for batch_rows in [1, 3, 1000] {
        for block_bytes in [1, 100, 1 << 20] {
            let mut fixture = Fixture { batch_rows, ..file(&text) };
            fixture.options.block_bytes = block_bytes;
            fixture.filter = Some(Keep { column: [1], test: Box::new(|cell| cell == ["3"]) });
            assert_eq!(fixture.rows("process.pid event.code"), expected);
        }
    }
    let limited = Fixture { limit: Some(7), batch_rows: 2, ..file(&text) };
    assert_eq!(limited.rows("process.pid"), ["0", "1", "2", "3", "4", "5", "6"]);
    assert_eq!(file(&text).rows("").len(), 50);
}
