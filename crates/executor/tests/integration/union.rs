//! FORK: several pipelines over the same documents, one after another.

use crate::documents::Table;
use crate::plan::{Chain, aggregate, ascending, call, cells, long};

#[test]
fn branches_give_their_rows_one_after_another() {
    let table = Table::new(&[cells(&["3", "1", "2"])]);
    let scan = Chain::scan(&table);
    let small = scan.clone().filter(&[call("less", &[scan.column(0), long(3)])]);
    let union = Chain::union(&[small, scan.clone().sort(&[ascending(0)]), scan.limit(1)]);
    union.clone().check(&table, &["1", "2", "1", "2", "3", "3"]);
    union.clone().limit(3).check(&table, &["1", "2", "1"]);
    union.clone().sort(&[ascending(0)]).limit(2).check(&table, &["1", "1"]);
    union.stats(vec![aggregate("count", &[])], &[0]).check(&table, &["2 | 1", "2 | 2", "2 | 3"]);
}

#[test]
fn documents_count_once() {
    let table = Table::new(&[cells(&["3", "1", "2"])]);
    let scan = Chain::scan(&table);
    let union = Chain::union(&[scan.clone(), scan.clone(), scan]);
    let answer = union.run(&table, 1, 2).unwrap();
    assert_eq!((answer.scanned.documents, answer.scanned.matched), (3, 3));
    let names: Vec<&str> = answer.profile.iter().map(|operator| operator.name).collect();
    let rows: Vec<u64> = answer.profile.iter().map(|operator| operator.rows_out).collect();
    assert_eq!(
        names,
        ["scan", "collect", "scan", "collect", "scan", "collect", "union", "collect"]
    );
    assert_eq!(rows, [3, 3, 3, 3, 3, 3, 9, 9]);
}
