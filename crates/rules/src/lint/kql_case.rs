//! `kql-case`.

use esql_diagnostics::{Code, Entry, Severity, Span};
use esql_engine::data::DataType;
use esql_engine::functions::StackVersion;
use esql_engine::parser::esql::string;
use esql_engine::parser::kql;
use esql_engine::parser::kql::ast::{Piece, Query, QueryKind, Value, ValueKind};

use super::context::call;
use super::{Context, Found, Lint};

pub(super) const KQL_CASE: Lint = Lint {
    name: "kql-case",
    code: Code::new(&Entry {
        name: "W2010",
        title: "KQL whose case counts on some stacks only",
        explanation: "The KQL function ignored the case of keyword values in stacks 8.18, 8.19, 9.0 and 9.1 until \
            patches of October 2025; since then case counts, as in Kibana. On a stack without the patch \
            the rule matches more. Where case is not to count, write TO_LOWER(field) LIKE ... instead.",
    }),
    level: Severity::Info,
    bad: "[metadata]\nmin_stack_version = '8.19.0'\n[rule]\n\
        query = 'FROM logs-* METADATA _id, _version, _index | WHERE KQL(\"process.name: Cmd.exe\") | KEEP *'",
    good: "[metadata]\nmin_stack_version = '8.19.0'\n[rule]\n\
        query = 'FROM logs-* METADATA _id, _version, _index | WHERE KQL(\"process.pid: 4 and tags: 7*\") | KEEP *'",
    check,
};

/// The first stack that never had it.
const MENDED: StackVersion = StackVersion { major: 9, minor: 2 };

fn check(cx: &Context<'_>) -> Vec<Found> {
    let Some(oldest) = cx.stacks.first().filter(|stack| **stack < MENDED) else {
        return Vec::new();
    };
    let mut found = Vec::new();
    cx.each(&mut |expr| {
        let Some((name, [text, ..])) = call(expr) else { return };
        if name != "kql" || !found.is_empty() {
            return;
        }
        let (condition, map) = string::map(cx.text(text.span), text.span.start as usize);
        let Some(value) = cased(cx, &kql::parse(&condition).query) else { return };
        let message = format!("stack {oldest} ignores case here before its patch of October 2025");
        found.push(
            Found::at(map.span(value), message, "case counts since then")
                .help("compare TO_LOWER(field) where case is not to count"),
        );
    });
    found
}

/// The first value of a condition whose case can count: with letters, for a keyword field.
fn cased(cx: &Context<'_>, query: &Query) -> Option<Span> {
    let first = |queries: &[Query]| queries.iter().find_map(|query| cased(cx, query));
    match &query.kind {
        QueryKind::And(parts) | QueryKind::Or(parts) => first(parts),
        QueryKind::Not(inner) | QueryKind::Nested { query: inner, .. } => cased(cx, inner),
        QueryKind::Is { field, value } => {
            let ty = kql::ast::plain(&field.pieces).and_then(|name| cx.catalog.find(&name));
            let is_keyword = ty.is_none_or(|field| field.ty == DataType::Keyword);
            (is_keyword && has_letters(value)).then_some(value.span)
        }
        QueryKind::Any(value) => has_letters(value).then_some(value.span),
        QueryKind::All | QueryKind::Exists(_) | QueryKind::Range { .. } | QueryKind::Error => None,
    }
}

fn has_letters(value: &Value) -> bool {
    let is_cased = |text: &str| text.contains(|char: char| char.is_alphabetic());
    match &value.kind {
        ValueKind::Phrase(text) => is_cased(text),
        ValueKind::Words(pieces) => {
            pieces.iter().any(|piece| matches!(piece, Piece::Text(text) if is_cased(text)))
        }
    }
}
