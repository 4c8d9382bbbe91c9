//! The syntax tree of KQL, the Kibana Query Language.

use esql_diagnostics::Span;

/// A condition with its place; spans are offsets into the KQL text.
#[derive(Clone, Debug, PartialEq)]
pub struct Query {
    /// What it is.
    pub kind: QueryKind,
    /// Where it stands.
    pub span: Span,
}

/// The conditions.
#[derive(Clone, Debug, PartialEq)]
pub enum QueryKind {
    /// Empty text or `*`: everything matches.
    All,
    /// `a and b and ...`, two or more.
    And(Vec<Query>),
    /// `a or b or ...`, two or more.
    Or(Vec<Query>),
    /// `not a`.
    Not(Box<Query>),
    /// `field: value`; in a value group each value has its own node and shares the field.
    Is {
        /// The field.
        field: Field,
        /// What it must be.
        value: Value,
    },
    /// `field: *`, the field has a value.
    Exists(Field),
    /// `field > value` and its kin.
    Range {
        /// The field.
        field: Field,
        /// The comparison.
        op: RangeOp,
        /// The bound.
        value: Value,
    },
    /// `field: { ... }`, conditions on one nested object.
    Nested {
        /// The path of the object.
        path: Field,
        /// The conditions inside.
        query: Box<Query>,
    },
    /// A value without a field: any field.
    Any(Value),
    /// Text that is no condition; a diagnostic says why.
    Error,
}

/// A field's name, in which unescaped `*` is a wildcard.
#[derive(Clone, Debug, PartialEq)]
pub struct Field {
    /// The name in pieces.
    pub pieces: Vec<Piece>,
    /// Where it stands.
    pub span: Span,
}

/// A value.
#[derive(Clone, Debug, PartialEq)]
pub struct Value {
    /// What is looked for.
    pub kind: ValueKind,
    /// Where it stands, with its quotes.
    pub span: Span,
}

/// The two kinds of values.
#[derive(Clone, Debug, PartialEq)]
pub enum ValueKind {
    /// Unquoted words, in which unescaped `*` is a wildcard; several words stay one value.
    Words(Vec<Piece>),
    /// `"..."`: a phrase, nothing in it is a wildcard.
    Phrase(String),
}

/// A piece of a field name or of an unquoted value.
#[derive(Clone, Debug, PartialEq)]
pub enum Piece {
    /// Text that stands for itself, escapes read.
    Text(String),
    /// `*`.
    Star,
}

/// Joins pieces without wildcards to plain text.
#[must_use]
pub fn plain(pieces: &[Piece]) -> Option<String> {
    let mut text = String::new();
    for piece in pieces {
        match piece {
            Piece::Text(piece) => text.push_str(piece),
            Piece::Star => return None,
        }
    }
    Some(text)
}

/// The comparisons of ranges.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RangeOp {
    /// `<`
    Less,
    /// `<=`
    LessOrEqual,
    /// `>`
    Greater,
    /// `>=`
    GreaterOrEqual,
}
