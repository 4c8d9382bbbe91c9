//! `fields`: what is said of the fields of events.

use crate::program::{call, folder};

const EVENTS: &str = r#"{"@timestamp":"2026-03-26T10:00:00Z","process":{"pid":"12","exit_code":"none"},"my":{"size":3},"event.type":["start","info"]}
{"@timestamp":"2026-03-26T10:01:00Z","process.pid":13,"my":{"size":4.5},"host":"web","note":"a\u001b[2J"}
"#;

#[test]
fn formats() {
    let folder = folder(&[("events.ndjson", EVENTS)]);
    for format in ["table", "json", "ndjson"] {
        let called = call(folder.path(), &["fields", "events.ndjson", "-f", format]);
        insta::assert_snapshot!(format, called.text());
    }
}

#[test]
fn a_mapping_and_a_filter() {
    let mapping = r#"{"properties":{"process":{"properties":{"pid":{"type":"keyword"},
        "title":{"type":"keyword"}}},"@timestamp":{"type":"date"}}}"#;
    let folder = folder(&[("events.ndjson", EVENTS), ("mapping.json", mapping)]);
    let args = ["fields", "events.ndjson", "--mapping", "mapping.json", "--filter", "process."];
    insta::assert_snapshot!("mapping", call(folder.path(), &args).text());
}

#[test]
fn a_value_that_no_early_event_has() {
    let mut events = "{\"process.name\":\"sh\"}\n".repeat(1_500);
    events.push_str("{\"process.title\":\"late\"}\n");
    let folder = folder(&[("events.ndjson", &events)]);
    insta::assert_snapshot!("late", call(folder.path(), &["fields", "events.ndjson"]).text());
}

#[test]
fn no_data() {
    let folder = folder(&[]);
    insta::assert_snapshot!("no_data", call(folder.path(), &["fields"]).text());
}
