//! Random plans over random rows: however they are cut and run, the answer is the same, and it is
//! what a naive reading of the operators says.

use std::cmp::Ordering;

use esql_data::{DataType, Value, compare};
use esql_planner::physical::{Aggregate, Expr, SortKey};
use proptest::prelude::*;

use crate::documents::Table;
use crate::plan::{Chain, Typed, aggregate, call, lines, long, text};

fn cell(value: impl Strategy<Value = Value> + Clone + 'static) -> impl Strategy<Value = Value> {
    prop_oneof![
        2 => Just(Value::Null),
        8 => value.clone(),
        2 => prop::collection::vec(value, 2..4).prop_map(Value::List),
    ]
}

fn number() -> impl Strategy<Value = Value> + Clone {
    (-2i64..4).prop_map(Value::Long)
}

fn word() -> impl Strategy<Value = Value> + Clone {
    prop::sample::select(&["", "a", "b", "A", "7", "a much longer word than twelve bytes"][..])
        .prop_map(Value::from)
}

/// Two columns of words, two of numbers.
fn table() -> impl Strategy<Value = Table> {
    let row = (cell(word()), cell(number()), cell(word()), cell(number()));
    prop::collection::vec(row, 0..40).prop_map(|rows| {
        let column = |cell: fn(&(Value, Value, Value, Value)) -> &Value| {
            rows.iter().map(cell).cloned().collect()
        };
        Table::new(&[
            (DataType::Keyword, column(|row| &row.0)),
            (DataType::Long, column(|row| &row.1)),
            (DataType::Keyword, column(|row| &row.2)),
            (DataType::Long, column(|row| &row.3)),
        ])
    })
}

/// A step of a plan; columns are chosen by number among those that fit.
#[derive(Clone, Debug)]
enum Step {
    Equal(usize, i64),
    EvalAdd(usize),
    EvalLower(usize),
    EvalLong(usize),
    EvalCase(usize),
    Expand(usize),
    Limit(usize),
    Sort(Vec<(usize, bool, bool)>, Option<usize>),
    Stats(usize, Vec<usize>),
    InlineStats(usize, Vec<usize>),
    LimitBy(usize, Vec<usize>),
    Sample(u64),
    Project(Vec<usize>),
}

fn step() -> impl Strategy<Value = Step> {
    let at = 0usize..8;
    let keys = prop::collection::vec((at.clone(), any::<bool>(), any::<bool>()), 1..3);
    prop_oneof![
        (at.clone(), 0i64..3).prop_map(|(at, value)| Step::Equal(at, value)),
        at.clone().prop_map(Step::EvalAdd),
        at.clone().prop_map(Step::EvalLower),
        at.clone().prop_map(Step::EvalLong),
        at.clone().prop_map(Step::EvalCase),
        at.clone().prop_map(Step::Expand),
        (0usize..30).prop_map(Step::Limit),
        (keys, prop::option::of(0usize..12)).prop_map(|(keys, count)| Step::Sort(keys, count)),
        (at.clone(), prop::collection::vec(at.clone(), 0..3))
            .prop_map(|(at, keys)| Step::Stats(at, keys)),
        (at.clone(), prop::collection::vec(at.clone(), 0..3))
            .prop_map(|(at, keys)| Step::InlineStats(at, keys)),
        (0usize..4, prop::collection::vec(at.clone(), 1..3))
            .prop_map(|(count, keys)| Step::LimitBy(count, keys)),
        (0u64..9).prop_map(Step::Sample),
        prop::collection::vec(at, 1..6).prop_map(Step::Project),
    ]
}

/// The column of type `ty` that is number `at` among its like.
fn pick(chain: &Chain, ty: DataType, at: usize) -> Option<usize> {
    let like: Vec<usize> =
        (0..chain.schema().len()).filter(|&column| chain.schema()[column].ty == ty).collect();
    (!like.is_empty()).then(|| like[at % like.len()])
}

