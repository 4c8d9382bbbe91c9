//! SORT, with and without a bound.

use esql_data::{DataType, Value};

use crate::documents::Table;
use crate::plan::{Chain, ascending, cells, descending};

#[test]
fn cells_sort_by_their_first_value_and_nulls_where_asked() {
    let table =
        Table::new(&[cells(&["3", "null", "1 9", "2", "null"]), cells(&["a", "b", "c", "d", "e"])]);
    let scan = Chain::scan(&table);
    let up = ["[1, 9] | c", "2 | d", "3 | a", "null | b", "null | e"];
    let down = ["null | b", "null | e", "[1, 9] | c", "3 | a", "2 | d"];
    scan.clone().sort(&[ascending(0)]).check(&table, &up);
    scan.clone().sort(&[descending(0)]).check(&table, &down);
    for count in 0..6 {
        let first = count.min(up.len());
        scan.clone().top_n(&[ascending(0)], count).check(&table, &up[..first]);
        scan.clone().top_n(&[descending(0)], count).check(&table, &down[..first]);
    }
}

#[test]
fn equal_rows_keep_their_order() {
    let table = Table::new(&[
        cells(&["1", "0", "1", "0", "1", "0"]),
        cells(&["z", "z", "a", "null", "z", "zz"]),
        cells(&["1", "2", "3", "4", "5", "6"]),
    ]);
    let scan = Chain::scan(&table);
    let keys = [ascending(0), descending(1)];
    let sorted = ["0 | null | 4", "0 | zz | 6", "0 | z | 2", "1 | z | 1", "1 | z | 5", "1 | a | 3"];
    scan.clone().sort(&keys).check(&table, &sorted);
    scan.top_n(&keys, 4).check(&table, &sorted[..4]);
}

#[test]
fn versions_sort_as_versions() {
    let versions = ["1.10", "1.9", "bad", "1.9-rc1", "1.9.0"].map(Value::from);
    let table = Table::new(&[(DataType::Version, versions.to_vec())]);
    let scan = Chain::scan(&table);
    scan.sort(&[ascending(0)]).check(&table, &["1.9-rc1", "1.9", "1.9.0", "1.10", "bad"]);
}

#[test]
fn a_bounded_sort_lets_rows_go() {
    let shuffled = (0..50_000i64).map(|at| Value::Long(at * 7919 % 50_000)).collect();
    let table = Table::new(&[(DataType::Long, shuffled)]).cut(&[10_000, 20_000, 45_000]);
    let answer = Chain::scan(&table).top_n(&[descending(0)], 3).run(&table, 2, 512).unwrap();
    assert_eq!(crate::plan::lines(&answer), ["49999", "49998", "49997"]);
}
