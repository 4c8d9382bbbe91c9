//! The optimizer's rules, before and after.

use crate::{optimized, physical, plan};

const RULE: &str = "FROM logs METADATA _id | WHERE process.name == \"bash\" AND KQL(\"event.action: exec and process.args: (-c or -lc)\") \
| EVAL minute = DATE_TRUNC(1 minute, @timestamp) | KEEP minute, host.name, process.command_line \
| STATS n = COUNT_DISTINCT(process.command_line) BY host.name, minute | SORT n DESC | WHERE n >= 5";

#[test]
fn a_rule_as_resolved() {
    insta::assert_snapshot!(plan(RULE));
}

#[test]
fn a_rule_optimized() {
    insta::assert_snapshot!(optimized(RULE));
}

#[test]
fn a_rule_lowered() {
    insta::assert_snapshot!(physical(RULE));
}

#[test]
fn filters_stay_above_limits_and_what_they_read() {
    insta::assert_snapshot!(optimized(
        "FROM logs | LIMIT 5 | WHERE process.pid > 1 | EVAL a = process.pid * 2 | WHERE a > 4 AND host.name == \"h\" | KEEP a"
    ));
}

#[test]
fn conditions_on_keys_go_below_inline_stats() {
    insta::assert_snapshot!(optimized(
        "FROM logs | INLINE STATS n = COUNT(*) BY host.name | WHERE n > 1 \
         | WHERE host.name == \"h\" AND process.pid > 1 | KEEP process.pid, n"
    ));
}

#[test]
fn inline_stats_lowered() {
    insta::assert_snapshot!(physical(
        "FROM logs | INLINE STATS half = MAX(process.pid) / 2, unused = COUNT(*) \
         BY host = TO_LOWER(host.name) | KEEP host, half"
    ));
}

#[test]
fn inline_stats_that_nobody_asks_for_are_left_out() {
    insta::assert_snapshot!(optimized(
        "FROM logs | INLINE STATS n = COUNT(*) BY host.name | KEEP process.pid"
    ));
}

#[test]
fn branches_give_what_is_needed() {
    insta::assert_snapshot!(optimized(
        "FROM logs | WHERE process.pid > 1 | FORK (WHERE host.name == \"h\") \
         (STATS n = COUNT(*) BY process.name) | WHERE _fork == \"fork1\" | KEEP process.name, n"
    ));
}