fn grow(chain: &Chain, step: &Step) -> Chain {
    let number = |at: usize| pick(chain, DataType::Long, at).map(|at| chain.column(at));
    let word = |at: usize| pick(chain, DataType::Keyword, at).map(|at| chain.column(at));
    let any = |at: usize| at % chain.schema().len();
    let eval = |expr: Option<_>| match expr {
        Some(expr) => chain.clone().eval(&[expr]),
        None => chain.clone(),
    };
    let is = |value| move |column| call("equal", &[column, long(value)]);
    match step {
        Step::Equal(at, value) => {
            let conditions = [number(*at).map(is(*value)), number(at / 2).map(is(*value))];
            chain.clone().filter(&conditions.into_iter().flatten().collect::<Vec<_>>())
        }
        Step::EvalAdd(at) => eval(number(*at).map(|column| call("add", &[column, long(1)]))),
        Step::EvalLower(at) => eval(word(*at).map(|column| call("to_lower", &[column]))),
        Step::EvalLong(at) => eval(word(*at).map(|column| call("to_long", &[column]))),
        Step::EvalCase(at) => eval(number(*at).zip(word(*at)).map(|(number, word)| {
            let lower = call("to_lower", &[word]);
            call("case", &[is(1)(number.clone()), lower, is(2)(number), text("two")])
        })),
        Step::Expand(at) => chain.clone().mv_expand(any(*at)),
        Step::Limit(count) => chain.clone().limit(*count),
        Step::Sort(keys, count) => {
            let key = |&(at, descending, nulls_first): &(usize, bool, bool)| SortKey {
                column: any(at),
                descending,
                nulls_first,
            };
            let keys: Vec<SortKey> = keys.iter().map(key).collect();
            match count {
                Some(count) => chain.clone().top_n(&keys, *count),
                None => chain.clone().sort(&keys),
            }
        }
        Step::Stats(at, keys) => {
            let keys: Vec<usize> = keys.iter().map(|&at| any(at)).collect();
            chain.clone().stats(aggregates(chain, any(*at), number(*at).map(is(1))), &keys)
        }
        Step::InlineStats(at, keys) => {
            let keys: Vec<usize> = keys.iter().map(|&at| any(at)).collect();
            let aggregates = aggregates(chain, any(*at), number(*at).map(is(1)));
            let more = call("add", &[(Expr::Column(0), DataType::Long), long(1)]);
            chain.clone().inline_stats(aggregates, &[more], &keys)
        }
        Step::LimitBy(count, keys) => {
            let keys: Vec<usize> = keys.iter().map(|&at| any(at)).collect();
            chain.clone().limit_by(*count, &keys)
        }
        Step::Sample(seed) => chain.clone().sample(0.7, *seed),
        Step::Project(columns) => {
            let columns: Vec<usize> = columns.iter().map(|&at| any(at)).collect();
            chain.clone().project(&columns)
        }
    }
}

