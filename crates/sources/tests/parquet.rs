//! Parquet files give what the same events give as lines of JSON.

use std::sync::Arc;

use arrow_json::ReaderBuilder;
use esql_data::arrow::schema::{DataType as ArrowType, Field, Fields, Schema, TimeUnit};
use esql_data::{DataType, SiteId, Value};
use esql_functions::registry;
use esql_planner::physical::Expr;
use parquet::arrow::ArrowWriter;
use parquet::basic::{Compression, ZstdLevel};
use parquet::file::properties::WriterProperties;

use crate::fixture::{Fixture, Keep, files};

const EVENTS: &str = r#"{"@timestamp":"2026-01-01T00:00:00.123","process":{"name":"bash","pid":1,"args":["b","a","b"]},"host.name":"h1","parts":[{"size":1},{"size":2}]}
{"@timestamp":"2026-01-02T00:00:00","process":{"name":"cat \"x\"","pid":2},"host.name":"h1"}
{"@timestamp":"2026-01-03T00:00:00","process":{"pid":3,"args":[]},"host.name":"h2","parts":[]}
{"@timestamp":"2026-01-04T00:00:00","host.name":"h2","labels":{"env":"x"}}
{"@timestamp":"2026-01-05T00:00:00","process":{"name":"zsh","pid":5,"args":["z"]},"host.name":"h3"}
"#;

const MAPPING: &str = r#"{"properties": {
    "@timestamp": {"type": "date"}, "process": {"properties": {
        "name": {"type": "keyword"}, "pid": {"type": "long"}, "args": {"type": "keyword"}}},
    "host.name": {"type": "keyword"}, "parts.size": {"type": "long"},
    "labels.env": {"type": "keyword"}
}}"#;

const COLUMNS: &str =
    "@timestamp process.name process.pid process.args host.name parts.size labels.env";

/// The events in row groups of two.
fn parquet() -> Vec<u8> {
    let field = |name: &str, ty: ArrowType| Field::new(name, ty, true);
    let list = |ty: ArrowType| ArrowType::List(Arc::new(field("item", ty)));
    let object = |fields: Vec<Field>| ArrowType::Struct(Fields::from(fields));
    let entry =
        object(vec![Field::new("keys", ArrowType::Utf8, false), field("values", ArrowType::Utf8)]);
    let schema = Arc::new(Schema::new(vec![
        field("@timestamp", ArrowType::Timestamp(TimeUnit::Microsecond, Some("+00:00".into()))),
        field(
            "process",
            object(vec![
                field("name", ArrowType::Utf8),
                field("pid", ArrowType::Int64),
                field("args", list(ArrowType::Utf8)),
            ]),
        ),
        field("host.name", ArrowType::Utf8),
        field("parts", list(object(vec![field("size", ArrowType::Int32)]))),
        field("labels", ArrowType::Map(Arc::new(Field::new("entries", entry, false)), false)),
    ]));
    let mut rows = ReaderBuilder::new(schema.clone()).build(EVENTS.as_bytes()).unwrap();
    let zstd = Compression::ZSTD(ZstdLevel::try_new(1).unwrap());
    let properties = WriterProperties::builder()
        .set_max_row_group_row_count(Some(2))
        .set_compression(zstd)
        .build();
    let mut file = Vec::new();
    let mut writer = ArrowWriter::try_new(&mut file, schema, Some(properties)).unwrap();
    writer.write(&rows.next().unwrap().unwrap()).unwrap();
    writer.close().unwrap();
    file
}

fn fixture(name: &str, content: &[u8]) -> Fixture {
    Fixture { mapping: Some(MAPPING), ..files(&[(name, content)]) }
}

#[test]
fn the_same_rows_as_from_lines() {
    let lines = fixture("events.ndjson", EVENTS.as_bytes());
    let columns = fixture("events.parquet", &parquet());
    for some in [COLUMNS, "process.name", "parts.size labels.env", "", "#_index process.pid"] {
        assert_eq!(columns.rows(some), lines.rows(some), "{some}");
    }
    // Without a mapping, types come from the data.
    let columns = Fixture { mapping: None, ..columns };
    assert_eq!(columns.rows("parts.size").first().map(String::as_str), Some("[1, 2]"));
}

/// How many documents were read and passed over for a condition on a column.
fn read(column: &str, ty: DataType, function: &str, value: Value) -> (u64, u64) {
    let mut fixture = fixture("events.parquet", &parquet());
    let literal = Expr::Literal { ty, value };
    fixture.conditions = vec![Expr::Call {
        def: registry::builtin(function).unwrap(),
        overload: 0,
        args: vec![Expr::Column(0), literal],
        arg_types: vec![ty, ty],
        options: Vec::new(),
        ret: DataType::Boolean,
        site: SiteId(0),
    }];
    fixture.filter = Some(Keep { column: [0], test: Box::new(|_| true) });
    let (_, reports) = fixture.batches(&fixture.dataset(&[]), column).unwrap();
    let sum = |count: fn(&esql_planner::scan::ScanReport) -> u64| reports.iter().map(count).sum();
    (sum(|report| report.documents), sum(|report| report.unread))
}

#[test]
fn row_groups_without_a_match_are_passed_over() {
    let text = |text: &str| Value::from(text);
    let keyword = DataType::Keyword;
    assert_eq!(read("host.name", keyword, "equal", text("h1")), (2, 3));
    assert_eq!(read("host.name", keyword, "equal", text("h4")), (0, 5));
    // Of the group that is read, lines are ruled out as of any file.
    assert_eq!(read("process.args", keyword, "any_equal", text("a")), (1, 4));
    assert_eq!(read("process.pid", DataType::Long, "greater", Value::Long(2)), (5, 0));
    assert_eq!(read("process.pid", DataType::Long, "greater", Value::Long(3)), (3, 2));
    // The third of January.
    let day = Value::Long(1_767_398_400_000);
    assert_eq!(read("@timestamp", DataType::Date, "less_or_equal", day), (4, 1));
}

#[test]
fn a_damaged_file_is_an_error() {
    let mut content = parquet();
    content.truncate(content.len() - 9);
    let damaged = fixture("events.parquet", &content);
    assert!(damaged.scan(&damaged.dataset(&[]), "process.pid").is_err());
}
