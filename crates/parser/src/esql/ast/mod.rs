//! The syntax tree of ES|QL: the query as written, every node with its span.
//!
//! Chains of AND and OR are flat lists, so that a thousand alternatives do not make a tree a
//! thousand levels deep. Parentheses leave no node; the printer puts them back where needed.

mod command;
mod expression;

pub use command::*;
pub use expression::*;

use esql_diagnostics::Span;

/// A whole query: settings, then commands joined by pipes.
#[derive(Clone, Debug, PartialEq)]
pub struct Query {
    /// `SET name = value;` directives in front.
    pub settings: Vec<Setting>,
    /// The source command first, then the processing commands.
    pub commands: Vec<Command>,
}

/// One `name = value` of a SET directive.
#[derive(Clone, Debug, PartialEq)]
pub struct Setting {
    /// The setting's name.
    pub name: Identifier,
    /// A literal or a map.
    pub value: SettingValue,
}

/// The value of a setting.
#[derive(Clone, Debug, PartialEq)]
pub enum SettingValue {
    /// A constant expression.
    Expr(Expr),
    /// `{"key": value, ...}`.
    Map(Map),
}

/// One word: a column segment, a function, a type or an option, without its backquotes.
#[derive(Clone, Debug, PartialEq)]
pub struct Identifier {
    /// The word as it counts.
    pub text: String,
    /// Where it stands.
    pub span: Span,
}

/// A column's name: segments joined by dots.
#[derive(Clone, Debug, PartialEq)]
pub struct Name {
    /// The segments, backquotes removed.
    pub parts: Vec<NamePart>,
    /// The whole name.
    pub span: Span,
}

/// A segment of a name.
#[derive(Clone, Debug, PartialEq)]
pub enum NamePart {
    /// A word; `quoted` if it stood in backquotes.
    Word {
        /// The word as it counts.
        text: String,
        /// Whether it stood in backquotes.
        quoted: bool,
    },
    /// `?`, `?1`, `?name`, or with two question marks.
    Parameter(Parameter),
}

impl Name {
    /// The name as the planner knows it, segments joined by dots; `None` with a parameter in it.
    #[must_use]
    pub fn dotted(&self) -> Option<String> {
        let mut text = String::new();
        for (at, part) in self.parts.iter().enumerate() {
            if at > 0 {
                text.push('.');
            }
            match part {
                NamePart::Word { text: word, .. } => text.push_str(word),
                NamePart::Parameter(_) => return None,
            }
        }
        Some(text)
    }
}

/// A pattern over column names in KEEP and DROP: a name in which unquoted `*` is a wildcard.
#[derive(Clone, Debug, PartialEq)]
pub struct NamePattern {
    /// The pattern in pieces, in order, dots included in the literal pieces.
    pub pieces: Vec<PatternPiece>,
    /// The whole pattern.
    pub span: Span,
}

/// A piece of a [`NamePattern`].
#[derive(Clone, Debug, PartialEq)]
pub enum PatternPiece {
    /// Text that stands for itself.
    Text(String),
    /// `*`: any characters, also none.
    Star,
    /// A parameter.
    Parameter(Parameter),
}

impl NamePattern {
    /// The exact name, if the pattern has no wildcard and no parameter.
    #[must_use]
    pub fn exact(&self) -> Option<String> {
        let mut text = String::new();
        for piece in &self.pieces {
            match piece {
                PatternPiece::Text(piece) => text.push_str(piece),
                PatternPiece::Star | PatternPiece::Parameter(_) => return None,
            }
        }
        Some(text)
    }
}

/// `?`, `?1` or `?name`; doubled for identifiers.
#[derive(Clone, Debug, PartialEq)]
pub struct Parameter {
    /// Which value it takes.
    pub kind: ParameterKind,
    /// `??`: the value is an identifier, not a literal.
    pub identifier: bool,
    /// Where it stands.
    pub span: Span,
}

/// How a parameter names its value.
#[derive(Clone, Debug, PartialEq)]
pub enum ParameterKind {
    /// `?`: the next one.
    Next,
    /// `?1`: by position, from 1.
    Position(u32),
    /// `?name`.
    Named(String),
}
