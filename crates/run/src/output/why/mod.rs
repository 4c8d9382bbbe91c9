//! Why a query matches or not, written for people, for programs, and as a page.

mod html;
mod json;
mod text;

pub(crate) use html::html;
pub(crate) use json::json;
pub(crate) use text::text;

use esql_engine::why::Shown;

/// `name value`, or `name has no value`.
fn pair(shown: &Shown) -> String {
    match &shown.value {
        Some(value) => format!("{} = {value}", shown.name),
        None => format!("{} = null", shown.name),
    }
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
