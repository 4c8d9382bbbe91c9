//! Fields and their types.

use esql_planner::catalog::{Catalog, Lookup};
use esql_sources::{Dataset, Input, Unmapped};

use crate::fixture::{Fixture, file, files, patterns};

fn describe(dataset: &Dataset, from: &str, name: &str) -> String {
    match dataset.field(&patterns(from), name) {
        Lookup::Found(field) => format!("{} {}", field.ty, field.mapping.kind),
        Lookup::Unmapped => "unmapped".into(),
        Lookup::Missing => "missing".into(),
    }
}

fn fields(dataset: &Dataset, from: &str) -> Vec<String> {
    let fields = dataset.fields(&patterns(from));
    fields.iter().map(|field| format!("{} {}", field.name, field.ty)).collect()
}

const LINES: &str = concat!(
    r#"{"_id":"1","s":"x","n":1,"d":1.5,"b":true,"mixed":1,"nd":1,"o":{"p":[{"q":"x"}]},"nothing":null,"none":[]}"#,
    "\n",
    r#"{"_id":"2","mixed":"x","nd":2.5,"o.p.q":"y","process":{"pid":"3","name":"a"},"source":{"geo":{"location":{"lat":1,"lon":2}}}}"#,
    "\n",
    r#"{"process.Ext.code_signature":[{"trusted":true}],"gcp":{"audit":{"request":{"x":{"y":1}}}}}"#,
    "\n",
);

#[test]
fn table_first_then_the_data() {
    let fixture = file(LINES);
    let dataset = fixture.dataset(&[]);
    for (name, expected) in [
        ("s", "keyword keyword"),
        ("n", "long long"),
        ("d", "double double"),
        ("b", "boolean boolean"),
        ("mixed", "keyword keyword"),
        ("nd", "double double"),
        ("o.p.q", "keyword keyword"),
        ("o", "missing"),
        ("o.p", "missing"),
        ("nothing", "unmapped"),
        ("none", "unmapped"),
        ("process.pid", "long long"),
        ("process.name.caseless", "keyword keyword"),
        ("process", "missing"),
        ("source.geo.location", "geo_point geo_point"),
        ("source.geo.location.lat", "unmapped"),
        ("gcp.audit.request", "unsupported flattened"),
        ("gcp.audit.request.x.y", "unsupported flattened"),
        ("process.Ext.code_signature.trusted", "missing"),
        ("no.such.field", "unmapped"),
    ] {
        assert_eq!(describe(&dataset, "", name), expected, "{name}");
    }
    assert_eq!(
        fields(&dataset, ""),
        [
            "b boolean",
            "d double",
            "gcp.audit.request unsupported",
            "mixed keyword",
            "n long",
            "nd double",
            "o.p.q keyword",
            "process.name keyword",
            "process.pid long",
            "s keyword",
            "source.geo.location geo_point",
        ]
    );
}

#[test]
fn unmapped_may_fail() {
    let mut fixture = file(LINES);
    fixture.options.unmapped = Unmapped::Fail;
    let dataset = fixture.dataset(&[]);
    assert_eq!(describe(&dataset, "", "no.such.field"), "unmapped");
    assert_eq!(dataset.unmapped(), Unmapped::Fail);
}

#[test]
fn mappings_come_before_the_table() {
    let mapping = r#"{"properties":{"process":{"properties":{"pid":{"type":"keyword"}}},"n":{"type":"ip"},"extra":{"type":"date"}}}"#;
    let fixture = Fixture { mapping: Some(mapping), ..file(LINES) };
    let dataset = fixture.dataset(&[]);
    assert_eq!(describe(&dataset, "", "process.pid"), "keyword keyword");
    assert_eq!(describe(&dataset, "", "n"), "ip ip");
    assert_eq!(describe(&dataset, "", "process.name"), "keyword keyword");
    assert!(fields(&dataset, "").contains(&"extra date".to_owned()));
    assert_eq!(fixture.rows("process.pid extra"), ["null | null", "3 | null", "null | null"]);
}

#[test]
fn fields_belong_to_indices() {
    let fixture =
        files(&[("a.ndjson", b"{\"x\":1}"), ("b.ndjson", b"{\"x\":\"s\",\"y\":{\"z\":1}}")]);
    let input = |name: &str| Input {
        spec: fixture.path(&format!("{name}.ndjson")),
        index: Some(format!("logs-{name}")),
    };
    let dataset = fixture.dataset(&[input("a"), input("b")]);
    assert_eq!(fields(&dataset, "logs-a"), ["x long"]);
    assert_eq!(fields(&dataset, "logs-*"), ["x keyword", "y.z long"]);
    assert!(dataset.has_indices(&patterns("logs-b")));
    assert!(dataset.has_indices(&patterns("other,logs-*")));
    assert!(!dataset.has_indices(&patterns("other")));
    assert!(file("").dataset(&[]).has_indices(&patterns("other")));
}

#[test]
fn similar_names_from_the_data_first() {
    let fixture = file("{\"proces\":{\"nmae2\":\"x\"}}");
    let dataset = fixture.dataset(&[]);
    let similar = dataset.similar(&[], "proces.nmae");
    assert_eq!(similar[0], "proces.nmae2");
    assert!(similar.contains(&"process.name".to_owned()), "{similar:?}");
}
