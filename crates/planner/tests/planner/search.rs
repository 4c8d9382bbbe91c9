//! Search: KQL and the match operator as ordinary calls, and where they may stand.

use crate::{diagnostics, optimized};

#[test]
fn terms_by_type() {
    insta::assert_snapshot!(optimized(
        "FROM logs | WHERE KQL(\"\"\"process.name: bash or message: (hello world) or message: \"hello world\" or process.args: *sh or host.ip: 10.0.0.0/8 or process.pid >= 5 or @timestamp: 2026-03-26 or not event.code: *\"\"\") | KEEP host.name"
    ));
}

#[test]
fn fields_by_pattern_and_terms_without_a_field() {
    insta::assert_snapshot!(optimized(
        "FROM logs | WHERE KQL(\"process.n*: bash and 42\") | KEEP host.name"
    ));
}

#[test]
fn an_unknown_field_matches_nothing() {
    insta::assert_snapshot!(diagnostics(
        "FROM logs | WHERE KQL(\"proces.name: x\") | KEEP host.name"
    ));
}

#[test]
fn search_reads_the_index_whatever_eval_did() {
    insta::assert_snapshot!(optimized(
        "FROM logs | EVAL process.name = \"zsh\" | KEEP process.name | WHERE KQL(\"process.name: bash\")"
    ));
}

#[test]
fn misplaced() {
    insta::assert_snapshot!(diagnostics(
        "FROM logs | EVAL a = KQL(\"x\") | LIMIT 5 | WHERE KQL(\"host.name: x\") | KEEP host.name"
    ));
}

#[test]
fn errors_have_their_place_in_the_query() {
    insta::assert_snapshot!(diagnostics(
        "FROM logs | WHERE KQL(\"host.name: \\\"a\\\" and (process.pid: x\") | KEEP host.name"
    ));
}

#[test]
fn match_with_options() {
    let plans = [
        r#"MATCH(message, "Quick fox")"#,
        r#"MATCH(message, "Quick fox", {"operator": "AND"})"#,
        r#"MATCH(message, "a b c", {"minimum_should_match": "-1"})"#,
        r#"MATCH(message, "Quikc ox", {"fuzziness": "AUTO", "prefix_length": 1})"#,
        r#"MATCH(message, "...", {"zero_terms_query": "all"})"#,
        r#"MATCH(process.pid::keyword, CONCAT("1", "2"))"#,
        r#"MATCH(process.pid, "no number")"#,
        r#"MATCH_PHRASE(message, "quick fox", {"slop": 2})"#,
        r#"MULTI_MATCH("quick", message, process.name)"#,
        r#"@timestamp : "2026-03-26""#,
    ]
    .map(|condition| optimized(&format!("FROM logs | WHERE {condition} | KEEP host.name")));
    insta::assert_snapshot!(plans.join("\n"));
}

#[test]
fn query_strings() {
    let plans = [
        "message:(quick OR brown) AND -process.name:bash",
        "process.n\\\\*:(ba* AND *sh)",
        "process.pid:[5 TO 7} OR process.pid:>9",
        "message:quikc~1 message:\\\"quick fox\\\"~2",
        "NOT process.args:/ba?sh/",
        "message:\\\"...\\\" OR _exists_:host.ip",
        "*:*",
        "",
    ]
    .map(|text| optimized(&format!("FROM logs | WHERE QSTR(\"{text}\") | KEEP host.name")));
    insta::assert_snapshot!(plans.join("\n"));
}

#[test]
fn match_errors() {
    insta::assert_snapshot!(diagnostics(
        r#"FROM logs | EVAL a = host.name | RENAME process.name AS b
        | WHERE MATCH(a, "x") OR MATCH(b, "x") OR MATCH(process.pid, true) OR MATCH(message, host.name)
        | WHERE MATCH(message) OR COALESCE(MATCH(message, "x"), false) OR NOT QSTR("a:(b")
        | WHERE MATCH(message, "x", {"operator": "XOR"}) OR MATCH(message, "x", {"analyzer": "simple"})
        | WHERE MATCH_PHRASE(process.pid, "1") OR MATCH_PHRASE(host.ip, "no address")
        | LIMIT 1 | WHERE MATCH_PHRASE(message, "x")"#
    ));
}
