//! The printer: a syntax tree back to query text, in one canonical form.
//!
//! The text reads back as the same tree, spans apart: keywords in upper case, parentheses only
//! where the tree needs them, names in backquotes where they were or must be. Error nodes print
//! as `<error>`, which does not read back.

mod command;
mod expression;
mod name;

use super::ast::{Command, Expr, Query, SettingValue};
use super::lex_mode::LexMode;

/// The query as text: each setting and each command on its own line.
#[must_use]
pub fn print(query: &Query) -> String {
    let mut out = String::new();
    for setting in &query.settings {
        out.push_str("SET ");
        name::identifier(&mut out, &setting.name.text, LexMode::Setting);
        out.push_str(" = ");
        match &setting.value {
            SettingValue::Expr(value) => expression::expression(&mut out, value),
            SettingValue::Map(map) => expression::map(&mut out, map),
        }
        out.push_str(";\n");
    }
    commands(&mut out, &query.commands, "\n| ");
    out
}

/// The expression as text, on one line.
#[must_use]
pub fn print_expr(expr: &Expr) -> String {
    let mut out = String::new();
    expression::expression(&mut out, expr);
    out
}

fn commands(out: &mut String, commands: &[Command], separator: &str) {
    for (at, command) in commands.iter().enumerate() {
        if at > 0 {
            out.push_str(separator);
        }
        command::command(out, command);
    }
}

/// `( commands )` on one line.
fn subquery(out: &mut String, inner: &[Command]) {
    out.push('(');
    crate::stack::grow(|| commands(out, inner, " | "));
    out.push(')');
}

/// The items with `, ` between.
fn list<T>(out: &mut String, items: &[T], mut print: impl FnMut(&mut String, &T)) {
    for (at, item) in items.iter().enumerate() {
        if at > 0 {
            out.push_str(", ");
        }
        print(out, item);
    }
}
