//! Names through every command: order, shadowing, patterns.

use crate::columns;

/// Each query with the columns that come out.
fn table(queries: &[&str]) -> String {
    let lines: Vec<String> =
        queries.iter().map(|query| format!("{query}\n    {}", columns(query))).collect();
    lines.join("\n")
}

#[test]
fn fields_come_by_name_and_metadata_behind() {
    insta::assert_snapshot!(table(&[
        "FROM logs METADATA _id, _version | KEEP *name*, _id",
        "FROM logs METADATA _id | DROP process*, host*, event*",
        "FROM logs | WHERE process.pid > 1 | KEEP process.name, process.pid",
    ]));
}

#[test]
fn keep_exact_beats_pattern_beats_star() {
    insta::assert_snapshot!(table(&[
        "ROW a1 = 1, b = 2, a2 = 3 | KEEP *, a1",
        "ROW a1 = 1, b = 2, a2 = 3 | KEEP a1, *",
        "ROW a1 = 1, b = 2, a2 = 3 | KEEP a*, *, a1",
        "ROW a1 = 1, b = 2, a2 = 3 | KEEP *, a*",
        "ROW a1 = 1, b = 2, a2 = 3 | KEEP b, a1, b",
    ]));
}

#[test]
fn eval_moves_a_redefined_column_to_the_end() {
    insta::assert_snapshot!(table(&[
        "ROW a = 1, b = 2 | EVAL a = \"x\"",
        "ROW a = 1 | EVAL a + 1, b = a, b",
    ]));
}

#[test]
fn rename_keeps_the_place_and_drops_the_other() {
    insta::assert_snapshot!(table(&[
        "ROW a = 1, b = 2.5, c = true | RENAME c AS a",
        "ROW a = 1, b = 2.5 | RENAME a AS x, x AS y",
        "ROW a = 1, b = 2.5 | RENAME y = a",
    ]));
}

#[test]
fn stats_gives_aggregates_then_keys() {
    insta::assert_snapshot!(table(&[
        "FROM logs | STATS COUNT(*), m = MAX(process.pid) BY host.name, d = DATE_TRUNC(1 day, @timestamp)",
        "FROM logs | STATS host.name = COUNT(*) BY host.name",
        "FROM logs | STATS n = COUNT(*) + 1, n = MAX(process.uptime)",
        "FROM logs | STATS BY host.name",
        "FROM logs | STATS a = COUNT(*), b = COUNT(*) WHERE process.pid > 1, COUNT(*) WHERE process.pid > 1",
    ]));
}

#[test]
fn mv_expand_keeps_the_place() {
    insta::assert_snapshot!(table(&["ROW a = [1, 2], b = 3 | MV_EXPAND a"]));
}
