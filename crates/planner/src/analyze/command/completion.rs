//! `COMPLETION column = prompt WITH {"inference_id": "..."}`: the answers of a language model. Who
//! runs the query says what answers in its place.

use std::sync::Arc;

use esql_data::DataType;
use esql_diagnostics::{Diagnostic, codes};
use esql_functions::window::Completion;
use esql_functions::{StackVersion, since};
use esql_parser::esql::ast::{self, Command};

use super::super::Analyzer;
use super::super::expression::Place;
use super::super::scope::Pipeline;
use super::options::{self, Given};
use crate::expr::ExprKind;
use crate::logical::Node;

/// The column that is filled if nothing else is said.
const DEFAULT_TARGET: &str = "completion";

/// From this version on a map of options names the endpoint, before it a name alone.
const OPTIONS_SINCE: StackVersion = StackVersion { major: 9, minor: 2 };

/// From this version on no more than [`MAX_ROWS`] rows are asked for.
const LIMITED_SINCE: StackVersion = StackVersion { major: 9, minor: 3 };

/// Elasticsearch's default of the setting `esql.command.completion.limit`.
const MAX_ROWS: usize = 100;

pub(super) fn completion(
    cx: &mut Analyzer<'_>,
    mut pipeline: Pipeline,
    command: &Command,
    completion: &ast::Completion,
) -> Pipeline {
    cx.require("`COMPLETION`", since!(preview 8.19, 9.1), command.keyword);
    let model = model(cx, command, completion);
    let prompt = cx.expr(&mut Place::plain(&mut pipeline, "COMPLETION"), &completion.prompt);
    let target = match &completion.target {
        None => DEFAULT_TARGET.to_owned(),
        Some(name) => match name.dotted() {
            Some(name) => name,
            None => {
                cx.missing_parameter(name.span);
                return Pipeline { unknown: true, ..pipeline };
            }
        },
    };
    if !prompt.is_poison() && !prompt.ty.is_string() {
        let ty = prompt.ty;
        cx.report(
            Diagnostic::error(codes::TYPE_MISMATCH, format!("a prompt is text, not {ty}"))
                .label(prompt.span, format!("this is {ty}"))
                .elastic(format!("prompt must be of type [text] but is [{ty}]")),
        );
    }
    let target = cx.attribute(target, DataType::Keyword);
    pipeline.search_ended_by.get_or_insert("COMPLETION");
    let Some(completer) = cx.catalog.completer() else {
        cx.report(
            Diagnostic::error(codes::NOT_GIVEN, "`COMPLETION` asks a language model")
                .label(command.keyword, "there is none here")
                .help("give the answers with `--completion FILE`, as JSON lines such as \
                       `{\"prompt\": \"...\", \"completion\": \"...\"}`, or in the order of the rows")
                .help("or give the URL of an OpenAI-compatible service, \
                       `--completion http://localhost:11434/v1#model`"),
        );
        pipeline.show(&target);
        pipeline.poisoned.insert(target.id);
        return pipeline;
    };
    let (Some(model), false) = (model, prompt.is_poison()) else {
        pipeline.show(&target);
        pipeline.poisoned.insert(target.id);
        return pipeline;
    };
    if cx.stacks.is_at_least(LIMITED_SINCE) {
        pipeline = pipeline.push(&[], |input| Node::Limit { input, count: MAX_ROWS });
    }
    let prompt = match prompt.kind {
        ExprKind::Column(column) => column,
        _ => {
            let name = cx.text(prompt.span).to_owned();
            let column = cx.attribute(name, prompt.ty);
            let id = column.id;
            pipeline = pipeline.computed(vec![(column, prompt)]);
            id
        }
    };
    pipeline.show(&target);
    let site = cx.site(command.span);
    let added = [target.clone()];
    pipeline.push(&added, |input| Node::Window {
        input,
        function: Arc::new(Completion { model, completer }),
        args: vec![prompt],
        targets: vec![target],
        site,
    })
}

/// The inference endpoint; `None` after an error.
fn model(cx: &mut Analyzer<'_>, command: &Command, completion: &ast::Completion) -> Option<String> {
    if let Some(id) = &completion.inference_id {
        if cx.stacks.is_at_least(OPTIONS_SINCE) {
            let stack = cx.stacks.stack();
            cx.report(
                Diagnostic::error(
                    codes::NOT_IN_STACK,
                    format!("stack {stack} does not take the name of an endpoint here"),
                )
                .label(id.span, "the form of 8.19 and 9.1")
                .help(format!("write `WITH {{\"inference_id\": \"{}\"}}`", id.text))
                .elastic("Missing mandatory option [inference_id] in COMPLETION"),
            );
            return None;
        }
        return Some(id.text.clone());
    }
    if let Some(map) = &completion.options {
        cx.require("`COMPLETION` with a map of options", since!(preview 9.2), map.span);
    }
    let mut model = None;
    for option in options::read(cx, completion.options.as_ref()) {
        match option.name.as_str() {
            "inference_id" => match option.text() {
                Some(text) => model = Some(text.to_owned()),
                None => {
                    let elastic = format!(
                        "Option [inference_id] must be a valid string, found [{}]",
                        cx.text(option.span)
                    );
                    options::bad_value(cx, &option, "a string", elastic);
                    return None;
                }
            },
            "task_settings" => {
                if !matches!(option.value, Given::Map(_)) {
                    let elastic = format!(
                        "Option [task_settings] must be a map, found [{}]",
                        cx.text(option.span)
                    );
                    options::bad_value(cx, &option, "a map", elastic);
                }
            }
            "timeout" => cx.require("option `timeout`", since!(9.5), option.span),
            name => {
                let elastic = format!(
                    "Invalid option [{name}] in COMPLETION, expected one of [[inference_id, \
                     task_settings]]"
                );
                let names = ["inference_id", "task_settings", "timeout"];
                options::unknown(cx, "COMPLETION", &option, &names, elastic);
            }
        }
    }
    if model.is_none() {
        cx.report(
            Diagnostic::error(codes::BAD_VALUE, "`COMPLETION` names no inference endpoint")
                .label(command.keyword, "asks nobody")
                .help("add `WITH {\"inference_id\": \"...\"}`")
                .elastic("Missing mandatory option [inference_id] in COMPLETION"),
        );
    }
    model
}
