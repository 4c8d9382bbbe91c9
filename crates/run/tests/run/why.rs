//! `why`: a file a case in `testdata/why`, with arguments, events, an empty line, and a query.

use std::fs;

use crate::program::{call, folder};

#[test]
fn cases() {
    insta::glob!("../../../../testdata/why", "*.why", |path| {
        let text = fs::read_to_string(path).unwrap();
        let (head, query) = text.split_once("\n\n").unwrap();
        let (args, events) = head.split_once('\n').unwrap();
        let folder = folder(&[("query.esql", query), ("events.ndjson", events)]);
        let mut words: Vec<&str> = args.split_whitespace().collect();
        words.extend(["query.esql", "events.ndjson"]);
        let called = call(folder.path(), &words);
        assert!(called.code < Some(2), "{}", called.stderr);
        insta::assert_snapshot!(called.stdout);
    });
}

#[test]
fn formats() {
    let folder = folder(&[
        ("query.esql", "FROM *\n| WHERE process.name == \"<sh>\"\n"),
        ("events.ndjson", "{\"_id\":\"a\",\"process.name\":\"<SH>\"}\n"),
    ]);
    for format in ["json", "html"] {
        let args = ["why", "query.esql", "events.ndjson", "--id", "a", "-f", format];
        let called = call(folder.path(), &args);
        assert_eq!((called.code, called.stderr.as_str()), (Some(1), ""));
        insta::assert_snapshot!(format!("format_{format}"), called.stdout);
    }
}
