//! The syntax tree of ES|QL: the query as written, every node with its span.
//!
//! Chains of AND and OR are flat lists, so that a thousand alternatives do not make a tree a
//! thousand levels deep. Parentheses leave no node; the printer puts them back where needed.

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

/// A command with its place.
#[derive(Clone, Debug, PartialEq)]
pub struct Command {
    /// What it is.
    pub kind: CommandKind,
    /// From the keyword to the end, without the pipe.
    pub span: Span,
    /// The keyword alone.
    pub keyword: Span,
}

/// The commands.
#[derive(Clone, Debug, PartialEq)]
pub enum CommandKind {
    /// `FROM` or `TS`.
    From(From),
    /// `ROW a = 1, ...`.
    Row(Vec<Field>),
    /// `SHOW INFO`.
    Show(Identifier),
    /// `PROMQL ...`, kept as text.
    PromQl(RawText),
    /// `EXPLAIN (query)`.
    Explain(Box<Query>),
    /// `WHERE condition`.
    Where(Expr),
    /// `EVAL a = x, y`.
    Eval(Vec<Field>),
    /// `STATS` and `INLINE STATS`.
    Stats(Stats),
    /// `KEEP a, b*`.
    Keep(Vec<NamePattern>),
    /// `DROP a, b*`.
    Drop(Vec<NamePattern>),
    /// `RENAME a AS b, c = d`.
    Rename(Vec<Rename>),
    /// `SORT a DESC NULLS LAST, ...`.
    Sort(Vec<SortKey>),
    /// `LIMIT n [BY ...]`.
    Limit(Limit),
    /// `DEDUP`.
    Dedup,
    /// `TOPK`, `BOTTOMK`, `LIMITK`.
    Top(Top),
    /// `DISSECT input "pattern" [APPEND_SEPARATOR = "x"]`.
    Dissect(Dissect),
    /// `GROK input "pattern", ...`.
    Grok(Grok),
    /// `ENRICH policy ON field WITH ...`.
    Enrich(Enrich),
    /// `LOOKUP JOIN index ON ...`.
    LookupJoin(LookupJoin),
    /// `MV_EXPAND column`.
    MvExpand(Name),
    /// `FORK (...) (...)`.
    Fork(Vec<Vec<Command>>),
    /// `FUSE ...`.
    Fuse(Fuse),
    /// `SAMPLE p`.
    Sample(Expr),
    /// `CHANGE_POINT v ON k AS type, pvalue`.
    ChangePoint(ChangePoint),
    /// `COMPLETION [c =] prompt WITH {...}`.
    Completion(Completion),
    /// `RERANK [c =] query ON fields [WITH {...}]`.
    Rerank(Rerank),
    /// `URI_PARTS p = e`, `REGISTERED_DOMAIN`, `USER_AGENT`, `IP_LOCATION`: one shape.
    Extract(Extract),
    /// `HIGHLIGHT [prefix = ".."] query ON f, .. [WITH {..}]`.
    Highlight(Highlight),
    /// `FILLNULL`, `MMR`, `DENSE_VECTOR`, `METRICS_INFO`, `TS_INFO`, `TS_COLLAPSE`, `INSIST` and
    /// other commands whose arguments nobody reads here: kept as text.
    Other(RawText),
    /// Input that is no command; a diagnostic says why.
    Error,
}

/// `FROM pattern, ... METADATA f, ...`.
#[derive(Clone, Debug, PartialEq)]
pub struct From {
    /// `TS` instead of `FROM`.
    pub time_series: bool,
    /// What is read.
    pub sources: Vec<Source>,
    /// The metadata fields.
    pub metadata: Vec<Identifier>,
}

/// One thing that FROM reads.
#[derive(Clone, Debug, PartialEq)]
pub enum Source {
    /// An index pattern.
    Index(IndexPattern),
    /// `(FROM ... | ...)`.
    Subquery {
        /// The commands inside.
        commands: Vec<Command>,
        /// With the parentheses.
        span: Span,
    },
}

