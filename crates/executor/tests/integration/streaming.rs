//! LIMIT, MV_EXPAND, columns that are dropped.

use esql_data::{DataType, Value};

use crate::documents::Table;
use crate::plan::{Chain, aggregate, ascending, call, cells, long};

#[test]
fn a_limit_stops_the_scan() {
    let numbers = (0..10_000).map(Value::Long).collect();
    let table = Table::new(&[(DataType::Long, numbers)]);
    let cuts: Vec<usize> = (0..100).map(|at| at * 100).collect();
    let answer = Chain::scan(&table).limit(150).run(&table.cut(&cuts), 2, 10).unwrap();
    assert_eq!(answer.batches.iter().map(|batch| batch.rows).sum::<usize>(), 150);
    // The second hundred rows are a task of their own, which stops by itself only at 150 rows.
    assert_eq!(answer.scanned.documents, 200);
    let table = table.cut(&cuts).broken_at(3);
    assert!(Chain::scan(&table).limit(150).run(&table, 1, 10).is_ok());
    let nothing = Chain::scan(&table).limit(0).run(&table, 1, 10).unwrap();
    assert_eq!((nothing.batches.len(), nothing.scanned.documents), (0, 0));
}

#[test]
fn limits_count_rows_and_not_batches() {
    let table = Table::new(&[cells(&["1", "2", "3", "4", "5"])]);
    let scan = Chain::scan(&table);
    scan.clone().limit(3).check(&table, &["1", "2", "3"]);
    let small = call("less", &[scan.column(0), long(5)]);
    scan.clone().limit(4).filter(&[small]).limit(9).check(&table, &["1", "2", "3", "4"]);
    scan.limit(2).stats(vec![aggregate("count", &[])], &[]).check(&table, &["2"]);
}

#[test]
fn expanding_gives_a_row_for_each_value() {
    let table =
        Table::new(&[cells(&["1 2", "null", "3", "5 4 5"]), cells(&["a", "b c", "d", "e"])]);
    let scan = Chain::scan(&table);
    scan.clone()
        .mv_expand(0)
        .check(&table, &["1 | a", "2 | a", "null | [b, c]", "3 | d", "5 | e", "4 | e", "5 | e"]);
    scan.clone()
        .mv_expand(0)
        .mv_expand(1)
        .limit(4)
        .check(&table, &["1 | a", "2 | a", "null | b", "null | c"]);
    let list = Value::List(vec![Value::Long(7), Value::Long(8)]);
    let row = Chain::row(&[crate::plan::literal(DataType::Long, list)]);
    row.mv_expand(0).check(&table, &["7", "8"]);
}

#[test]
fn rows_stay_when_all_columns_go() {
    let table = Table::new(&[cells(&["1", "2", "3"])]);
    let bare = Chain::scan(&table).project(&[]);
    bare.clone().check(&table, &["", "", ""]);
    bare.clone().limit(2).check(&table, &["", ""]);
    bare.clone().stats(vec![aggregate("count", &[])], &[]).check(&table, &["3"]);
    bare.eval(&[long(1)]).sort(&[ascending(0)]).check(&table, &["1", "1", "1"]);
}
