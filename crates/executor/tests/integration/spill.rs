//! STATS that does not fit into the memory budget gives the same answer through files.

use std::io;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use esql_data::{DataType, Value};
use esql_executor::{ExecError, Options};
use esql_planner::temporary::{TemporaryFile, TemporaryFiles};

use crate::documents::Table;
use crate::plan::{Chain, aggregate, lines};

/// Files in memory, counted.
#[derive(Default)]
struct Files(AtomicUsize);

impl TemporaryFiles for Files {
    fn create(&self) -> io::Result<Box<dyn TemporaryFile>> {
        self.0.fetch_add(1, Ordering::Relaxed);
        Ok(Box::new(io::Cursor::new(Vec::new())))
    }
}

/// There is no place for files.
struct Nowhere;

impl TemporaryFiles for Nowhere {
    fn create(&self) -> io::Result<Box<dyn TemporaryFile>> {
        Err(io::ErrorKind::StorageFull.into())
    }
}

/// Rows of many groups, in small tasks: a word, a number, and what is counted.
fn table(rows: i64) -> Table {
    let many = |cell: &dyn Fn(i64) -> Value| (0..rows).map(cell).collect::<Vec<_>>();
    let word = |at: i64| match at % 997 {
        0 => Value::Null,
        rest if rest % 50 == 1 => {
            let other = Value::from(format!("word {}", rest / 2).as_str());
            Value::List(vec![other, Value::from(format!("word {rest}").as_str())])
        }
        rest => Value::from(format!("word {rest}").as_str()),
    };
    let number = |at: i64| Value::Long(at * 7 % 3 - 1);
    let counted = |at: i64| Value::from(format!("something to count {}", at / 3).as_str());
    let table = Table::new(&[
        (DataType::Keyword, many(&word)),
        (DataType::Long, many(&number)),
        (DataType::Keyword, many(&counted)),
    ]);
    let starts: Vec<usize> = (0..rows).step_by(200).filter_map(|at| at.try_into().ok()).collect();
    table.cut(&starts)
}

#[test]
fn groups_in_files_give_the_same_answer() {
    let table = table(10_000);
    let scan = Chain::scan(&table);
    let (number, counted) = (scan.column(1), scan.column(2));
    let aggregates = || {
        vec![
            aggregate("count_distinct", std::slice::from_ref(&counted)),
            aggregate("values", std::slice::from_ref(&number)),
            aggregate("max", std::slice::from_ref(&number)),
            aggregate("count", &[]),
        ]
    };
    let cancel = AtomicBool::new(false);
    for keys in [&[0][..], &[0, 1], &[1, 0]] {
        let chain = scan.clone().stats(aggregates(), keys);
        let expected = lines(&chain.run(&table, 1, 4096).unwrap());
        for threads in [1, 3] {
            let files = Files::default();
            let options = Options {
                threads,
                memory: 1_000_000,
                temporary: Some(&files),
                ..Options::new(&cancel)
            };
            let answer = chain.run_with(&table, &options).unwrap();
            assert!(lines(&answer) == expected, "{keys:?} {threads}");
            assert!(files.0.into_inner() > 0, "{keys:?} {threads}");
        }
    }
}

#[test]
fn what_cannot_wait_in_files_is_an_error() {
    let table = table(20_000);
    let scan = Chain::scan(&table);
    let counted = aggregate("values", &[scan.column(2)]);
    let cancel = AtomicBool::new(false);
    let files = Files::default();
    let memory = 500_000;
    let error = |chain: &Chain, files: &dyn TemporaryFiles| {
        let options = Options { memory, temporary: Some(files), ..Options::new(&cancel) };
        chain.run_with(&table, &options).unwrap_err()
    };
    // One group alone, and an answer that is too big.
    let too_much = ExecError::Memory { limit: memory, operator: "aggregate" };
    let no_keys = scan.clone().stats(vec![counted.clone()], &[]);
    assert_eq!(error(&no_keys, &files), too_much);
    let by_word = scan.stats(vec![counted], &[0]);
    assert_eq!(error(&by_word, &files), too_much);
    let failed = error(&by_word, &Nowhere);
    assert!(matches!(failed, ExecError::TemporaryFile { .. }), "{failed}");
}
