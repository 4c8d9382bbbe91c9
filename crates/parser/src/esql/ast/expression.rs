//! Expressions, from literals to chains of AND and OR.

use esql_diagnostics::Span;

use super::{Command, Identifier, Name, Parameter, Text};

/// An expression with its place.
#[derive(Clone, Debug, PartialEq)]
pub struct Expr {
    /// What it is.
    pub kind: ExprKind,
    /// Where it stands, without parentheses around it; those around an operand lie within the span
    /// of the operator.
    pub span: Span,
}

/// The expressions.
#[derive(Clone, Debug, PartialEq)]
pub enum ExprKind {
    /// A constant.
    Literal(Literal),
    /// A column.
    Column(Name),
    /// A parameter.
    Parameter(Parameter),
    /// `-x`, `+x`.
    Negate(Box<Expr>),
    /// Arithmetic and comparison.
    Binary {
        /// The operator.
        op: BinaryOp,
        /// Left operand.
        left: Box<Expr>,
        /// Right operand.
        right: Box<Expr>,
    },
    /// `a AND b AND ...`, two or more.
    And(Vec<Expr>),
    /// `a OR b OR ...`, two or more.
    Or(Vec<Expr>),
    /// `NOT x`.
    Not(Box<Expr>),
    /// `x [NOT] IN (a, b, ...)`.
    In {
        /// What is looked for.
        value: Box<Expr>,
        /// `NOT IN`.
        negated: bool,
        /// The alternatives.
        list: Vec<Expr>,
    },
    /// `x [NOT] IN (FROM ...)`.
    InQuery {
        /// What is looked for.
        value: Box<Expr>,
        /// `NOT IN`.
        negated: bool,
        /// The commands inside the parentheses.
        query: Vec<Command>,
    },
    /// `x [NOT] LIKE p`, `x [NOT] RLIKE p`, with one pattern or a list of them.
    Like {
        /// What is tested.
        value: Box<Expr>,
        /// `NOT`.
        negated: bool,
        /// Which language the patterns are in.
        language: PatternLanguage,
        /// One pattern, or those of the list form: literals, parameters or calls over constants.
        patterns: Vec<Expr>,
        /// Whether the patterns stood in parentheses.
        list: bool,
    },
    /// `x IS [NOT] NULL`.
    IsNull {
        /// What is tested.
        value: Box<Expr>,
        /// `IS NOT NULL`.
        negated: bool,
    },
    /// `x::type`.
    Cast {
        /// What is converted.
        value: Box<Expr>,
        /// The type's name.
        ty: Identifier,
    },
    /// `field : "text"`.
    Match {
        /// The field.
        field: Box<Expr>,
        /// What is looked for: a literal or a parameter.
        query: Box<Expr>,
    },
    /// `name(arguments)`.
    Call {
        /// The function, as written; `None` if a parameter names it.
        name: Result<Identifier, Parameter>,
        /// The arguments.
        args: Vec<Expr>,
        /// `f(*)`.
        star: bool,
        /// `{"option": value}` behind the arguments.
        options: Option<Map>,
    },
    /// Input that is no expression; a diagnostic says why.
    Error,
}

/// `{"key": value, ...}`.
#[derive(Clone, Debug, PartialEq)]
pub struct Map {
    /// The entries in order.
    pub entries: Vec<(Text, MapValue)>,
    /// With its braces.
    pub span: Span,
}

/// A value in a map.
#[derive(Clone, Debug, PartialEq)]
pub enum MapValue {
    /// A constant or a parameter.
    Expr(Expr),
    /// A map inside a map.
    Map(Map),
}

/// The two pattern languages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PatternLanguage {
    /// LIKE: `*` and `?`.
    Wildcard,
    /// RLIKE: Lucene's regular expressions.
    Regex,
}

/// The binary operators but AND and OR.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BinaryOp {
    /// `+`
    Add,
    /// `-`
    Subtract,
    /// `*`
    Multiply,
    /// `/`
    Divide,
    /// `%`
    Modulo,
    /// `==`
    Equal,
    /// `!=`
    NotEqual,
    /// `<`
    Less,
    /// `<=`
    LessOrEqual,
    /// `>`
    Greater,
    /// `>=`
    GreaterOrEqual,
}

impl BinaryOp {
    /// The operator as written.
    #[must_use]
    pub fn symbol(self) -> &'static str {
        match self {
            BinaryOp::Add => "+",
            BinaryOp::Subtract => "-",
            BinaryOp::Multiply => "*",
            BinaryOp::Divide => "/",
            BinaryOp::Modulo => "%",
            BinaryOp::Equal => "==",
            BinaryOp::NotEqual => "!=",
            BinaryOp::Less => "<",
            BinaryOp::LessOrEqual => "<=",
            BinaryOp::Greater => ">",
            BinaryOp::GreaterOrEqual => ">=",
        }
    }
}

/// The constants.
#[derive(Clone, Debug, PartialEq)]
pub enum Literal {
    /// `null`
    Null,
    /// `true`, `false`
    Boolean(bool),
    /// Digits alone, with their sign if the grammar takes one here. Which of integer, long and
    /// unsigned long it is, is the planner's to say; too big for all of them, it is a double.
    Integer(String),
    /// With a dot or an exponent.
    Decimal(String),
    /// `"..."` with its escapes read, or `"""..."""`.
    String(String),
    /// `5 minutes`, `1d`: a whole number and a unit as written.
    Span {
        /// The digits, with sign.
        amount: String,
        /// The unit's word.
        unit: Identifier,
    },
    /// `[a, b]`: constants of one kind.
    List(Vec<Expr>),
}
