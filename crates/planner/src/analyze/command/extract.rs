//! `URI_PARTS`, `REGISTERED_DOMAIN`, and what all commands share that take text apart: a column
//! that they give takes the place of one of its name, at the end.

use std::sync::Arc;

use esql_data::DataType;
use esql_diagnostics::{Diagnostic, Span, codes, suggest};
use esql_functions::extract::{Extractor, PatternError, RegisteredDomain, UriParts};
use esql_functions::since;
use esql_parser::esql::ast::{self, Command, ExtractKind};
use esql_parser::esql::string;

use super::super::Analyzer;
use super::super::expression::Place;
use super::super::scope::Pipeline;
use super::{ip_location, user_agent};
use crate::expr::{Attribute, Expr};
use crate::logical::Node;

pub(super) fn extract(
    cx: &mut Analyzer<'_>,
    mut pipeline: Pipeline,
    command: &Command,
    extract: &ast::Extract,
) -> Pipeline {
    let (name, extractor): (&'static str, Arc<dyn Extractor>) = match extract.kind {
        ExtractKind::UriParts => ("URI_PARTS", Arc::new(UriParts::new())),
        ExtractKind::RegisteredDomain => ("REGISTERED_DOMAIN", Arc::new(RegisteredDomain::new())),
        ExtractKind::UserAgent => return user_agent::user_agent(cx, pipeline, command, extract),
        ExtractKind::IpLocation => return ip_location::ip_location(cx, pipeline, command, extract),
    };
    cx.require(&format!("`{name}`"), since!(preview 9.4), command.keyword);
    if let Some(options) = &extract.options {
        cx.report(
            Diagnostic::error(codes::UNKNOWN_OPTION, format!("`{name}` has no options"))
                .label(options.span, "no options here"),
        );
    }
    let Some(prefix) = extract.prefix.dotted() else {
        cx.missing_parameter(extract.prefix.span);
        return Pipeline { unknown: true, ..pipeline };
    };
    let text = text(cx, &mut pipeline, &extract.input, name, |_, ty| {
        format!("Input for {name} must be of type [string] but is [{ty}]")
    });
    add(cx, pipeline, command.span, text, extractor, Some(&prefix))
}

/// The text that a command takes apart: text, or null. `elastic` makes Elasticsearch's words out of
/// the expression and its type.
pub(super) fn text(
    cx: &mut Analyzer<'_>,
    pipeline: &mut Pipeline,
    input: &ast::Expr,
    command: &'static str,
    elastic: impl FnOnce(&str, DataType) -> String,
) -> Expr {
    let value = cx.expr(&mut Place::plain(pipeline, command), input);
    let ty = value.ty;
    if ty.is_string() || ty == DataType::Null {
        return value;
    }
    let text = cx.text(input.span).to_owned();
    cx.report(
        Diagnostic::error(codes::TYPE_MISMATCH, format!("`{command}` takes text apart, not {ty}"))
            .label(input.span, format!("this is {ty}"))
            .help(format!("convert it, for example `{text}::keyword`"))
            .elastic(elastic(&text, ty)),
    );
    Expr::poison(input.span)
}

/// Adds the columns of an extractor.
pub(super) fn add(
    cx: &mut Analyzer<'_>,
    mut pipeline: Pipeline,
    span: Span,
    text: Expr,
    extractor: Arc<dyn Extractor>,
    prefix: Option<&str>,
) -> Pipeline {
    let targets: Vec<Attribute> = extractor
        .outputs()
        .iter()
        .map(|(name, ty)| {
            let name = prefix.map_or_else(|| name.clone(), |prefix| format!("{prefix}.{name}"));
            cx.attribute(name, *ty)
        })
        .collect();
    targets.iter().for_each(|target| pipeline.show(target));
    let site = cx.site(span);
    let added = targets.clone();
    pipeline.push(&added, |input| Node::Extract { input, text, extractor, targets, site })
}

/// Reports a pattern that cannot be used, at its place in the literal that it stands in. What
/// columns it gives is not known, so nothing is said of names behind it.
pub(super) fn bad_pattern(
    cx: &mut Analyzer<'_>,
    pipeline: Pipeline,
    patterns: &[ast::Text],
    command: &str,
    error: PatternError,
) -> Pipeline {
    let unknown = Pipeline { unknown: true, ..pipeline };
    let Some(literal) = patterns.get(error.pattern) else { return unknown };
    let (value, map) = string::map(cx.text(literal.span), literal.span.start as usize);
    let all = error.at == (0..value.len());
    let span = if all { literal.span } else { map.span(Span::new(error.at.start, error.at.end)) };
    let named = value.get(error.at.clone()).unwrap_or_default();
    let did_you_mean = suggest::did_you_mean(named, error.names.iter().copied());
    let (code, problem) = match error.elastic {
        Some(_) => (codes::BAD_PATTERN, "cannot use this pattern"),
        None => (codes::NOT_SUPPORTED, "does not run with this pattern"),
    };
    let message = format!("`{command}` {problem}: {}", error.message);
    let mut diagnostic = Diagnostic::error(code, message).label(span, "");
    diagnostic.elastic = error.elastic;
    cx.report(diagnostic.maybe_help(did_you_mean));
    unknown
}
