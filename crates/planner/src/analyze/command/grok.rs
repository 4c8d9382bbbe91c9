//! `GROK`: text taken apart by regular expressions with names.

use std::sync::Arc;

use esql_functions::extract::Grok;
use esql_functions::since;
use esql_parser::esql::ast::{self, Command};

use super::super::Analyzer;
use super::super::scope::Pipeline;
use super::extract;

pub(super) fn grok(
    cx: &mut Analyzer<'_>,
    mut pipeline: Pipeline,
    command: &Command,
    grok: &ast::Grok,
) -> Pipeline {
    if let [_, second, ..] = grok.patterns.as_slice() {
        cx.require("`GROK` with several patterns", since!(9.3), second.span);
    }
    let text = extract::text(cx, &mut pipeline, &grok.input, "GROK", |text, ty| {
        let ty = ty.name().to_uppercase();
        format!("Grok only supports KEYWORD or TEXT values, found expression [{text}] type [{ty}]")
    });
    let mut patterns = Vec::with_capacity(grok.patterns.len());
    for pattern in &grok.patterns {
        match &pattern.value {
            Ok(pattern) => patterns.push(pattern.as_str()),
            Err(_) => {
                cx.missing_parameter(pattern.span);
                return Pipeline { unknown: true, ..pipeline };
            }
        }
    }
    match Grok::new(&patterns) {
        Ok(extractor) => extract::add(cx, pipeline, command.span, text, Arc::new(extractor), None),
        Err(error) => extract::bad_pattern(cx, pipeline, &grok.patterns, "GROK", error),
    }
}
