//! The syntax tree of KQL as indented text, one node a line, without spans.

use super::ast::{Field, Piece, Query, QueryKind, RangeOp, Value, ValueKind};

/// The tree of `query` as text. Two trees that differ in more than spans differ in it, too.
#[must_use]
pub fn dump(query: &Query) -> String {
    let mut out = String::new();
    node(&mut out, query, 0);
    out
}

fn node(out: &mut String, query: &Query, depth: usize) {
    for _ in 0..depth {
        out.push_str("  ");
    }
    let (line, children): (String, &[Query]) = match &query.kind {
        QueryKind::All => ("all".to_owned(), &[]),
        QueryKind::And(operands) => ("and".to_owned(), operands),
        QueryKind::Or(operands) => ("or".to_owned(), operands),
        QueryKind::Not(operand) => ("not".to_owned(), std::slice::from_ref(operand)),
        QueryKind::Is { field, value } => (format!("is {} {}", name(field), text(value)), &[]),
        QueryKind::Exists(field) => (format!("exists {}", name(field)), &[]),
        QueryKind::Range { field, op, value } => {
            (format!("range {} {} {}", name(field), symbol(*op), text(value)), &[])
        }
        QueryKind::Nested { path, query } => {
            (format!("nested {}", name(path)), std::slice::from_ref(query))
        }
        QueryKind::Any(value) => (format!("any {}", text(value)), &[]),
        QueryKind::Error => ("error".to_owned(), &[]),
    };
    out.push_str(&line);
    out.push('\n');
    for child in children {
        crate::stack::grow(|| node(out, child, depth + 1));
    }
}

fn symbol(op: RangeOp) -> &'static str {
    match op {
        RangeOp::Less => "<",
        RangeOp::LessOrEqual => "<=",
        RangeOp::Greater => ">",
        RangeOp::GreaterOrEqual => ">=",
    }
}

fn name(field: &Field) -> String {
    pieces(&field.pieces)
}

fn text(value: &Value) -> String {
    match &value.kind {
        ValueKind::Words(words) => pieces(words),
        ValueKind::Phrase(phrase) => format!("phrase {phrase:?}"),
    }
}

/// Literal text in quotes, wildcards bare.
fn pieces(pieces: &[Piece]) -> String {
    let pieces: Vec<String> = pieces
        .iter()
        .map(|piece| match piece {
            Piece::Text(text) => format!("{text:?}"),
            Piece::Star => "*".to_owned(),
        })
        .collect();
    pieces.join(" ")
}
