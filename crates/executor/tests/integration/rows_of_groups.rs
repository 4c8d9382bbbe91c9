//! INLINE STATS, LIMIT ... BY and SAMPLE: rows stay, by what they have in common or by number.

use std::sync::atomic::AtomicBool;

use esql_data::{DataType, Value};
use esql_executor::{ExecError, Options};

use crate::documents::Table;
use crate::plan::{Chain, aggregate, call, cells, lines, long};

#[test]
fn rows_get_the_aggregates_of_their_groups() {
    let table = Table::new(&[
        cells(&["a b", "b", "null", "a", "c a"]),
        cells(&["1", "2", "3", "null", "5"]),
    ]);
    let scan = Chain::scan(&table);
    let aggregates = || vec![aggregate("count", &[]), aggregate("max", &[scan.column(1)])];
    scan.clone().inline_stats(aggregates(), &[], &[0]).check(
        &table,
        &[
            "[a, b] | 1 | [3, 2] | [5, 2]",
            "b | 2 | 2 | 2",
            "null | 3 | 1 | 3",
            "a | null | 3 | 5",
            "[c, a] | 5 | [1, 3] | [5, 5]",
        ],
    );
    let more = call("add", &[(Chain::scan(&table).column(0).0, DataType::Long), long(10)]);
    scan.clone().inline_stats(vec![aggregate("count", &[])], &[more], &[]).check(
        &table,
        &[
            "[a, b] | 1 | 5 | 15",
            "b | 2 | 5 | 15",
            "null | 3 | 5 | 15",
            "a | null | 5 | 15",
            "[c, a] | 5 | 5 | 15",
        ],
    );
    let none = scan.clone().filter(&[call("equal", &[scan.column(1), long(9)])]);
    none.inline_stats(aggregates(), &[], &[]).check(&table, &[]);
}

#[test]
fn groups_are_cells_as_a_whole() {
    let table = Table::new(&[
        cells(&["a b", "a", "null", "b a", "a", "null", "a b", "a"]),
        cells(&["1", "2", "3", "4", "5", "6", "7", "8"]),
    ]);
    let scan = Chain::scan(&table);
    scan.clone()
        .limit_by(1, &[0])
        .check(&table, &["[a, b] | 1", "a | 2", "null | 3", "[b, a] | 4"]);
    scan.clone()
        .limit_by(2, &[0])
        .project(&[1])
        .check(&table, &["1", "2", "3", "4", "5", "6", "7"]);
    scan.clone().limit_by(0, &[0]).check(&table, &[]);
    scan.limit_by(1, &[0, 1]).stats(vec![aggregate("count", &[])], &[]).check(&table, &["8"]);
}

#[test]
fn a_sample_depends_on_the_numbers_of_rows_alone() {
    let numbers: Vec<Value> = (0..1_000).map(Value::Long).collect();
    let table = Table::new(&[(DataType::Long, numbers)]);
    let sample = |seed| Chain::scan(&table).sample(0.3, seed);
    let once = lines(&sample(0).run(&table, 1, 1_024).unwrap());
    assert!((250..350).contains(&once.len()), "{}", once.len());
    let expected: Vec<&str> = once.iter().map(String::as_str).collect();
    sample(0).check(&table, &expected);
    assert_ne!(once, lines(&sample(1).run(&table, 1, 1_024).unwrap()));
}

#[test]
fn kept_rows_count_as_memory() {
    let numbers = (0..100_000).map(Value::Long).collect();
    let table = Table::new(&[(DataType::Long, numbers)]);
    let scan = Chain::scan(&table);
    let cancel = AtomicBool::new(false);
    for (chain, name) in [
        (scan.clone().inline_stats(vec![aggregate("count", &[])], &[], &[]), "inline_stats"),
        (scan.clone().limit_by(1, &[0]), "limit_by"),
        (scan.sample(0.9, 0), "sample"),
    ] {
        let options = Options { threads: 1, memory: 100_000, ..Options::new(&cancel) };
        match chain.run_with(&table, &options) {
            Err(ExecError::Memory { operator, .. }) => assert_eq!(operator, name),
            other => panic!("{name}: {other:?}"),
        }
    }
}
