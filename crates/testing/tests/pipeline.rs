//! Random documents through whole queries: what must not matter does not matter.
#![expect(clippy::unwrap_used, reason = "a test panics where it cannot go on")]

use esql_engine::functions::Session;
use esql_engine::sources::Options;
use esql_engine::{Control, Query, Settings, response, run};
use esql_testing::events::Events;
use esql_testing::fixture::{Documents, Fixture};
use esql_testing::spec::Configuration;
use proptest::prelude::*;

/// One query for each way through the operators.
const QUERIES: [&str; 16] = [
    "FROM logs-* | SORT @timestamp, event.sequence | KEEP @timestamp, process.*, user.name, event.*",
    "FROM logs-* | KEEP host.name, process.pid, process.args | LIMIT 7",
    "FROM logs-* | WHERE process.name == \"bash\" AND destination.port > 50 | KEEP event.sequence",
    "FROM logs-* | WHERE process.command_line LIKE \"*ü*\" OR user.name == \"root\" | KEEP event.sequence",
    "FROM logs-* | WHERE KQL(\"process.args: http* or not user.name: alice\") | KEEP event.sequence",
    "FROM logs-* | STATS n = COUNT(*), users = COUNT_DISTINCT(user.name) BY host.name",
    "FROM logs-* | STATS all = VALUES(process.args), newest = MAX(@timestamp) BY user.name, event.category",
    "FROM logs-* | STATS s = SUM(destination.bytes), a = AVG(destination.bytes), m = MEDIAN(process.pid)",
    "FROM logs-* | STATS n = COUNT(*) WHERE destination.port == 443, m = MIN(process.pid) BY p = process.name",
    "FROM logs-* | MV_EXPAND process.args | STATS n = COUNT(*) BY process.args | SORT n DESC, process.args",
    "FROM logs-* | SORT process.pid DESC | LIMIT 5 | KEEP process.pid, process.name",
    "FROM logs-* | EVAL x = process.pid + 1, y = process.name == \"sh\" | KEEP x, y | SORT x DESC NULLS LAST, y | LIMIT 20",
    "FROM logs-* | WHERE user.name == \"root\" | EVAL t = TO_LOWER(user.name) | KEEP event.sequence, t",
    "FROM logs-* | KEEP custom.hits.rule.name, custom.hits.risk, event.sequence | SORT event.sequence",
    "FROM logs-* | STATS n = COUNT(*) BY t = DATE_TRUNC(5 minutes, @timestamp) | SORT t",
    "FROM logs-* | EVAL c = CASE(process.pid % 2 == 0, \"even\", \"odd\") | STATS n = COUNT(*), MAX(process.pid) BY c | LIMIT 3",
];

/// Filters that can rule lines out, and those that look like them.
const FILTERS: [&str; 12] = [
    "user.name == \"root\"",
    "user.name != \"root\" AND process.name == \"bash\"",
    "process.name IN (\"bash\", \"curl\") AND event.category == \"process\"",
    "process.args LIKE \"*import*\" OR user.name == \"alice\"",
    "NOT user.name == \"root\" AND NOT process.args LIKE \"http*\"",
    "NOT (user.name IN (\"bob\", \"alice\") OR event.category == \"file\")",
    "TO_LOWER(user.name) == \"system\" AND process.parent.name RLIKE \"c.*\"",
    "STARTS_WITH(process.args, \"http\") AND ENDS_WITH(user.name, \"e\")",
    "KQL(\"user.name: root\") AND process.args == \"-c\"",
    "CONTAINS(user.name, \"root\") AND event.category == \"network\"",
    "user.name == \"root\" AND LENGTH(process.args) > 2 AND process.pid > 1000",
    "MV_COUNT(user.name) > 1 OR user.name == \"Élodie\"",
];

/// The line with some of its characters written in another way or replaced by others, if it is
/// still JSON.
fn mutated(line: &str, seed: &mut u64) -> String {
    let mut next = |limit: usize| {
        *seed =
            seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(*seed >> 33).unwrap() % limit
    };
    let mut text = String::new();
    for char in line.chars() {
        match next(60) {
            0 if char.is_ascii_alphabetic() => text.push_str(&format!("\\u{:04x}", char as u32)),
            1 if char.is_ascii_lowercase() => text.push(char.to_ascii_uppercase()),
            2 if char == ',' || char == ':' => text.extend([' ', char, '\t']),
            _ => text.push(char),
        }
    }
    if serde_json::from_str::<serde_json::Value>(&text).is_ok() { text } else { line.to_owned() }
}

/// The whole reply as text: rows, warnings, problems, or errors.
fn text(query: &str, fixture: &Fixture, configuration: Configuration) -> String {
    let mut settings = Settings::new(Session::at("2026-03-26T12:00:00Z".parse().unwrap()));
    configuration.apply(&mut settings);
    let query = Query::new("query", query);
    match run(&query, fixture.dataset(), &settings, &Control::default()) {
        Ok(outcome) => {
            let mut rows = Vec::new();
            response::json(&outcome, &mut rows).unwrap();
            let rows = String::from_utf8(rows).unwrap();
            format!("{rows}{:?} {}", outcome.warnings, outcome.problem_count)
        }
        Err(failure) => format!("{failure:?}"),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn threads_batches_optimizer_and_cuts_do_not_matter(
        seed: u64,
        count in 1..120_usize,
        cuts in prop::collection::vec(0..120_usize, 0..4),
        optimize: bool,
        batch_rows in 1..50_usize,
        threads in 1..=8_usize,
        block_bytes in 64..10_000_usize,
    ) {
        let lines: Vec<String> = Events::new(seed).take(count).map(|event| event.to_string()).collect();
        let whole = Fixture::open(&Documents::Inline { lines: &lines, mapping: None }, Options::default()).unwrap();
        let options = Options { block_bytes, ..Options::default() };
        let cut = Fixture::open(&Documents::Files { lines: &lines, cuts: &cuts }, options).unwrap();
        for query in QUERIES {
            let usual = text(query, &whole, Configuration::USUAL);
            prop_assert!(!usual.starts_with("Failure"), "{query}\n{usual}");
            let other = text(query, &cut, Configuration { optimize, batch_rows, threads, copies: 1 });
            prop_assert_eq!(&usual, &other, "{}", query);
        }
    }

    #[test]
    fn shortcuts_of_the_scan_do_not_matter(mut seed: u64, count in 1..80_usize, optimize: bool) {
        let events = Events::new(seed).take(count);
        let lines: Vec<String> =
            events.map(|event| mutated(&event.to_string(), &mut seed)).collect();
        let open = |shortcuts, rule_out| {
            let options = Options { shortcuts, rule_out, ..Options::default() };
            Fixture::open(&Documents::Inline { lines: &lines, mapping: None }, options).unwrap()
        };
        let (plain, walking, all) = (open(false, false), open(true, false), open(true, true));
        for filter in FILTERS {
            let query = format!("FROM logs-* | WHERE {filter} | SORT event.sequence | KEEP event.sequence, user.name");
            let usual = text(&query, &plain, Configuration { optimize, ..Configuration::USUAL });
            prop_assert!(!usual.starts_with("Failure"), "{query}\n{usual}");
            for other in [&walking, &all] {
                prop_assert_eq!(&usual, &text(&query, other, Configuration::USUAL), "{}", query);
            }
        }
    }
}
