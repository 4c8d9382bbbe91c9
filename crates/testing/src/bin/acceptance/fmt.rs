//! The layout of all rules and hunts: the same plan, the same comments, and nothing to change in a
//! second run.

use std::path::Path;

use esql_engine::functions::Session;
use esql_engine::parser::esql;
use esql_engine::sources::Options;
use esql_engine::{Query, Settings, Stage, emit};
use esql_rules::{Document, formatted};
use esql_testing::fixture::{Documents, Fixture};
use jiff::Timestamp;

pub(crate) fn run(corpus: &Path) -> Result<(), String> {
    let fixture =
        Fixture::open(&Documents::Inline { lines: &[], mapping: None }, Options::default())?;
    let settings = Settings::new(Session::at(Timestamp::now()));
    let (mut files, mut queries, mut skipped, mut faults) = (0, 0, 0, Vec::new());
    for folder in ["rules", "hunting"] {
        for file in walkdir::WalkDir::new(corpus.join(folder)).sort_by_file_name() {
            let path = file.map_err(|error| error.to_string())?.into_path();
            if path.extension().is_none_or(|ending| ending != "toml") {
                continue;
            }
            let name = path.display().to_string();
            let text =
                std::fs::read_to_string(&path).map_err(|error| format!("{name}: {error}"))?;
            let read = |text: &str| Document::read(&name, text).ok().flatten();
            let Some(before) = read(&text) else { continue };
            let Ok(new) = formatted(&before) else {
                // It has errors, and is left alone.
                skipped += 1;
                continue;
            };
            let Some(after) = read(&new) else {
                faults.push(format!("{name}: cannot be read any more"));
                continue;
            };
            files += 1;
            if formatted(&after).ok().as_ref() != Some(&new) {
                faults.push(format!("{name}: a second run changes it again"));
            }
            if before.queries().len() != after.queries().len() {
                faults.push(format!("{name}: another number of queries"));
            }
            for (old, new) in before.queries().iter().zip(after.queries()) {
                queries += 1;
                let plan = |query: &Query| {
                    emit(query, Stage::Plan, fixture.dataset(), &settings).map(|plan| parts(&plan))
                };
                let is_same = match (plan(old), plan(new)) {
                    (Ok(old), Ok(new)) => old == new,
                    (old, new) => old.is_err() && new.is_err(),
                };
                if !is_same {
                    faults.push(format!("{name}: another plan"));
                }
                if comments(old.text()) != comments(new.text()) {
                    faults.push(format!("{name}: other comments"));
                }
            }
        }
    }
    println!("{queries} queries of {files} files formatted, {skipped} with errors left alone");
    faults.iter().for_each(|fault| println!("{fault}"));
    if faults.is_empty() { Ok(()) } else { Err(format!("{} faults", faults.len())) }
}

/// A plan: the columns that it gives, and what is done. Columns on the way are named by the text
/// that computes them, which the layout changes.
fn parts(plan: &str) -> (String, String) {
    let (columns, below) = plan.split_once('\n').unwrap_or((plan, ""));
    let below = below.split_whitespace().collect::<String>().to_lowercase();
    (columns.to_owned(), below)
}

/// The comments of a query in their order, without the blanks at the ends of their lines.
fn comments(text: &str) -> Vec<String> {
    let tokens = esql::tokens(text);
    let is_comment = |kind: esql::TokenKind| {
        matches!(kind, esql::TokenKind::LineComment | esql::TokenKind::BlockComment)
    };
    let comments = tokens.iter().filter(|token| is_comment(token.kind));
    let lines = |text: &str| text.lines().map(str::trim).collect::<Vec<_>>().join("\n");
    comments.map(|token| lines(token.span.text(text))).collect()
}
