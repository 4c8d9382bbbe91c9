//! `DISSECT`: text taken apart by a pattern of delimiters.

use std::sync::Arc;

use esql_diagnostics::{Diagnostic, codes};
use esql_functions::extract::Dissect;
use esql_parser::esql::ast::{self, Command, NamedOption};

use super::super::Analyzer;
use super::super::expression::Place;
use super::super::scope::Pipeline;
use super::extract;

pub(super) fn dissect(
    cx: &mut Analyzer<'_>,
    mut pipeline: Pipeline,
    command: &Command,
    dissect: &ast::Dissect,
) -> Pipeline {
    let separator = separator(cx, &mut pipeline, &dissect.options);
    let text = extract::text(cx, &mut pipeline, &dissect.input, "DISSECT", |text, ty| {
        let ty = ty.name().to_uppercase();
        format!(
            "Dissect only supports KEYWORD or TEXT values, found expression [{text}] type [{ty}]"
        )
    });
    let Ok(pattern) = &dissect.pattern.value else {
        cx.missing_parameter(dissect.pattern.span);
        return Pipeline { unknown: true, ..pipeline };
    };
    match Dissect::new(pattern, &separator) {
        Ok(extractor) => extract::add(cx, pipeline, command.span, text, Arc::new(extractor), None),
        Err(error) => {
            let patterns = std::slice::from_ref(&dissect.pattern);
            extract::bad_pattern(cx, pipeline, patterns, "DISSECT", error)
        }
    }
}

/// The value of `APPEND_SEPARATOR`, empty if there is none.
fn separator(cx: &mut Analyzer<'_>, pipeline: &mut Pipeline, options: &[NamedOption]) -> String {
    let mut separator = String::new();
    for NamedOption { name, value } in options {
        if !name.text.eq_ignore_ascii_case("append_separator") {
            cx.report(
                Diagnostic::error(
                    codes::UNKNOWN_OPTION,
                    format!("`DISSECT` has no option `{}`", name.text),
                )
                .label(name.span, "no such option")
                .help("there is only `append_separator`")
                .elastic(format!("Invalid option for dissect: [{}]", name.text)),
            );
            continue;
        }
        let given = cx.expr(&mut Place::plain(pipeline, "DISSECT"), value);
        match given.as_literal().and_then(|value| value.as_str()) {
            Some(text) => separator = text.to_owned(),
            None if given.is_poison() => {}
            None => {
                let text = cx.text(value.span).to_owned();
                cx.report(
                    Diagnostic::error(codes::BAD_VALUE, "`append_separator` must be text")
                        .label(value.span, format!("this is {}", given.ty))
                        .elastic(format!(
                            "Invalid value for dissect append_separator: expected a string, but \
                             was [{text}]"
                        )),
                );
            }
        }
    }
    separator
}
