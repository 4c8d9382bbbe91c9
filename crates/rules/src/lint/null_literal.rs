//! `null-literal`.

use esql_diagnostics::{Code, Entry, Severity};
use esql_engine::functions::StackVersion;
use esql_engine::parser::esql::ast::{Expr, ExprKind, Literal};

use super::context::call;
use super::{Context, Found, Lint};

pub(super) const NULL_LITERAL: Lint = Lint {
    name: "null-literal",
    code: Code::new(&Entry {
        name: "W2004",
        title: "a null literal that older stacks fail on",
        explanation: "Before stack 9.4 a literal `null` as a value of CASE or as the argument of a conversion \
            could make the query fail when it ran, depending on the data, though it is valid. Leave the value \
            out (CASE without a last value gives null), or take a null of a type, such as a field that is null.",
    }),
    level: Severity::Warning,
    bad: "[metadata]\nmin_stack_version = '8.19.0'\n[rule]\n\
        query = 'FROM logs-* | STATS Esql.n = COUNT(CASE(host.name == \"a\", 1, null)) BY host.id | KEEP Esql.n'",
    good: "[metadata]\nmin_stack_version = '8.19.0'\n[rule]\n\
        query = 'FROM logs-* | STATS Esql.n = COUNT(CASE(host.name == \"a\", 1)) BY host.id | KEEP Esql.n'",
    check,
};

/// The first stack that takes them.
const MENDED: StackVersion = StackVersion { major: 9, minor: 4 };

fn check(cx: &Context<'_>) -> Vec<Found> {
    let Some(oldest) = cx.stacks.first().filter(|stack| **stack < MENDED) else {
        return Vec::new();
    };
    let mut found = Vec::new();
    cx.each(&mut |expr| {
        let Some((name, args)) = call(expr) else { return };
        if name != "case" && !name.starts_with("to_") {
            return;
        }
        for arg in args.iter().filter(|arg| is_null(arg)) {
            let shown = name.to_uppercase();
            let one = Found::at(
                arg.span,
                format!("`null` in {shown} can make the query fail on stack {oldest}"),
                "a null literal",
            );
            found.push(match (name.as_str(), args.last()) {
                ("case", Some(last)) if std::ptr::eq(last, arg) && args.len() % 2 == 1 => {
                    one.help("leave it out: CASE gives null where nothing applies")
                }
                _ => one
                    .help("it runs from stack 9.4 on; raise `min_stack_version`, or leave it out"),
            });
        }
    });
    found
}

fn is_null(expr: &Expr) -> bool {
    matches!(expr.kind, ExprKind::Literal(Literal::Null))
}
