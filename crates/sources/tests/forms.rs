//! The same documents in every form, compression and place.

use std::io::Write as _;

use esql_sources::{Dataset, Input, Options};

use crate::fixture::{file, files};

fn gzip(text: &str) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(text.as_bytes()).unwrap();
    encoder.finish().unwrap()
}

fn zstd(text: &str) -> Vec<u8> {
    zstd::stream::encode_all(text.as_bytes(), 1).unwrap()
}

const LINES: &str =
    "{\"process\":{\"name\":\"a\",\"pid\":1}}\n{\"process.name\":\"b\",\"process.pid\":2}\n";

#[test]
fn forms_of_the_same_documents() {
    let mut hits = String::new();
    for (id, source) in LINES.lines().enumerate() {
        hits += &format!("{{\"_index\":\"i\",\"_id\":\"{id}\",\"_source\":{source}}}\n");
    }
    let comma = |lines: &str| lines.trim_end().replace('\n', ",\n");
    let response = format!(
        "{{\"took\":1,\"hits\":{{\"total\":{{\"value\":2}},\"hits\":[{}]}}}}",
        comma(&hits)
    );
    let pretty = "{\n  \"process\": {\n    \"name\": \"a\",\n    \"pid\": 1\n  }\n}\n{\n  \"process.name\": \"b\",\n  \"process.pid\": 2\n}\n";
    let bulk: String = LINES.lines().map(|line| format!("{{\"create\":{{}}}}\n{line}\n")).collect();
    for text in [
        LINES.to_owned(),
        LINES.trim_end().to_owned(),
        format!("\u{feff}\n\n{}", LINES.replace('\n', "  \r\n\n")),
        hits.clone(),
        format!("\u{feff}{bulk}"),
        bulk.replace('\n', "\n \n"),
        bulk,
        format!("[{}]", comma(LINES)),
        format!("[\n{}\n]\n", comma(&hits)),
        response.clone(),
        response.replace(",\n", ","),
        format!("[{}, {}]", pretty.replace("}\n{", "},{"), "{\"_id\":\"x\",\"_source\":null}")
            .replace(", {\"_id\":\"x\",\"_source\":null}", ""),
        pretty.to_owned(),
    ] {
        assert_eq!(file(&text).rows("process.name process.pid"), ["a | 1", "b | 2"], "{text}");
        for packed in [gzip(&text), zstd(&text)] {
            // The first bytes tell, not the name.
            let mut fixture = files(&[("events.ndjson", &packed)]);
            fixture.options.block_bytes = 7;
            assert_eq!(fixture.rows("process.name process.pid"), ["a | 1", "b | 2"], "{text}");
        }
    }
}

#[test]
fn several_members_and_frames() {
    for pack in [gzip, zstd] {
        let packed =
            [pack("{\"message\":\"a\"}\n{\"mess"), pack("age\":\"b\"}\n"), pack("")].concat();
        assert_eq!(files(&[("x.json", &packed)]).rows("message"), ["a", "b"]);
    }
}

#[test]
fn frames_to_be_skipped() {
    let skipped = [&[0x50, 0x2a, 0x4d, 0x18, 4, 0, 0, 0], [0; 4].as_slice()].concat();
    let packed = [&skipped, &*zstd("{\"message\":\"a\"}\n"), &skipped].concat();
    assert_eq!(files(&[("x.json.zst", &packed)]).rows("message"), ["a"]);
}

#[test]
fn the_number_of_threads_does_not_matter() {
    let line = |at: u32| format!("{{\"process.pid\":{at},\"message\":\"{:x}\"}}\n", at * 7919);
    let lines: Vec<String> = (0..20_000).map(line).collect();
    for pack in [gzip, zstd] {
        let packed: Vec<u8> = lines.chunks(700).flat_map(|lines| pack(&lines.concat())).collect();
        let mut fixture = files(&[("x.json", &packed)]);
        let mut rows = |threads, block_bytes| {
            (fixture.options.threads, fixture.options.block_bytes) = (threads, block_bytes);
            fixture.rows("process.pid message")
        };
        let one = rows(1, 1 << 20);
        assert_eq!(one.len(), lines.len());
        for (threads, block_bytes) in [(2, 1 << 20), (3, 1000), (5, 100_000)] {
            assert!(rows(threads, block_bytes) == one, "{threads}");
        }
    }
}

