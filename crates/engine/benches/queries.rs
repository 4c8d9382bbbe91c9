//! Whole queries over events in memory: planning, the scan, grouping, top-n, many at once.
#![allow(clippy::unwrap_used)]

use std::fmt::Write as _;
use std::sync::LazyLock;

use divan::counter::{BytesCount, ItemsCount};
use divan::{Bencher, black_box};
use esql_engine::functions::Session;
use esql_engine::sources::{Dataset, Options};
use esql_engine::{Control, Outcome, Query, Settings, compile, run, run_many};

const EVENTS: usize = 20_000;

fn main() {
    divan::main();
}

/// Process events as an endpoint writes them: about 1 kB each.
fn events() -> &'static [u8] {
    static EVENTS_TEXT: LazyLock<Vec<u8>> = LazyLock::new(|| {
        let mut text = String::new();
        for at in 0..EVENTS {
            let name = ["svchost.exe", "cmd.exe", "chrome.exe", "bash", "python3"][at % 5];
            let (day, second) = (1 + at % 28, at % 60);
            let padding = "x".repeat(500 + at % 100);
            // Writing to a String cannot fail.
            let _ = writeln!(
                text,
                r#"{{"@timestamp":"2026-01-{day:02}T00:00:{second:02}.{milli:03}Z","event":{{"category":["process"],"type":["start"],"action":"exec","id":"{at:08x}"}},"host":{{"name":"host-{host}","os":{{"type":"windows"}},"ip":["10.0.{a}.{b}"]}},"user":{{"name":"user-{user}","id":"S-1-5-{user}"}},"agent":{{"id":"agent-{host}"}},"process":{{"pid":{at},"name":"{name}","executable":"C:\\Windows\\{name}","command_line":"{name} --run {at} {padding}","args":["{name}","--run","{at}"],"entity_id":"entity-{at}","parent":{{"pid":{parent},"name":"explorer.exe","entity_id":"entity-{parent}"}}}}}}"#,
                milli = at % 1000,
                host = at % 50,
                a = at % 200,
                b = at % 250,
                user = at % 400,
                parent = at / 10,
            );
        }
        text.into_bytes()
    });
    &EVENTS_TEXT
}

fn dataset() -> Dataset {
    Dataset::in_memory([("events.ndjson".to_owned(), events().to_vec())], Options::default())
}

fn settings() -> Settings {
    Settings::new(Session::at("2026-02-01T00:00:00Z".parse().unwrap()))
}

fn answer(query: &Query, dataset: &Dataset, settings: &Settings) -> Outcome {
    run(query, dataset, settings, &Control::default()).unwrap()
}

fn bench(bencher: Bencher<'_, '_>, text: &str) {
    let (query, dataset, settings) = (Query::new("bench", text), dataset(), settings());
    bencher
        .counter(BytesCount::new(events().len()))
        .counter(ItemsCount::new(EVENTS))
        .bench_local(|| answer(black_box(&query), &dataset, &settings));
}

/// Rules of the usual kinds, and one with a long list of conditions.
fn rules() -> Vec<String> {
    let mut rules = vec![
        "FROM logs-* METADATA _id, _index, _version | WHERE process.name == \"cmd.exe\" AND \
         process.command_line LIKE \"*-enc*\" | KEEP *"
            .to_owned(),
        "FROM logs-* | WHERE @timestamp > NOW() - 60 days AND event.action == \"exec\" | EVAL \
         tool = CASE(process.name LIKE \"p*\", \"python\", process.name == \"bash\", \"shell\", \
         \"other\"), minute = DATE_TRUNC(1 minute, @timestamp) | STATS n = COUNT(*), commands = \
         COUNT_DISTINCT(process.command_line), users = VALUES(user.name) BY host.name, tool, \
         minute | WHERE n > 5 | SORT n DESC | LIMIT 100"
            .to_owned(),
        "FROM logs-* | WHERE KQL(\"process.name: (cmd.exe or bash) and not user.name: root*\") | \
         GROK process.command_line \"%{WORD:tool} %{GREEDYDATA:rest}\" | KEEP tool, rest"
            .to_owned(),
    ];
    let tools: Vec<String> =
        (0..500).map(|at| format!("process.name LIKE \"*tool-{at}*\"")).collect();
    rules.push(format!("FROM logs-* | WHERE {}", tools.join(" OR ")));
    rules
}

#[divan::bench]
fn plan(bencher: Bencher<'_, '_>) {
    let (dataset, settings) = (dataset(), settings());
    let queries: Vec<Query> = rules().into_iter().map(|text| Query::new("bench", text)).collect();
    bencher.counter(ItemsCount::new(queries.len())).bench_local(|| {
        queries.iter().filter(|query| compile(query, &dataset, &settings).is_ok()).count()
    });
}

const FIELDS: &[&str] = &[
    "process.name",
    "host.name",
    "user.name",
    "event.action",
    "process.parent.entity_id",
    "process.entity_id",
    "agent.id",
    "process.pid",
    "process.args",
    "process.command_line",
    "@timestamp",
    "host.ip",
];

/// Without a filter: the cost of reading so many fields.
#[divan::bench(args = [1, 4, 12])]
fn scan_fields(bencher: Bencher<'_, '_>, count: usize) {
    let columns: Vec<String> =
        FIELDS.iter().take(count).map(|name| format!("COUNT({name})")).collect();
    bench(bencher, &format!("FROM logs-* | STATS {}", columns.join(", ")));
}

/// One event in so many passes: few are read, or most.
#[divan::bench(args = ["0", "1", "*"])]
fn scan_selectivity(bencher: Bencher<'_, '_>, last_digit: &str) {
    let condition = format!("process.command_line LIKE \"* --run *{last_digit} x*\"");
    bench(
        bencher,
        &format!("FROM logs-* | WHERE {condition} | STATS COUNT(host.name), COUNT(process.args)"),
    );
}

/// Few and many groups, by a string, a number, several keys.
#[divan::bench(args = ["host.name", "process.entity_id", "process.pid", "host.name, user.name",
    "host.name, process.entity_id"])]
fn group(bencher: Bencher<'_, '_>, keys: &str) {
    bench(
        bencher,
        &format!(
            "FROM logs-* | STATS n = COUNT(*), d = COUNT_DISTINCT(process.command_line) BY {keys}"
        ),
    );
}

#[divan::bench(args = [10, 1000])]
fn top_n(bencher: Bencher<'_, '_>, count: usize) {
    bench(
        bencher,
        &format!(
            "FROM logs-* | SORT user.name DESC, @timestamp | LIMIT {count} | KEEP process.name"
        ),
    );
}

/// Many rules over one reading.
#[divan::bench(args = [1, 16, 128])]
fn many(bencher: Bencher<'_, '_>, count: usize) {
    let (dataset, settings) = (dataset(), settings());
    let rule = |at: usize| {
        let text = format!(
            "FROM logs-* METADATA _id | WHERE process.name == \"bash\" AND process.command_line \
             LIKE \"*--run {at} *\""
        );
        Query::new("bench", text).with_columns(vec!["_id".to_owned()])
    };
    let queries: Vec<Query> = (0..count).map(rule).collect();
    bencher.counter(BytesCount::new(events().len())).bench_local(|| {
        run_many(&queries, &dataset, &settings, &Control::default()).unwrap().each.len()
    });
}
