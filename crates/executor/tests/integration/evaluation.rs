//! Expressions: constants, lazy calls, conditions tested in turn, warnings.

use esql_data::{DataType, Value};

use crate::documents::Table;
use crate::plan::{Chain, call, cells, literal, long, text};

#[test]
fn row_needs_no_documents() {
    let table = Table::new(&[]);
    let null = literal(DataType::Null, Value::Null);
    let row = Chain::row(&[long(1), call("add", &[long(1), long(2)]), null]);
    row.clone().eval(&[call("to_lower", &[text("A")])]).check(&table, &["1 | 3 | null | a"]);
    row.project(&[]).check(&table, &[""]);
}

#[test]
fn expressions_see_the_columns_before_them() {
    let table = Table::new(&[cells(&["1", "null", "3"])]);
    let scan = Chain::scan(&table);
    let twice = call("add", &[scan.column(0), scan.column(0)]);
    let scan = scan.eval(&[twice]);
    let more = call("add", &[scan.column(1), long(1)]);
    scan.eval(&[more]).project(&[2, 0]).check(&table, &["3 | 1", "null | null", "7 | 3"]);
}

#[test]
fn lazy_calls_evaluate_only_where_needed() {
    let table = Table::new(&[cells(&["0", "2", "null", "5"]), cells(&["x", "y", "z", "w"])]);
    let scan = Chain::scan(&table);
    let zero = call("equal", &[scan.column(0), long(0)]);
    let ratio = call("divide", &[long(10), scan.column(0)]);
    let case = call("case", &[zero, long(-1), ratio]);
    let or_minus_two = call("coalesce", &[case, long(-2)]);
    let scan = scan.eval(&[or_minus_two]);
    scan.check(&table, &["0 | x | -1", "2 | y | 5", "null | z | -2", "5 | w | 2"]);
    assert!(scan.warnings(&table).is_empty());
}

#[test]
fn failed_rows_are_not_shown_to_the_next_condition() {
    let table = Table::new(&[cells(&["a", "b", "null", "a"]), cells(&["1 2", "3 4", "5 6", "7"])]);
    let conditions = |scan: &Chain| {
        [call("equal", &[scan.column(0), text("a")]), call("equal", &[scan.column(1), long(7)])]
    };
    let several = [
        "Line 1:1: evaluation of [equal] failed, treating result as null. Only first 20 failures recorded.",
        "Line 1:1: java.lang.IllegalArgumentException: single-value function encountered multi-value",
    ];
    let scan = Chain::scan(&table);
    let filter = scan.clone().filter(&conditions(&scan));
    filter.check(&table, &["a | 7"]);
    assert_eq!(filter.warnings(&table), several);
    let pushed = Chain::scan_where(&table, &conditions(&scan));
    pushed.check(&table, &["a | 7"]);
    assert_eq!(pushed.warnings(&table), several);

    // Nothing left for the second condition to warn of.
    let nothing = call("equal", &[scan.column(0), text("c")]);
    let filter = scan.clone().filter(&[nothing, conditions(&scan)[1].clone()]);
    filter.check(&table, &[]);
    assert!(filter.warnings(&table).is_empty());
}

#[test]
fn scans_report_what_they_read_and_matched() {
    let table = Table::new(&[cells(&["a", "b", "a", "c"])]).cut(&[1, 2]);
    let scan = Chain::scan(&table);
    let scan = Chain::scan_where(&table, &[call("equal", &[scan.column(0), text("a")])]);
    let answer = scan.run(&table, 2, 1).unwrap();
    assert_eq!((answer.scanned.documents, answer.scanned.matched), (4, 2));
    assert_eq!(answer.scanned.bytes, 40);
    let profile: Vec<_> =
        answer.profile.iter().map(|one| (one.name, one.rows_in, one.rows_out)).collect();
    assert_eq!(profile, [("scan", 4, 2), ("collect", 2, 2)]);
}

#[test]
fn deep_expressions_fit_the_stack_of_workers() {
    let table = Table::new(&[cells(&["1"])]);
    let scan = Chain::scan(&table);
    let mut deep = scan.column(0);
    for _ in 0..500 {
        let condition = call("equal", &[scan.column(0), long(1)]);
        deep = call("case", &[condition, call("add", &[deep, long(1)]), long(0)]);
    }
    scan.eval(&[deep]).project(&[1]).check(&table, &["501"]);
}
