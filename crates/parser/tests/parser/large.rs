//! Deep and large queries, on a thread with a small stack.

use std::fmt::Write;
use std::thread;
use std::time::{Duration, Instant};

use esql_diagnostics::codes;
use esql_parser::esql::ast::{CommandKind, ExprKind, Query};
use esql_parser::{esql, kql};

/// More than any of these takes on a busy machine without optimization, where it is a second, and
/// less than work that grows with the square of the length.
const QUADRATIC: Duration = Duration::from_secs(30);

/// Runs `test` with the 2 MB of stack that Rust gives to threads.
fn on_small_stack(test: impl FnOnce() + Send + 'static) {
    thread::Builder::new().stack_size(2 * 1024 * 1024).spawn(test).unwrap().join().unwrap();
}

/// Parses, prints, reads back: all must work, and give the same tree.
fn check_valid(query: &str) -> Query {
    let parsed = esql::parse(query);
    assert_eq!(parsed.diagnostics, []);
    let printed = esql::print(&parsed.query);
    assert_eq!(esql::dump(&esql::parse(&printed).query), esql::dump(&parsed.query));
    parsed.query
}

fn check_too_deep(query: &str) {
    let parsed = esql::parse(query);
    let codes: Vec<_> = parsed.diagnostics.iter().map(|diagnostic| diagnostic.code).collect();
    assert_eq!(codes, [codes::TOO_DEEP]);
    assert!(esql::print(&parsed.query).contains("<error>"));
}

#[test]
fn a_chain_of_or_is_one_node() {
    on_small_stack(|| {
        let terms: Vec<String> = (0..2_000).map(|n| format!("a == {n}")).collect();
        let query = check_valid(&format!("FROM logs | WHERE {}", terms.join(" OR ")));
        let CommandKind::Where(condition) = &query.commands[1].kind else { panic!() };
        assert!(matches!(&condition.kind, ExprKind::Or(operands) if operands.len() == 2_000));
    });
}

#[test]
fn nesting_up_to_the_limit() {
    on_small_stack(|| {
        for depth in [500, 990] {
            check_valid(&format!("ROW a = {}1{}", "(".repeat(depth), ")".repeat(depth)));
            check_valid(&format!("ROW a = {}1{}", "f(".repeat(depth), ")".repeat(depth)));
            check_valid(&format!("ROW a = {}1", "-".repeat(depth)));
            check_valid(&format!("FROM a | WHERE {}b", "NOT ".repeat(depth)));
            check_valid(&format!("ROW a = b{}", "::long".repeat(depth)));
            check_valid(&format!("ROW a = 1{}", " + 1".repeat(depth)));
            check_valid(&format!("ROW a = {}1{}", "(1 + ".repeat(depth), ")".repeat(depth)));
            check_valid(&format!("{}FROM a{}", "FROM (".repeat(depth), ")".repeat(depth)));
            let map = format!("{}1{}", "{\"a\": ".repeat(depth), "}".repeat(depth));
            check_valid(&format!("ROW a = f(1, {map})"));
        }
    });
}

#[test]
fn nesting_beyond_the_limit() {
    on_small_stack(|| {
        for depth in [1_001, 50_000] {
            check_too_deep(&format!("ROW a = {}1{}", "(".repeat(depth), ")".repeat(depth)));
            check_too_deep(&format!("ROW a = {}", "(".repeat(depth)));
            check_too_deep(&format!("ROW a = {}1", "-".repeat(depth)));
            check_too_deep(&format!("FROM a | WHERE {}b", "NOT ".repeat(depth)));
            check_too_deep(&format!("ROW a = b{}", "::long".repeat(depth)));
            check_too_deep(&format!("ROW a = 1{}", " + 1".repeat(depth)));
            check_too_deep(&format!("ROW a = 1{}", " * 1 - 1".repeat(depth)));
            check_too_deep(&format!("{}FROM a{}", "FROM (".repeat(depth), ")".repeat(depth)));
        }
        // Chains inside parentheses add up, also through a subquery.
        let chain = " + 1".repeat(600);
        check_too_deep(&format!("ROW a = (1{chain}) {chain}"));
        check_too_deep(&format!("ROW a = (x IN (FROM b | WHERE 1{chain})) {chain}"));
    });
}

#[test]
fn large_queries_take_linear_time() {
    on_small_stack(|| {
        let values: Vec<String> = (0..40_000).map(|n| format!("\"value{n}\"")).collect();
        let list = format!("FROM logs | WHERE a IN ({})", values.join(", "));
        let mut flat = "FROM logs | WHERE a == 0".to_owned();
        let mut commands = "FROM logs".to_owned();
        let mut nested = "FROM logs | WHERE a == 0".to_owned();
        for n in 0..20_000 {
            let _ = write!(flat, " OR proc.name LIKE \"*{n}\"");
            let _ = write!(commands, " | EVAL a{n} = f({n}, b)");
            let _ = write!(nested, " OR ((((a == {n}))))");
        }
        for query in [list, flat, commands, nested] {
            assert!(query.len() > 400_000);
            let start = Instant::now();
            let parsed = esql::parse(&query);
            assert!(start.elapsed() < QUADRATIC);
            assert_eq!(parsed.diagnostics, []);
        }
    });
}

#[test]
fn large_invalid_texts_take_linear_time() {
    on_small_stack(|| {
        for piece in
            ["'", "(", "|(", "x|(", "`", "\"", "/*", "&", "| x", "IN (", "FROM (", "\\", "{", "?"]
        {
            let start = Instant::now();
            let text = piece.repeat(200_000 / piece.len());
            for query in [text.clone(), format!("FROM a | WHERE {text}")] {
                let parsed = esql::parse(&query);
                assert!(parsed.diagnostics.len() <= esql_parser::MAX_DIAGNOSTICS);
                let _ = esql::dump(&parsed.query);
            }
            let _ = kql::parse(&text);
            assert!(start.elapsed() < QUADRATIC, "{piece}");
        }
    });
}

#[test]
fn kql_large_and_deep() {
    on_small_stack(|| {
        let check = |text: &str| {
            let parsed = kql::parse(text);
            assert_eq!(parsed.diagnostics, []);
            let again = kql::parse(&kql::print(&parsed.query));
            assert_eq!(kql::dump(&again.query), kql::dump(&parsed.query));
        };
        let terms: Vec<String> = (0..2_000).map(|n| format!("a: {n}")).collect();
        check(&terms.join(" or "));
        check(&format!("{}a: 1{}", "(".repeat(500), ")".repeat(500)));
        check(&format!("a: {}1{}", "(".repeat(500), ")".repeat(500)));
        check(&format!("{}a: 1{}", "a: { ".repeat(500), " }".repeat(500)));
        check(&format!("{}a: 1", "not ".repeat(500)));
        let values: Vec<String> = (0..40_000).map(|n| format!("value{n}")).collect();
        check(&format!("a: ({})", values.join(" or ")));
        for (start, text) in [("", "not "), ("", "("), ("", "a: {"), ("a: ", "(")] {
            let parsed = kql::parse(&format!("{start}{}", text.repeat(50_000)));
            assert_eq!(parsed.diagnostics[0].code, codes::TOO_DEEP);
        }
    });
}
