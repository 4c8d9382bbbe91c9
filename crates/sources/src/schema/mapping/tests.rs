//! Tests of mappings in all their forms.

use super::*;
use crate::schema::Schema;

fn describe(mapping: &Mapping, patterns: &Patterns, name: &str) -> String {
    let schema = Schema { mapping: Some(mapping.clone()), ..Schema::default() };
    match schema.lookup(patterns, name, &()) {
        Known::Field(field) if field.ty == DataType::Unsupported => {
            format!("unsupported {}", field.original_types.join(", "))
        }
        Known::Field(CatalogField { ty, mapping, name: found, .. }) => {
            assert_eq!(found, name);
            let mut text = format!("{ty} {} at {}", mapping.kind, mapping.path);
            for (label, value) in [
                ("above", mapping.ignore_above.map(|it| it.to_string())),
                ("factor", mapping.scaling_factor.map(|it| it.to_string())),
                ("constant", mapping.constant),
                ("lowercase", mapping.lowercase.then(String::new)),
            ] {
                if let Some(value) = value {
                    text += &format!(" {label} {value}");
                }
            }
            text.trim_end().to_owned()
        }
        Known::Unreadable => "unreadable".into(),
        Known::LeftOut => "left out".into(),
        Known::Unknown => "unknown".into(),
    }
}

const PROPERTIES: &str = r#"{"dynamic": false, "properties": {
    "@timestamp": {"type": "date", "format": "strict_date_optional_time||epoch_millis"},
    "seconds": {"type": "date", "format": "epoch_second"},
    "when": {"type": "alias", "path": "@timestamp"},
    "lost": {"type": "alias", "path": "nowhere"},
    "host": {"properties": {
        "name": {"type": "keyword", "ignore_above": 256, "fields": {
            "text": {"type": "match_only_text"},
            "lower": {"type": "keyword", "normalizer": "lowercase"},
            "odd": {"type": "keyword", "normalizer": "mine"}}},
        "load": {"type": "scaled_float", "scaling_factor": 100}}},
    "open": {"dynamic": "true", "properties": {}},
    "labels.env": {"type": "constant_keyword", "value": "prod"},
    "raw": {"type": "object", "enabled": false, "properties": {"x": {"type": "long"}}},
    "rows": {"type": "nested", "properties": {"id": {"type": "keyword"}}},
    "bag": {"type": "flattened"},
    "size": {"type": "integer_range"},
    "old": {"type": "long", "null_value": 0},
    "sum": {"type": "long", "copy_to": "all"},
    "all": {"type": "text"}
}, "runtime": {"day": {"type": "keyword"}}}"#;

#[test]
fn what_a_mapping_says() {
    let mapping = Mapping::parse(PROPERTIES).unwrap();
    for (name, expected) in [
        ("@timestamp", "date date at @timestamp"),
        ("seconds", "unsupported date with format epoch_second"),
        ("when", "date date at @timestamp"),
        ("lost", "unreadable"),
        ("host", "unreadable"),
        ("host.name", "keyword keyword at host.name above 256"),
        ("host.name.text", "text match_only_text at host.name"),
        ("host.name.lower", "keyword keyword at host.name lowercase"),
        ("host.name.odd", "unsupported keyword with normalizer mine"),
        ("host.load", "double scaled_float at host.load factor 100"),
        ("labels.env", "keyword constant_keyword at labels.env constant prod"),
        ("raw", "unreadable"),
        ("raw.x", "left out"),
        ("host.other", "left out"),
        ("open.any", "unknown"),
        ("rows", "unreadable"),
        ("rows.id", "unreadable"),
        ("bag", "unsupported flattened"),
        ("bag.any", "unsupported flattened"),
        ("size", "unsupported integer_range"),
        ("old", "unsupported long with null_value"),
        ("all", "unsupported target of copy_to"),
        ("day", "unsupported runtime field"),
        ("other", "left out"),
    ] {
        assert_eq!(describe(&mapping, &Patterns::all(), name), expected, "{name}");
    }
}

