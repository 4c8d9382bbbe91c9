//! What is wrong with documents is told with its place, and nothing is dropped in silence.

use esql_planner::scan::ScanError;

use crate::fixture::{file, files};

#[test]
fn lines_and_values_with_their_places() {
    let text = concat!(
        "{\"process\":{\"pid\":1}}\n",
        "not json\n",
        "\n",
        "{\"é\": 1, \"process\": {\"pid\": \"x\"}}\n",
        "[1]\n",
        "{\"process\":{\"pid\":[2,{}]}\n",
        "{\"process\":{\"pid\":[2,{}]}}\n",
        "{\"process\":{\"pid\":3}} {}\n",
    );
    for block_bytes in [1, 7, 1 << 20] {
        let mut fixture = file(text);
        fixture.options.block_bytes = block_bytes;
        let mut rows = fixture.rows("process.pid");
        // Reports come block by block.
        rows.sort();
        assert_eq!(
            rows,
            [
                "!events.ndjson:2:1: expected a JSON object",
                "!events.ndjson:4:30 process.pid: `x` does not fit a field of type `long`",
                "!events.ndjson:5:1: expected a JSON object",
                "!events.ndjson:6:26: the text ends too early",
                "!events.ndjson:7:22 process.pid: an object does not fit a field of type `long`",
                "!events.ndjson:8:23: there is text behind the document",
                "1",
                "2",
                "null",
            ]
        );
    }
}

#[test]
fn places_in_other_forms() {
    let pretty = "[\n  {\"process.pid\": 1},\n  {\n    \"process.pid\": \"x\"\n  },\n  {\"process.pid\": }\n]\n";
    assert_eq!(
        file(pretty).rows("process.pid"),
        [
            "1",
            "null",
            "!events.ndjson:4:21 process.pid: `x` does not fit a field of type `long`",
            "!events.ndjson:6:19: expected a value",
        ]
    );
    let response = "{\"hits\":{\"hits\":[{\"_source\":{\"process.pid\":\"x\"}}]}}";
    assert_eq!(
        file(response).rows("process.pid"),
        ["null", "!events.ndjson:1:45 process.pid: `x` does not fit a field of type `long`"]
    );
    assert_eq!(
        files(&[("x.json", b"{\"a\":1}\n\xff\xfe\n{\"a\":2}\n")]).rows("a"),
        ["1", "2", "!x.json:2:1: not valid UTF-8"]
    );
    assert_eq!(
        file("[{\"a\":1},\n{\"a\":").rows("a")[1],
        "!events.ndjson:2:1: the document has no end"
    );
}

#[test]
fn many_problems_are_counted_and_some_told() {
    let rows = file(&"x\n".repeat(100)).rows("message");
    assert_eq!(rows.len(), 21);
    assert_eq!(rows[20], "!100 problems in all");
}

#[test]
fn strict_makes_the_first_an_error() {
    for text in ["{}\n{\"process.pid\":\"x\"}\ny\n", "{}\n  y\n"] {
        let mut fixture = file(text);
        fixture.options.strict = true;
        match fixture.scan(&fixture.dataset(&[]), "process.pid") {
            Err(ScanError::Strict(problem)) => assert_eq!(problem.line, 2),
            other => panic!("{other:?}"),
        }
    }
}

#[test]
fn too_long_is_no_problem() {
    let mut fixture = file(&format!("{{\"process.name\":[\"{}\",\"b\"]}}", "x".repeat(2000)));
    fixture.options.strict = true;
    assert_eq!(fixture.rows("process.name"), ["b"]);
}