fn aggregates(chain: &Chain, at: usize, condition: Option<Typed>) -> Vec<Aggregate> {
    let column = chain.column(at);
    let mut some = aggregate("count", std::slice::from_ref(&column));
    some.filter = condition.map(|(expr, _)| expr);
    vec![
        aggregate("count", &[]),
        some,
        aggregate("max", std::slice::from_ref(&column)),
        aggregate("values", &[column]),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn answers_do_not_depend_on_threads_batches_and_cuts(
        table in table(),
        steps in prop::collection::vec(step(), 0..6),
        cuts in prop::collection::vec(0usize..40, 0..8),
        threads in 2usize..9,
    ) {
        let chain = steps.iter().fold(Chain::scan(&table), |chain, step| grow(&chain, step));
        let expected = lines(&chain.run(&table, 1, 1024).unwrap());
        let cut = table.cut(&cuts);
        for batch_rows in [1, 3, 1024] {
            let one = chain.run(&cut, 1, batch_rows).unwrap();
            prop_assert_eq!(&lines(&one), &expected, "{} rows", batch_rows);
            let many = chain.run(&cut, threads, batch_rows).unwrap();
            prop_assert_eq!(&lines(&many), &expected, "{} rows, {} threads", batch_rows, threads);
            prop_assert_eq!(&many.warnings, &one.warnings);
            prop_assert_eq!(&many.scanned, &one.scanned);
            let counts = |answer: &esql_executor::Answer| -> Vec<_> {
                answer.profile.iter().map(|one| (one.name, one.rows_in, one.rows_out)).collect()
            };
            prop_assert_eq!(counts(&many), counts(&one));
        }
    }

    #[test]
    fn sorting_is_a_stable_sort_by_value(
        cells in prop::collection::vec(cell(number()), 0..60),
        descending: bool,
        nulls_first: bool,
        count in 0usize..60,
        cuts in prop::collection::vec(0usize..60, 0..4),
    ) {
        let numbers = (0..).map(Value::Long).take(cells.len()).collect();
        let table = Table::new(&[(DataType::Long, cells.clone()), (DataType::Long, numbers)]);
        let key = SortKey { column: 0, descending, nulls_first };
        let mut rows: Vec<(usize, &Value)> = cells.iter().enumerate().collect();
        rows.sort_by(|left, right| naive(left.1, right.1, key));
        let expected: Vec<String> =
            rows.iter().map(|(row, cell)| format!("{} | {row}", cell.print(DataType::Long))).collect();
        let cut = table.cut(&cuts);
        let sorted = Chain::scan(&table).sort(&[key]).run(&cut, 2, 7).unwrap();
        prop_assert_eq!(lines(&sorted), expected.clone());
        let first = Chain::scan(&table).top_n(&[key], count).run(&cut, 2, 7).unwrap();
        prop_assert_eq!(&lines(&first)[..], &expected[..count.min(expected.len())]);
    }

    #[test]
    fn groups_are_those_of_a_list_of_keys(
        rows in prop::collection::vec((cell(word()), cell(number())), 0..40),
        cuts in prop::collection::vec(0usize..40, 0..4),
    ) {
        let (words, numbers): (Vec<_>, Vec<_>) = rows.iter().cloned().unzip();
        let table = Table::new(&[(DataType::Keyword, words), (DataType::Long, numbers)]);
        let mut groups: Vec<(Value, Value, usize)> = Vec::new();
        for (word, number) in &rows {
            for word in distinct(word) {
                for number in distinct(number) {
                    match groups.iter_mut().find(|group| group.0 == word && group.1 == number) {
                        Some(group) => group.2 += 1,
                        None => groups.push((word.clone(), number, 1)),
                    }
                }
            }
        }
        let expected: Vec<String> = groups
            .iter()
            .map(|(word, number, count)| {
                format!("{count} | {} | {}", word.print(DataType::Keyword), number.print(DataType::Long))
            })
            .collect();
        let chain = Chain::scan(&table).stats(vec![aggregate("count", &[])], &[0, 1]);
        prop_assert_eq!(lines(&chain.run(&table.cut(&cuts), 2, 5).unwrap()), expected);
    }
}

fn distinct(cell: &Value) -> Vec<Value> {
    let mut values: Vec<Value> = Vec::new();
    for value in cell.values() {
        if !values.contains(value) {
            values.push(value.clone());
        }
    }
    if values.is_empty() { vec![Value::Null] } else { values }
}

fn naive(left: &Value, right: &Value, key: SortKey) -> Ordering {
    let by_value = |a: &&Value, b: &&Value| match (a.as_ref(), b.as_ref()) {
        (Some(a), Some(b)) => compare(DataType::Long, a, b),
        _ => Ordering::Equal,
    };
    let first = |cell: &'_ Value| -> Option<Value> {
        let values = cell.values().iter();
        if key.descending { values.max_by(by_value) } else { values.min_by(by_value) }.cloned()
    };
    let null = |nulls_first: bool| if nulls_first { Ordering::Less } else { Ordering::Greater };
    match (first(left), first(right)) {
        (None, None) => Ordering::Equal,
        (None, Some(_)) => null(key.nulls_first),
        (Some(_), None) => null(!key.nulls_first),
        (Some(left), Some(right)) => {
            let order = by_value(&&left, &&right);
            if key.descending { order.reverse() } else { order }
        }
    }
}