/// An index pattern, as written but for its quotes.
#[derive(Clone, Debug, PartialEq)]
pub struct IndexPattern {
    /// The cluster in front of the colon.
    pub cluster: Option<String>,
    /// The pattern: `logs-*`, `-excluded*`, `<logs-{now/d}>`.
    pub pattern: String,
    /// The selector behind `::`.
    pub selector: Option<String>,
    /// Whether it stood in quotes.
    pub quoted: bool,
    /// Where it stands.
    pub span: Span,
}

/// `[name =] expression`, in ROW, EVAL, STATS and BY.
#[derive(Clone, Debug, PartialEq)]
pub struct Field {
    /// The name given, if any.
    pub name: Option<Name>,
    /// What is computed.
    pub value: Expr,
    /// `WHERE condition` behind an aggregate of STATS.
    pub filter: Option<Expr>,
}

/// `STATS aggregates BY groupings`.
#[derive(Clone, Debug, PartialEq)]
pub struct Stats {
    /// `INLINE STATS`.
    pub inline: bool,
    /// The aggregates, may be empty with groupings.
    pub aggregates: Vec<Field>,
    /// The groupings behind BY.
    pub by: Vec<Field>,
}

/// `old AS new` or `new = old`.
#[derive(Clone, Debug, PartialEq)]
pub struct Rename {
    /// The column.
    pub old: NamePattern,
    /// Its new name.
    pub new: NamePattern,
    /// Whether written as `new = old`.
    pub assigned: bool,
}

/// One key of SORT.
#[derive(Clone, Debug, PartialEq)]
pub struct SortKey {
    /// What to sort by.
    pub value: Expr,
    /// `DESC`; ASC or nothing is false.
    pub descending: bool,
    /// `NULLS FIRST` is true, `NULLS LAST` false, neither is `None`.
    pub nulls_first: Option<bool>,
}

/// `LIMIT n [BY c, ...]`.
#[derive(Clone, Debug, PartialEq)]
pub struct Limit {
    /// How many rows.
    pub count: Expr,
    /// The columns of `LIMIT BY`.
    pub by: Vec<Expr>,
}

/// `TOPK value, n [BY c, ...]`, `BOTTOMK value, n [BY c, ...]`, `LIMITK n [BY c, ...]`.
#[derive(Clone, Debug, PartialEq)]
pub struct Top {
    /// What decides; without it, any rows will do.
    pub order: Option<TopOrder>,
    /// How many rows, of all or of each group.
    pub limit: Limit,
}

/// Which rows `TOPK` and `BOTTOMK` keep.
#[derive(Clone, Debug, PartialEq)]
pub struct TopOrder {
    /// What is compared.
    pub value: Expr,
    /// The greatest, not the least.
    pub descending: bool,
}

/// `DISSECT input "pattern" name = value`.
#[derive(Clone, Debug, PartialEq)]
pub struct Dissect {
    /// The text taken apart.
    pub input: Expr,
    /// The pattern.
    pub pattern: Text,
    /// `APPEND_SEPARATOR = "x"` and the like.
    pub options: Vec<NamedOption>,
}

/// `name = value` as an option of a command.
#[derive(Clone, Debug, PartialEq)]
pub struct NamedOption {
    /// The option's name.
    pub name: Identifier,
    /// Its value.
    pub value: Expr,
}

/// `GROK input "pattern", ...`.
#[derive(Clone, Debug, PartialEq)]
pub struct Grok {
    /// The text taken apart.
    pub input: Expr,
    /// The patterns; the first that matches counts.
    pub patterns: Vec<Text>,
}

/// A string literal or a parameter, where the grammar wants text.
#[derive(Clone, Debug, PartialEq)]
pub struct Text {
    /// What it says; `Err` is a parameter.
    pub value: Result<String, Parameter>,
    /// Where it stands, with its quotes.
    pub span: Span,
}

