//! What the analyzer refuses, and how it says so.

use crate::diagnostics;

#[test]
fn names() {
    insta::assert_snapshot!(diagnostics(
        "FROM logs | WHERE proces.name == \"x\" AND foo(1) == 2 | KEEP nothing, host.nam"
    ));
}

#[test]
fn an_unmapped_field_is_null_with_a_warning() {
    insta::assert_snapshot!(diagnostics(
        "FROM logs | WHERE unmapped.field == \"x\" | KEEP host.name"
    ));
}

#[test]
fn types() {
    insta::assert_snapshot!(diagnostics(
        "FROM logs | WHERE process.pid == \"x\" OR host.name > 5 | EVAL a = LENGTH(process.pid), b = host.name + 1 | WHERE process.pid | KEEP a"
    ));
}

#[test]
fn literals() {
    insta::assert_snapshot!(diagnostics(
        "FROM logs | WHERE @timestamp > \"yesterday\" AND host.ip == \"10.0.0\" | EVAL x = @timestamp - 3 fortnights | KEEP x"
    ));
}

#[test]
fn arity() {
    insta::assert_snapshot!(diagnostics("ROW a = LENGTH(), b = STARTS_WITH(\"x\")"));
}

#[test]
fn aggregates_in_their_place() {
    insta::assert_snapshot!(diagnostics(
        "FROM logs | WHERE COUNT(*) > 1 | STATS MAX(MIN(process.pid)), host.name, 1 + 1 BY process.name"
    ));
}

#[test]
fn commands_that_do_not_run() {
    insta::assert_snapshot!(diagnostics(
        "FROM logs | GROK message \"%{IP:x}\" | WHERE x == 1 | KEEP x"
    ));
}

#[test]
fn limits_and_sorts() {
    insta::assert_snapshot!(diagnostics("FROM logs | SORT host.name | LIMIT -1"));
}

#[test]
fn patterns() {
    insta::assert_snapshot!(diagnostics(
        "FROM logs | WHERE process.name LIKE \"*\\\\AppData\\\\*\" OR process.name RLIKE \"(a\" OR process.name LIKE CONCAT(\"a\", process.name) | KEEP process.name"
    ));
}
