//! Parses the queries on standard input, separated by NUL, and prints each back: reports those
//! that have diagnostics or do not read back as the same tree, and how long parsing took.
#![expect(clippy::print_stdout, reason = "a command line tool")]

use std::io::Read;
use std::time::{Duration, Instant};

use esql_diagnostics::SourceFile;
use esql_diagnostics::render::{Style, text};
use esql_parser::esql;

fn main() -> std::io::Result<()> {
    let mut input = String::new();
    std::io::stdin().read_to_string(&mut input)?;
    let (mut queries, mut invalid, mut different) = (0, 0, 0);
    let mut total = Duration::ZERO;
    for (at, query) in input.split('\0').enumerate() {
        queries += 1;
        let start = Instant::now();
        let parsed = esql::parse(query);
        total += start.elapsed();
        if !parsed.diagnostics.is_empty() {
            invalid += 1;
            let source = SourceFile::new(format!("query {at}"), query);
            for diagnostic in &parsed.diagnostics {
                println!("{}\n", text(diagnostic, &source, Style::Plain, 120));
            }
            continue;
        }
        let printed = esql::print(&parsed.query);
        if esql::dump(&esql::parse(&printed).query) != esql::dump(&parsed.query) {
            different += 1;
            println!("query {at} reads back as another tree:\n{query}\n----\n{printed}\n");
        }
    }
    println!("{queries} queries, {invalid} invalid, {different} read back differently, {total:?}");
    Ok(())
}
