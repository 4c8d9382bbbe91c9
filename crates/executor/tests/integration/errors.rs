//! Executions that end without an answer.

use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};

use esql_data::{DataType, SiteId, Value};
use esql_executor::{ExecError, Options};
use esql_planner::physical::Expr;
use esql_planner::scan::ScanError;

use crate::documents::Table;
use crate::plan::{Chain, aggregate, ascending, cells, long};

fn distinct(rows: i64) -> Table {
    let texts = (0..rows).map(|at| Value::from(format!("a long enough text {at}").as_str()));
    Table::new(&[(DataType::Keyword, texts.collect())])
}

#[test]
fn memory_has_a_limit() {
    let table = distinct(20_000).cut(&[5_000, 12_000]);
    let cancel = AtomicBool::new(false);
    let scan = Chain::scan(&table);
    let chains = [
        ("collect", scan.clone()),
        ("sort", scan.clone().sort(&[ascending(0)])),
        ("aggregate", scan.clone().stats(vec![aggregate("count", &[])], &[0])),
        ("aggregate", scan.clone().stats(vec![aggregate("values", &[scan.column(0)])], &[])),
    ];
    for (operator, chain) in chains {
        for threads in [1, 3] {
            let options = Options { threads, memory: 200_000, ..Options::new(&cancel) };
            let error = chain.run_with(&table, &options).unwrap_err();
            assert_eq!(error, ExecError::Memory { limit: 200_000, operator });
            let options = Options { memory: 50_000_000, ..options };
            assert!(chain.run_with(&table, &options).is_ok());
        }
    }
    // What a bound or a limit lets go is given back.
    let options = Options { memory: 2_000_000, ..Options::new(&cancel) };
    assert!(scan.clone().top_n(&[ascending(0)], 5).run_with(&table, &options).is_ok());
    assert!(scan.clone().limit(5).run_with(&table, &options).is_ok());
    // Pieces of one big batch do not each count as the whole.
    let groups =
        scan.stats(vec![aggregate("values", &[(Expr::Column(0), DataType::Keyword)])], &[0]);
    let options = Options { memory: 20_000_000, batch_rows: 64, ..options };
    assert!(groups.project(&[0, 1]).run_with(&table, &options).is_ok());
}

#[test]
fn cancelling_interrupts() {
    let table = distinct(100).cut(&[50]);
    let cancel = AtomicBool::new(true);
    let scan = Chain::scan(&table);
    let nothing = Chain::scan_where(&table, &[crate::plan::call("equal", &[long(1), long(2)])]);
    for chain in [scan.clone(), scan.limit(1), nothing, Chain::row(&[long(1)])] {
        let result = chain.run_with(&table, &Options::new(&cancel));
        assert_eq!(result.unwrap_err(), ExecError::Interrupted);
    }
}

#[test]
fn progress_counts_bytes_and_may_cancel() {
    let table = distinct(100).cut(&[10, 20, 30]);
    let cancel = AtomicBool::new(false);
    let seen = Mutex::new(Vec::new());
    let progress = |bytes| {
        seen.lock().unwrap().push(bytes);
        cancel.store(bytes == 1000, Ordering::Relaxed);
    };
    let options = Options { progress: Some(&progress), ..Options::new(&cancel) };
    let sorted = Chain::scan(&table).sort(&[ascending(0)]).limit(3);
    assert_eq!(sorted.run_with(&table, &options).unwrap_err(), ExecError::Interrupted);
    assert_eq!(*seen.lock().unwrap(), [100, 200, 300, 1000]);
}

#[test]
fn the_first_error_in_the_input_counts() {
    let table = distinct(100).cut(&[10, 20, 30]).broken_at(2);
    for threads in [1, 4] {
        let error = Chain::scan(&table).run(&table, threads, 7).unwrap_err();
        let broken = ScanError::Io { file: "f".into(), message: "broken".into() };
        assert_eq!(error, ExecError::Scan(broken));
        assert_eq!(error.to_string(), "cannot read `f`: broken");
    }
}

#[test]
fn misplaced_functions_are_refused() {
    let table = Table::new(&[cells(&["1"])]);
    let scan = Chain::scan(&table);
    let mut misplaced = aggregate("count", &[]);
    misplaced.def = esql_functions::registry::builtin("add").unwrap();
    let error = scan.stats(vec![misplaced], &[]).run(&table, 1, 1).unwrap_err();
    assert!(matches!(error, ExecError::Prepare { site: SiteId(8), .. }), "{error:?}");
    assert_eq!(error.to_string(), "`add` cannot be evaluated over groups");
}