#[test]
fn compressed_data_cut_short() {
    let long: String =
        (0..2000).map(|at| format!("{{\"message\":\"{at}{}\"}}\n", at * 7919)).collect();
    for pack in [gzip, zstd] {
        let packed = pack(&long);
        let fixture = files(&[("x.ndjson.gz", &packed[..packed.len() / 2])]);
        let error = fixture.scan(&fixture.dataset(&[]), "message").unwrap_err();
        let text = format!("{error:?}");
        assert!(text.contains("Compression") && text.contains("x.ndjson.gz"), "{text}");
    }
}

#[test]
fn hits_with_fields_only_and_hits_with_both() {
    let text = concat!(
        r#"{"_index":"i","_id":"1","fields":{"process.name":["a"],"process.pid":[1]}}"#,
        "\n",
        r#"{"_index":"i","_id":"2","_source":{"process":{"name":"b"}},"fields":{"process.name":["x"],"process.pid":[2]}}"#,
        "\n",
        r#"{"_id":"3","fields":{"env":"prod"},"process":{"name":"c"}}"#,
        "\n",
        r#"{"fields":{"env":"prod"},"process":{"name":"d"}}"#,
        "\n",
    );
    assert_eq!(
        file(text).rows("process.name process.pid fields.env #_id"),
        ["a | 1 | null | 1", "b | 2 | null | 2", "c | null | prod | 3", "d | null | prod | v1"]
            .map(|row| row
                .replace("v1", &id_of(r#"{"fields":{"env":"prod"},"process":{"name":"d"}}"#)))
    );
}

fn id_of(document: &str) -> String {
    file(document).rows("#_id").remove(0)
}

#[test]
fn folders_globs_and_order() {
    let fixture = files(&[
        ("b.ndjson", b"{\"message\":\"b\"}"),
        ("a.json.gz", &gzip("{\"message\":\"a\"}")),
        ("deep/c.jsonl", b"{\"message\":\"c\"}"),
        ("skip.txt", b"{\"message\":\"no\"}"),
        ("d.JSON", b""),
    ]);
    assert_eq!(fixture.rows("message"), ["a", "b", "c"]);
    let read = |spec: &str| {
        let input = Input { spec: fixture.path(spec), index: None };
        fixture.scan(&fixture.dataset(&[input]), "message").unwrap()
    };
    assert_eq!(read("*.ndjson"), ["b"]);
    assert_eq!(read("**/*.json*"), ["a", "c"]);
    assert_eq!(read("skip.txt"), ["no"]);
}

#[test]
fn what_cannot_be_opened() {
    let fixture = files(&[("events.ndjson", b""), ("empty/x.txt", b"")]);
    let inputs = ["event.ndjson", "*.csv", "empty", "[", "empty/x.txt"]
        .map(|spec| Input { spec: fixture.path(spec), index: None });
    let errors = Dataset::open(&inputs, Options::default()).err().unwrap();
    let folder = fixture.folder.path().display().to_string();
    let shown: Vec<String> = errors
        .iter()
        .map(|error| format!("{} {} {}", error.code, error.message, error.help.join(" ")))
        .map(|text| text.replace(&folder, "."))
        .collect();
    assert_eq!(shown.len(), 4);
    assert_eq!(
        shown[0],
        "E0701 cannot read `./event.ndjson`: there is no such file or folder did you mean `events.ndjson`?"
    );
    assert!(shown[1].contains("no file matches `./*.csv`"), "{}", shown[1]);
    assert!(shown[2].contains("no event file in `./empty`"), "{}", shown[2]);
    assert!(shown[3].contains("is no pattern"), "{}", shown[3]);
}

#[test]
fn pipes_are_read_once_unless_kept() {
    // A device is no regular file, and empty.
    let input = Input { spec: "/dev/null".into(), index: None };
    let fixture = file("");
    let once = fixture.dataset(std::slice::from_ref(&input));
    assert!(fixture.scan(&once, "message").unwrap().is_empty());
    assert!(fixture.scan(&once, "message").is_err());
    let kept = fixture.dataset(&[input]);
    kept.keep_streams().unwrap();
    for _ in 0..2 {
        assert!(fixture.scan(&kept, "message").unwrap().is_empty());
    }
}

#[test]
fn a_line_of_many_megabytes() {
    let big = "x".repeat(9 << 20);
    let text = format!("{{\"message\":\"a\"}}\n{{\"message\":\"{big}\"}}\n{{\"message\":\"c\"}}\n");
    let rows = file(&text).rows("message");
    assert_eq!(rows.iter().map(String::len).collect::<Vec<_>>(), [1, big.len(), 1]);
}
