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
