//! One function of each lift and of each kind of kernel, over a batch.
#![allow(clippy::unwrap_used)]

use divan::counter::ItemsCount;
use divan::{Bencher, black_box};
use esql_data::{Column, DataType, Value, Warnings};
use esql_functions::resolve::{ArgType, resolve};
use esql_functions::{Call, EvalCx, Session, registry};

const ROWS: usize = 4096;

fn main() {
    divan::main();
}

/// A function, and what it shows.
struct Case {
    what: &'static str,
    function: &'static str,
    args: fn() -> Vec<Column>,
}

impl std::fmt::Display for Case {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: {}", self.what, self.function)
    }
}

const CASES: &[Case] = &[
    Case { what: "single value", function: "add", args: || vec![numbers(), numbers()] },
    Case { what: "single value", function: "to_lower", args: || vec![texts()] },
    Case { what: "single value, prepared", function: "like", args: || vec![texts(), pattern()] },
    Case { what: "per value", function: "to_string", args: || vec![lists()] },
    Case { what: "whole cell", function: "mv_count", args: || vec![lists()] },
    Case { what: "whole cell", function: "mv_max", args: || vec![lists()] },
    Case { what: "lazy", function: "coalesce", args: || vec![numbers(), numbers()] },
];

fn column(ty: DataType, cell: impl Fn(i64) -> Value) -> Column {
    Column::from_values(ty, &(0..).take(ROWS).map(cell).collect::<Vec<_>>())
}

/// One in eight is null.
fn numbers() -> Column {
    let cell = |at| if at % 8 == 0 { Value::Null } else { Value::Long(at) };
    column(DataType::Long, cell)
}

fn texts() -> Column {
    column(DataType::Keyword, |at| format!("C:\\Windows\\System32\\tool-{at}.EXE").as_str().into())
}

fn pattern() -> Column {
    Column::constant(DataType::Keyword, &"*system32*-40?5.exe".into(), ROWS)
}

fn lists() -> Column {
    column(DataType::Long, |at| Value::List(vec![Value::Long(at), Value::Long(at + 3)]))
}

#[divan::bench(args = CASES)]
fn call(bencher: Bencher<'_, '_>, case: &Case) {
    let def = registry::builtin(case.function).unwrap();
    let args = (case.args)();
    let types: Vec<ArgType> =
        args.iter().map(|arg| ArgType { ty: arg.ty(), literal: false }).collect();
    let resolved = resolve(def, &types).unwrap();
    let session = Session::at(jiff::Timestamp::UNIX_EPOCH);
    let call = Call::of(def, resolved.overload, resolved.ret, &args, &session).unwrap();
    bencher.counter(ItemsCount::new(ROWS)).bench_local(|| {
        let mut warnings = Warnings::default();
        let mut cx = EvalCx::new(&session, &mut warnings, ROWS);
        call.evaluate_columns(&mut cx, black_box(&args))
    });
}
