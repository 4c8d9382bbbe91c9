//! Why a query matches or not, written for people, for programs, and as a page.

mod html;
mod json;
mod text;

pub(crate) use html::html;
pub(crate) use json::json;
pub(crate) use text::text;

use esql_engine::why::{Cause, Shown};

/// `name value`, or `name has no value`.
fn pair(shown: &Shown) -> String {
    match &shown.value {
        Some(value) => format!("{} = {value}", shown.name),
        None => format!("{} = null", shown.name),
    }
}

/// In which rows a column made a condition null.
fn cause_text(cause: &Cause) -> String {
    let counts = [(cause.missing, "no value"), (cause.several, "several values")];
    let parts = counts.iter().filter(|(rows, _)| *rows > 0);
    let parts: Vec<String> = parts.map(|(rows, what)| format!("{what} in {rows}")).collect();
    format!("`{}` has {}", cause.column, parts.join(", "))
}

/// What tells a row apart, on one line.
fn identity(shown: &[Shown]) -> String {
    if shown.is_empty() {
        return "all rows".to_owned();
    }
    let known = shown.iter().map(|one| match (one.name.as_str(), &one.value) {
        ("_id" | "_index", Some(value)) => value.clone(),
        _ => pair(one),
    });
    known.collect::<Vec<String>>().join(", ")
}

/// `true`, `false` or `null`.
fn truth(truth: Option<bool>) -> &'static str {
    match truth {
        Some(true) => "true",
        Some(false) => "false",
        None => "null",
    }
}