/// `ENRICH [_mode:]policy [ON field] [WITH [new =] field, ...]`.
#[derive(Clone, Debug, PartialEq)]
pub struct Enrich {
    /// `_any`, `_coordinator` or `_remote`.
    pub mode: Option<Identifier>,
    /// The policy.
    pub policy: Identifier,
    /// The match field.
    pub on: Option<Name>,
    /// The fields to add, with their new names.
    pub with: Vec<(Option<Name>, Name)>,
}

/// `LOOKUP JOIN index [AS alias] ON condition, ...`.
#[derive(Clone, Debug, PartialEq)]
pub struct LookupJoin {
    /// The lookup index.
    pub index: IndexPattern,
    /// Its alias.
    pub alias: Option<Identifier>,
    /// Field names, or boolean expressions.
    pub on: Vec<Expr>,
}

/// `FUSE [method] [SCORE BY c] [GROUP BY c] [KEY BY c, ...] [WITH {...}]`.
#[derive(Clone, Debug, PartialEq)]
pub struct Fuse {
    /// `rrf` or `linear`.
    pub method: Option<Identifier>,
    /// The score column.
    pub score: Option<Name>,
    /// The group column.
    pub group: Option<Name>,
    /// The key columns.
    pub keys: Vec<Name>,
    /// The options.
    pub options: Option<Map>,
}

/// `CHANGE_POINT value [ON key] [AS type, pvalue] [BY e, ...]`.
#[derive(Clone, Debug, PartialEq)]
pub struct ChangePoint {
    /// The metric.
    pub value: Name,
    /// The sort key.
    pub key: Option<Name>,
    /// The names of the two new columns.
    pub targets: Option<(Name, Name)>,
    /// What the series are grouped by.
    pub by: Vec<Expr>,
}

/// `COMPLETION [target =] prompt WITH options`.
#[derive(Clone, Debug, PartialEq)]
pub struct Completion {
    /// The column to fill.
    pub target: Option<Name>,
    /// The prompt.
    pub prompt: Expr,
    /// The options.
    pub options: Option<Map>,
    /// `WITH inference_id`, the form of 8.19.
    pub inference_id: Option<Identifier>,
}

/// `RERANK [target =] query ON fields [WITH options]`.
#[derive(Clone, Debug, PartialEq)]
pub struct Rerank {
    /// The score column.
    pub target: Option<Name>,
    /// The query text.
    pub query: Expr,
    /// The fields read.
    pub fields: Vec<Field>,
    /// The options.
    pub options: Option<Map>,
}

/// `KEYWORD prefix = expression [WITH options]`.
#[derive(Clone, Debug, PartialEq)]
pub struct Extract {
    /// Which command.
    pub kind: ExtractKind,
    /// The prefix of the new columns.
    pub prefix: Name,
    /// The text taken apart.
    pub input: Expr,
    /// The options.
    pub options: Option<Map>,
}

/// The commands of the shape [`Extract`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExtractKind {
    /// `URI_PARTS`.
    UriParts,
    /// `REGISTERED_DOMAIN`.
    RegisteredDomain,
    /// `USER_AGENT`.
    UserAgent,
    /// `IP_LOCATION`.
    IpLocation,
}

/// `HIGHLIGHT [prefix = "x"] query ON fields [WITH options]`.
#[derive(Clone, Debug, PartialEq)]
pub struct Highlight {
    /// The prefix of the new columns.
    pub prefix: Option<(Identifier, Expr)>,
    /// The query text.
    pub query: Expr,
    /// The fields.
    pub fields: Vec<Name>,
    /// The options.
    pub options: Option<Map>,
}

/// The arguments of a command that is only recognised.
#[derive(Clone, Debug, PartialEq)]
pub struct RawText {
    /// The keyword in upper case.
    pub keyword: String,
    /// The text behind the keyword, trimmed.
    pub text: String,
}

/// An expression with its place.
#[derive(Clone, Debug, PartialEq)]
pub struct Expr {
    /// What it is.
    pub kind: ExprKind,
    /// Where it stands, without parentheses around it.
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
