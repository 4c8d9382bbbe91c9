//! What the planner makes of queries: plans and diagnostics, over a small fixed catalog.

// What analyzes queries stands outside of test functions.
#![allow(clippy::unwrap_used)]

mod catalog;
mod checks;
mod extract;
mod names;
mod optimizer;
mod refused;
mod search;

use esql_diagnostics::SourceFile;
use esql_diagnostics::render::{Style, text};
use esql_functions::Session;
use esql_planner::{Analysis, Options, analyze, lower, optimize, print};

use catalog::TestCatalog;

/// The analysis of a query over the test catalog, at 2026-03-26T10:00:00Z.
fn analysis(query: &str) -> (Analysis, SourceFile) {
    let parsed = esql_parser::esql::parse(query);
    assert!(parsed.diagnostics.is_empty(), "{query}: {:?}", parsed.diagnostics);
    let file = SourceFile::new("query", query);
    let session = Session::at("2026-03-26T10:00:00Z".parse().unwrap());
    (analyze(&parsed.query, &file, &TestCatalog, &session, &Options::default()), file)
}

/// The resolved plan as text.
fn plan(query: &str) -> String {
    let (analysis, file) = analysis(query);
    let shown: Vec<String> =
        analysis.diagnostics.iter().map(|one| text(one, &file, Style::Plain, 100)).collect();
    match analysis.plan {
        Some(plan) => print::logical(&plan),
        None => panic!("{}", shown.join("\n")),
    }
}

/// The optimized plan as text.
fn optimized(query: &str) -> String {
    let (analysis, _) = analysis(query);
    print::logical(&optimize(analysis.plan.unwrap()))
}

/// The operators as text.
fn physical(query: &str) -> String {
    let (analysis, file) = analysis(query);
    let Analysis { plan, sites, session, .. } = analysis;
    print::physical(&lower(optimize(plan.unwrap()), &sites, &file, &session))
}

/// All diagnostics as people see them, with Elasticsearch's words behind each.
fn diagnostics(query: &str) -> String {
    let (analysis, file) = analysis(query);
    let shown: Vec<String> = analysis
        .diagnostics
        .iter()
        .map(|one| {
            let elastic = one.elastic.as_deref().unwrap_or("-");
            format!("{}\n  elastic: {elastic}", text(one, &file, Style::Plain, 100))
        })
        .collect();
    shown.join("\n\n")
}

/// The names and types of the columns that come out.
fn columns(query: &str) -> String {
    let (analysis, _) = analysis(query);
    let plan = analysis.plan.unwrap();
    let columns: Vec<String> =
        plan.output.iter().map(|column| format!("{}:{}", column.name, column.ty)).collect();
    columns.join(" | ")
}
