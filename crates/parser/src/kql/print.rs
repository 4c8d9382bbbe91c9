//! The printer of KQL: a tree back to text that reads as the same tree, spans apart.
//!
//! Value groups print as conditions of their own. Error nodes print as `<error>`, which does not
//! read back.

use super::ast::{Field, Piece, Query, QueryKind, RangeOp, Value, ValueKind, plain};
use super::lexer::{is_blank, is_special, operator};
use crate::stack;

/// The condition as text.
#[must_use]
pub fn print(query: &Query) -> String {
    let mut out = String::new();
    condition(&mut out, query);
    out
}

fn condition(out: &mut String, query: &Query) {
    match &query.kind {
        QueryKind::All => out.push('*'),
        QueryKind::And(operands) => joined(out, operands, " and "),
        QueryKind::Or(operands) => joined(out, operands, " or "),
        QueryKind::Not(operand) => {
            out.push_str("not ");
            let grouped = matches!(operand.kind, QueryKind::And(_) | QueryKind::Or(_));
            group(out, operand, grouped);
        }
        QueryKind::Is { field: name, value: wanted } => {
            field(out, name);
            out.push_str(": ");
            value(out, wanted);
        }
        QueryKind::Exists(name) => {
            field(out, name);
            out.push_str(": *");
        }
        QueryKind::Range { field: name, op, value: bound } => {
            field(out, name);
            out.push_str(match op {
                RangeOp::Less => " < ",
                RangeOp::LessOrEqual => " <= ",
                RangeOp::Greater => " > ",
                RangeOp::GreaterOrEqual => " >= ",
            });
            value(out, bound);
        }
        QueryKind::Nested { path, query } => {
            field(out, path);
            out.push_str(": { ");
            group(out, query, false);
            out.push_str(" }");
        }
        QueryKind::Any(wanted) => value(out, wanted),
        QueryKind::Error => out.push_str("<error>"),
    }
}

/// Operands that are chains themselves get parentheses, also where they could do without: who
/// reads the text need not know that `and` and `or` bind alike.
fn joined(out: &mut String, operands: &[Query], joiner: &str) {
    for (at, operand) in operands.iter().enumerate() {
        if at > 0 {
            out.push_str(joiner);
        }
        let grouped = matches!(operand.kind, QueryKind::And(_) | QueryKind::Or(_));
        group(out, operand, grouped);
    }
}

fn group(out: &mut String, query: &Query, grouped: bool) {
    if grouped {
        out.push('(');
    }
    stack::grow(|| condition(out, query));
    if grouped {
        out.push(')');
    }
}

/// A field is one word: with blanks in it, it needs quotes.
fn field(out: &mut String, field: &Field) {
    match plain(&field.pieces) {
        Some(name) if name.is_empty() || name.contains(is_blank) => phrase(out, &name),
        _ => words(out, &field.pieces, false),
    }
}

fn value(out: &mut String, value: &Value) {
    match &value.kind {
        ValueKind::Words(pieces) => words(out, pieces, true),
        ValueKind::Phrase(text) => phrase(out, text),
    }
}

fn phrase(out: &mut String, text: &str) {
    out.push('"');
    for character in text.chars() {
        match character {
            '\\' => out.push_str("\\\\"),
            '"' => out.push_str("\\\""),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            other => out.push(other),
        }
    }
    out.push('"');
}

/// Unquoted text. If `several`, single spaces separate words; all other blanks are escaped.
fn words(out: &mut String, pieces: &[Piece], several: bool) {
    let mut units: Vec<Option<char>> = Vec::new();
    for piece in pieces {
        match piece {
            Piece::Text(text) => units.extend(text.chars().map(Some)),
            Piece::Star => units.push(None),
        }
    }
    let is_space = |at: usize| units.get(at) == Some(&Some(' '));
    let separates = |at: usize| {
        several
            && is_space(at)
            && at > 0
            && at + 1 < units.len()
            && !is_space(at - 1)
            && !is_space(at + 1)
    };
    let mut start = 0;
    for end in 0..=units.len() {
        if end < units.len() && !separates(end) {
            continue;
        }
        word(out, &units[start..end]);
        if end < units.len() {
            out.push(' ');
        }
        start = end + 1;
    }
}

/// One word; `None` is a wildcard.
fn word(out: &mut String, units: &[Option<char>]) {
    let text: Option<String> = units.iter().copied().collect();
    let text = text.unwrap_or_default();
    if operator(&text).is_some() {
        out.push('\\');
    }
    if text.eq_ignore_ascii_case("\not") {
        // Written `\not`, it would be the keyword.
        out.push_str("\\u000a");
        return out.push_str(&text[1..]);
    }
    for unit in units {
        match *unit {
            None => out.push('*'),
            Some('\n') => out.push_str("\\n"),
            Some('\r') => out.push_str("\\r"),
            Some('\t') => out.push_str("\\t"),
            Some(c) if c == ' ' || is_special(c) => {
                out.push('\\');
                out.push(c);
            }
            Some(c) if is_blank(c) => out.push_str(&format!("\\u{:04x}", u32::from(c))),
            Some(c) => out.push(c),
        }
    }
}
