//! `kql-case`.

use esql_diagnostics::{Code, Entry, Severity};
use esql_engine::functions::StackVersion;

use super::context::{call, string};
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
    good: "[metadata]\nmin_stack_version = '9.3.0'\n[rule]\n\
        query = 'FROM logs-* METADATA _id, _version, _index | WHERE KQL(\"process.name: Cmd.exe\") | KEEP *'",
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
        let has_letters = |text: &str| {
            let values = text.split(':').skip(1);
            values.into_iter().any(|value| value.contains(|char: char| char.is_alphabetic()))
        };
        if name == "kql" && found.is_empty() && string(text).is_some_and(has_letters) {
            let message =
                format!("stack {oldest} ignores case here before its patch of October 2025");
            found.push(
                Found::at(text.span, message, "case counts since then")
                    .help("compare TO_LOWER(field) where case is not to count"),
            );
        }
    });
    found
}
