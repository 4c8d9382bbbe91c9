//! STATS: keys of every kind, filters, no keys, no rows.

use esql_data::{DataType, Value};

use crate::documents::Table;
use crate::plan::{Chain, aggregate, call, cells, long};

#[test]
fn without_keys_there_is_one_row() {
    let table = Table::new(&[cells(&["1", "2 3", "null", "4"])]);
    let scan = Chain::scan(&table);
    let aggregates = |scan: &Chain| {
        vec![
            aggregate("count", &[]),
            aggregate("count", &[scan.column(0)]),
            aggregate("max", &[scan.column(0)]),
            aggregate("count", &[long(1)]),
        ]
    };
    scan.clone().stats(aggregates(&scan), &[]).check(&table, &["4 | 4 | 4 | 4"]);
    let nothing = call("equal", &[scan.column(0), long(9)]);
    let none = scan.clone().filter(&[nothing]);
    none.clone().stats(aggregates(&none), &[]).check(&table, &["0 | 0 | null | 0"]);
    none.stats(vec![aggregate("count", &[])], &[0]).check(&table, &[]);
}

#[test]
fn groups_come_in_first_seen_order_null_first_for_one_key() {
    let table = Table::new(&[
        cells(&["b", "null", "a", "b", "null", "a", "c"]),
        cells(&["1", "2", "3", "4", "5", "6", "null"]),
    ]);
    let scan = Chain::scan(&table);
    let aggregates = vec![aggregate("count", &[]), aggregate("values", &[scan.column(1)])];
    scan.stats(aggregates, &[0])
        .check(&table, &["2 | [2, 5] | null", "2 | [1, 4] | b", "2 | [3, 6] | a", "1 | null | c"]);
}

#[test]
fn several_values_are_several_groups() {
    let table =
        Table::new(&[cells(&["a b a", "b", "null", "c a"]), cells(&["1 2", "1", "1 1", "null"])]);
    let scan = Chain::scan(&table);
    let count = || vec![aggregate("count", &[])];
    scan.clone().stats(count(), &[0]).check(&table, &["1 | null", "2 | a", "2 | b", "1 | c"]);
    scan.clone().stats(count(), &[1]).check(&table, &["1 | null", "3 | 1", "1 | 2"]);
    scan.stats(count(), &[0, 1]).check(
        &table,
        &[
            "1 | a | 1",
            "1 | a | 2",
            "2 | b | 1",
            "1 | b | 2",
            "1 | null | 1",
            "1 | c | null",
            "1 | a | null",
        ],
    );
}

#[test]
fn filters_leave_rows_out_but_not_groups() {
    let table = Table::new(&[cells(&["a b", "b", "c"]), cells(&["1", "2", "null"])]);
    let scan = Chain::scan(&table);
    let mut less = aggregate("count", &[scan.column(1)]);
    less.filter = Some(call("less", &[scan.column(1), long(2)]).0);
    let aggregates = vec![less, aggregate("count", &[])];
    scan.clone()
        .stats(aggregates.clone(), &[0])
        .check(&table, &["1 | 1 | a", "1 | 2 | b", "0 | 1 | c"]);
    scan.stats(aggregates, &[]).check(&table, &["1 | 3"]);
}

#[test]
fn keys_of_every_storage() {
    let nan = -f64::NAN;
    let columns = [
        (DataType::Boolean, [true, false, true].map(Value::Boolean)),
        (DataType::Integer, [-1, 7, -1].map(Value::Integer)),
        (DataType::UnsignedLong, [u64::MAX, 0, u64::MAX].map(Value::UnsignedLong)),
        (DataType::Double, [f64::NAN, -0.5, nan].map(Value::Double)),
        (DataType::Ip, [[1; 16], [0; 16], [1; 16]].map(|ip| Value::Bytes(ip.as_slice().into()))),
        (DataType::Version, ["1.0", "1", "1.0"].map(Value::from)),
        (DataType::Null, [Value::Null, Value::Null, Value::Null]),
    ];
    let table = Table::new(&columns.clone().map(|(ty, cells)| (ty, cells.to_vec())));
    let scan = Chain::scan(&table);
    for (at, (ty, cells)) in columns.iter().enumerate() {
        let group = |count: usize, cell: usize| format!("{count} | {}", cells[cell].print(*ty));
        let expected = match ty {
            DataType::Null => vec![group(3, 0)],
            // False comes before true.
            DataType::Boolean => vec![group(1, 1), group(2, 0)],
            _ => vec![group(2, 0), group(1, 1)],
        };
        let expected: Vec<&str> = expected.iter().map(String::as_str).collect();
        scan.clone().stats(vec![aggregate("count", &[])], &[at]).check(&table, &expected);
    }
    let all: Vec<usize> = (0..columns.len()).collect();
    let tuple = |row: usize| {
        let cells = columns.iter().map(|(ty, cells)| cells[row].print(*ty));
        cells.collect::<Vec<_>>().join(" | ")
    };
    let expected = [format!("2 | {}", tuple(0)), format!("1 | {}", tuple(1))];
    let expected: Vec<&str> = expected.iter().map(String::as_str).collect();
    scan.stats(vec![aggregate("count", &[])], &all).check(&table, &expected);
}

#[test]
fn a_row_may_belong_to_very_many_groups() {
    let many = |range: std::ops::Range<i64>| Value::List(range.map(Value::Long).collect());
    let column = |start| (DataType::Long, vec![many(start..start + 300); 3]);
    let table = Table::new(&[column(0), column(7)]);
    let counted = Chain::scan(&table).stats(vec![aggregate("count", &[])], &[0, 1]);
    let groups = counted.stats(vec![aggregate("count", &[])], &[0]);
    groups.check(&table, &["90000 | 3"]);
}

#[test]
fn keys_that_are_constant() {
    let table = Table::new(&[cells(&["1", "2", "3"])]);
    let pair = Value::List(vec![Value::Long(8), Value::Long(9)]);
    let pair = crate::plan::literal(DataType::Long, pair);
    let scan = Chain::scan(&table).eval(&[long(5), pair]);
    let count = || vec![aggregate("count", &[])];
    scan.clone().stats(count(), &[1]).check(&table, &["3 | 5"]);
    scan.clone().stats(count(), &[2]).check(&table, &["3 | 8", "3 | 9"]);
    scan.stats(count(), &[1, 2]).check(&table, &["3 | 5 | 8", "3 | 5 | 9"]);
}
