//! DISSECT, GROK and their kin: plans, and what is said of bad patterns.

use crate::{columns, diagnostics, optimized, physical};

#[test]
fn conditions_go_below_what_they_do_not_read() {
    insta::assert_snapshot!(optimized(
        "FROM logs | DISSECT process.command_line \"%{a} %{b}\" \
         | WHERE host.name == \"h\" AND a == \"x\" | LIMIT 3 | KEEP host.name, b"
    ));
}

#[test]
fn columns_that_nobody_asks_for_are_left_out() {
    insta::assert_snapshot!(optimized(
        "FROM logs | GROK process.command_line \"%{WORD:a}\" | URI_PARTS u = host.name | KEEP a"
    ));
}

#[test]
fn lowered() {
    insta::assert_snapshot!(physical(
        "FROM logs | GROK TO_LOWER(process.command_line) \"%{WORD:a}\", \"%{INT:b:int}\" | KEEP a, b"
    ));
}

#[test]
fn names_and_types() {
    assert_eq!(
        columns(
            "ROW a = \"x\", b = 1 | DISSECT a \"%{b} %{c}\" | GROK a \"%{WORD:z} %{INT:c:long}\" \
             | REGISTERED_DOMAIN d = a"
        ),
        "a:keyword | b:keyword | c:long | z:keyword | d.domain:keyword | \
         d.registered_domain:keyword | d.top_level_domain:keyword | d.subdomain:keyword"
    );
}

#[test]
fn mistakes() {
    let queries = [
        r#"ROW a = "x" | GROK a "b\\s %{IPP:c}", "%{WORT:d}" | KEEP c"#,
        r#"ROW a = "x" | GROK a """(?<b>[a-z)""""#,
        r#"ROW a = "x" | GROK a "%{WORD:b}", "%{INT:b}""#,
        r#"ROW a = "x" | GROK a "\\Kb""#,
        r#"ROW a = 1 | GROK a "%{WORD:b}" | KEEP b"#,
        r#"ROW a = 1 | DISSECT a "%{b}" sep = "x""#,
        r#"ROW a = "x" | DISSECT a "\t%{b} %{*c} %{&c}""#,
        r#"ROW a = "x" | DISSECT a "%{+b/} %{c}" append_separator = 3"#,
        r#"ROW a = 1 | URI_PARTS u = a WITH {"x": 1}"#,
    ];
    insta::assert_snapshot!(queries.map(diagnostics).join("\n\n"));
}
