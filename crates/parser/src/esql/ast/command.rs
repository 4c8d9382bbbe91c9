//! Commands, each with what stands behind its keyword.

use esql_diagnostics::Span;

use super::{Expr, Identifier, Map, Name, NamePattern, Parameter, Query};

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
    /// All of it: its text names the column if no name is given.
    pub span: Span,
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
