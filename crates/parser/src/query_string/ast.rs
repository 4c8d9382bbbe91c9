//! The syntax tree of a query string.

use esql_diagnostics::Span;

/// A condition with its place; spans are offsets into the query string.
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
    /// `*` or `*:*`: everything matches.
    All,
    /// Empty text: nothing matches.
    Nothing,
    /// Several clauses, or one that must not match.
    Clauses(Vec<Clause>),
    /// `field:value`, or a value for the default fields.
    Is {
        /// The field.
        field: Option<Field>,
        /// What it must be.
        value: Value,
    },
    /// `_exists_:field` or `field:*`: the field has a value.
    Exists(Field),
    /// Text that is no condition; a diagnostic says why.
    Error,
}

/// One of several conditions, with what it does for the whole.
#[derive(Clone, Debug, PartialEq)]
pub struct Clause {
    /// Whether it must match.
    pub occur: Occur,
    /// The condition.
    pub query: Query,
}

/// What a clause does for the whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Occur {
    /// It must match.
    Must,
    /// It must not match.
    MustNot,
    /// One of these must match, unless there is one that must.
    Should,
}

/// How clauses without an operator are joined.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Operator {
    /// One of them must match.
    #[default]
    Or,
    /// All of them must match.
    And,
}

/// A field's name, in which `*` is a wildcard.
#[derive(Clone, Debug, PartialEq)]
pub struct Field {
    /// The name, escapes read.
    pub name: String,
    /// Where it stands.
    pub span: Span,
}

/// What is looked for.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// Unquoted words; several in a row are one value.
    Words(String),
    /// `"..."`, with the number of places that its words may be apart if `~N` says one.
    Phrase {
        /// The text, escapes read.
        text: String,
        /// The places.
        slop: Option<u32>,
    },
    /// A word with `*` or `?`, in the form of Lucene's wildcard query.
    Wildcard(String),
    /// `/.../`: a regular expression of Lucene.
    Regex(String),
    /// `word~` or `word~N`: a word that may differ in so many characters.
    Fuzzy {
        /// The word.
        text: String,
        /// How many characters, if the text says it.
        edits: Option<u32>,
    },
    /// `[low TO high]`, `{low TO high}`, `>=low` and their kin.
    Range {
        /// The lower bound; none for `*`.
        low: Option<Bound>,
        /// The upper bound; none for `*`.
        high: Option<Bound>,
    },
}

/// A bound of a range.
#[derive(Clone, Debug, PartialEq)]
pub struct Bound {
    /// The text.
    pub text: String,
    /// Whether the bound itself is in the range.
    pub inclusive: bool,
}