#[test]
fn every_wrapping() {
    let inner = r#"{"properties":{"a":{"type":"ip"}}}"#;
    for text in [
        inner.to_owned(),
        format!(r#"{{"mappings":{inner}}}"#),
        format!(r#"{{"index_patterns":["logs-*"],"template":{{"mappings":{inner}}}}}"#),
        format!(r#"{{"logs-a-b":{{"mappings":{inner}}}}}"#),
        format!(
            r#"{{"index_templates":[{{"name":"x","index_template":{{"template":{{"mappings":{inner}}}}}}}]}}"#
        ),
        format!(
            r#"{{"component_templates":[{{"name":"x","component_template":{{"template":{{"mappings":{inner}}}}}}}]}}"#
        ),
    ] {
        let mapping = Mapping::parse(&text).unwrap();
        assert_eq!(describe(&mapping, &Patterns::all(), "a"), "ip ip at a", "{text}");
    }
    assert!(Mapping::parse(r#"{"mappings":{}}"#).unwrap().names(&Patterns::all()).is_empty());
    for bad in ["", "[]", "{}", r#"{"a":1}"#, "{\n\"a\"", r#"{"properties":3}"#] {
        let error = Mapping::parse(bad).unwrap_err();
        assert_eq!(error.code, codes::BAD_MAPPING, "{bad}");
    }
}

#[test]
fn indices_with_different_types() {
    let mapping = Mapping::parse(
        r#"{"one":{"mappings":{"properties":{"a":{"type":"keyword"},"b":{"type":"keyword"}}}},
            "two":{"mappings":{"properties":{"a":{"type":"long"},"b":{"type":"wildcard"}}}}}"#,
    )
    .unwrap();
    let one = Patterns::parse("one");
    assert_eq!(describe(&mapping, &Patterns::all(), "a"), "unsupported keyword, long");
    assert_eq!(describe(&mapping, &Patterns::all(), "b"), "keyword keyword at b");
    assert_eq!(describe(&mapping, &one, "a"), "keyword keyword at a");
    let more = mapping.merge(Mapping::parse(r#"{"properties":{"c":{"type":"ip"}}}"#).unwrap());
    assert_eq!(describe(&more, &one, "c"), "ip ip at c");
    let mut names = more.names(&one);
    names.sort_unstable();
    assert_eq!(names, ["a", "b", "c"]);
}

#[test]
fn a_field_of_several_indices_is_read_as_each_says() {
    let mapping = Mapping::parse(
        r#"{"one":{"mappings":{"properties":{
                "at":{"type":"date"},"n":{"type":"short"},"only":{"type":"ip"}}}},
            "two":{"mappings":{"properties":{
                "at":{"type":"date_nanos"},"n":{"type":"integer"}}}}}"#,
    )
    .unwrap();
    let schema = Schema { mapping: Some(mapping), ..Schema::default() };
    let parts = |patterns: &str, name: &str| {
        let Known::Field(field) = schema.lookup(&Patterns::parse(patterns), name, &()) else {
            return "no field".to_owned();
        };
        let parts = field
            .by_index
            .iter()
            .map(|one| format!(" {}:{} {}", one.indices.join("+"), one.ty, one.mapping.kind));
        format!("{}{}", field.ty, parts.collect::<String>())
    };
    assert_eq!(parts("*", "at"), "date_nanos one:date_nanos date two:date_nanos date_nanos");
    assert_eq!(parts("*", "n"), "unsupported one:integer short two:integer integer");
    assert_eq!(parts("*", "only"), "ip one:ip ip");
    assert_eq!(parts("one", "only"), "ip");
    assert_eq!(parts("t*", "n"), "integer");
}

#[test]
fn templates_are_for_the_indices_of_their_patterns() {
    let mapping = Mapping::parse(
        r#"{"index_patterns":["logs-a*"],"priority":7,"template":{"mappings":{"properties":{
            "x.y":{"type":"ip"}}}}}"#,
    )
    .unwrap();
    assert_eq!(describe(&mapping, &Patterns::parse("logs-*"), "x.y"), "ip ip at x.y");
    assert_eq!(describe(&mapping, &Patterns::parse("*-b"), "x.y"), "ip ip at x.y");
    assert_eq!(describe(&mapping, &Patterns::parse("logs-b*"), "x.y"), "unknown");
}
