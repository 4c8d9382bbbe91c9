//! The logical plan: what the query means, command by command.

use std::sync::Arc;

use esql_data::{SiteId, Value};
use esql_diagnostics::Span;
use esql_functions::extract::Extractor;
use esql_functions::window::WindowFunction;

use crate::catalog::IndexPattern;
use crate::expr::{Attribute, Call, ColumnId, Expr};
use crate::physical::JoinKind;
use crate::scan::FieldSource;

/// A plan and the columns that it gives.
#[derive(Clone, Debug, PartialEq)]
pub struct Plan {
    /// What is done.
    pub node: Node,
    /// The columns that come out, in order.
    pub output: Vec<Attribute>,
}

impl Plan {
    /// A plan without columns, to stand in while a part of a plan is rewritten.
    #[must_use]
    pub fn nothing() -> Plan {
        Plan { node: Node::Row(Vec::new()), output: Vec::new() }
    }

    /// Brings a column up from where it is made, or from the scan, which reads it `from` there, to
    /// the top of the plan. Tells whether it is there now.
    pub fn bring_up(&mut self, attribute: &Attribute, from: Option<&FieldSource>) -> bool {
        if self.output.iter().any(|column| column.id == attribute.id) {
            return true;
        }
        let found = match (&mut self.node, from) {
            (Node::Scan(scan), Some(from)) => {
                scan.fields.push((attribute.clone(), from.clone()));
                true
            }
            // A query may say that what ROW does not have is null.
            (Node::Row(values), Some(FieldSource::Null)) => {
                values.push(Expr::literal(attribute.ty, Value::Null, Span::default()));
                true
            }
            // Groups have no fields of single rows, constants come from nowhere, and branches have
            // the columns that were settled when they were united.
            (Node::Scan(_) | Node::Aggregate { .. } | Node::Row(_) | Node::Union { .. }, _) => {
                false
            }
            // What was expanded is gone.
            (Node::MvExpand { column, .. }, _) if *column == attribute.id => false,
            // The second input of a join is the lookup.
            (node, _) => match node.inputs_mut() {
                [] => false,
                [rows, ..] => rows.bring_up(attribute, from),
            },
        };
        if found {
            self.output.push(attribute.clone());
        }
        found
    }
}

/// What is done.
#[derive(Clone, Debug, PartialEq)]
pub enum Node {
    /// Documents: FROM.
    Scan(Scan),
    /// One row of constants: ROW, SHOW INFO.
    Row(Vec<Expr>),
    /// Keeps the rows for which the condition is true.
    Filter {
        /// The rows.
        input: Box<Plan>,
        /// The condition.
        condition: Expr,
    },
    /// Adds columns.
    Eval {
        /// The rows.
        input: Box<Plan>,
        /// The new columns, each may use those before it.
        fields: Vec<(Attribute, Expr)>,
    },
    /// Adds columns taken out of a text: DISSECT, GROK, URI_PARTS, REGISTERED_DOMAIN.
    Extract {
        /// The rows.
        input: Box<Plan>,
        /// The text, or null.
        text: Expr,
        /// What takes it apart.
        extractor: Arc<dyn Extractor>,
        /// The new columns: the extractor's outputs.
        targets: Vec<Attribute>,
        /// Where it warns.
        site: SiteId,
    },
    /// Chooses, orders and renames columns; `output` says which.
    Project {
        /// The rows.
        input: Box<Plan>,
    },
    /// Groups rows.
    Aggregate {
        /// The rows.
        input: Box<Plan>,
        /// The keys: the column that comes out and the one that goes in.
        keys: Vec<(Attribute, ColumnId)>,
        /// The aggregates.
        aggregates: Vec<(Attribute, Aggregate)>,
    },
    /// Orders rows.
    Sort {
        /// The rows.
        input: Box<Plan>,
        /// The keys, the most important first.
        keys: Vec<SortKey>,
    },
    /// Keeps the first rows.
    Limit {
        /// The rows.
        input: Box<Plan>,
        /// How many.
        count: usize,
    },
    /// Orders rows and keeps the first.
    TopN {
        /// The rows.
        input: Box<Plan>,
        /// The keys.
        keys: Vec<SortKey>,
        /// How many.
        count: usize,
    },
    /// A row for each value of a column.
    MvExpand {
        /// The rows.
        input: Box<Plan>,
        /// The column with several values.
        column: ColumnId,
        /// The column with one value each.
        target: Attribute,
    },
    /// Adds to each row what was computed for its groups: INLINE STATS. Gives the input's columns,
    /// the aggregates, the fields.
    InlineStats {
        /// The rows.
        input: Box<Plan>,
        /// The keys: the column that the fields see, which has one value a group, and the one
        /// that goes in.
        keys: Vec<(Attribute, ColumnId)>,
        /// The aggregates.
        aggregates: Vec<(Attribute, Aggregate)>,
        /// What is computed for each group from aggregates and keys.
        fields: Vec<(Attribute, Expr)>,
    },
    /// Keeps the first rows of each group of rows with equal cells.
    LimitBy {
        /// The rows.
        input: Box<Plan>,
        /// How many of each group.
        count: usize,
        /// The columns that make up a group.
        keys: Vec<ColumnId>,
    },
    /// Keeps a random part of the rows.
    Sample {
        /// The rows.
        input: Box<Plan>,
        /// How likely a row is to be kept.
        probability: f64,
        /// What makes the choice repeatable.
        seed: u64,
    },
    /// Adds columns computed from all rows in their order: CHANGE_POINT, FUSE, COMPLETION.
    Window {
        /// The rows.
        input: Box<Plan>,
        /// What computes them.
        function: Arc<dyn WindowFunction>,
        /// The columns that it reads.
        args: Vec<ColumnId>,
        /// The new columns: the function's outputs.
        targets: Vec<Attribute>,
        /// Where it warns.
        site: SiteId,
    },
    /// Adds to each row the columns of the rows of a lookup that belong to it, or nulls: LOOKUP
    /// JOIN, ENRICH, IN (subquery). Gives the columns of both.
    Join {
        /// The rows, and the rows of the lookup.
        inputs: Vec<Plan>,
        /// What belongs together.
        join: Join,
    },
    /// The rows of several plans, one after another: FORK. The plans give the same columns by
    /// position.
    Union {
        /// The plans.
        inputs: Vec<Plan>,
    },
}

/// What FROM reads.
#[derive(Clone, Debug, PartialEq)]
pub struct Scan {
    /// The patterns.
    pub indices: Vec<IndexPattern>,
    /// The columns, with where they come from; the same as the plan's output.
    pub fields: Vec<(Attribute, FieldSource)>,
    /// Conditions that the scan tests.
    pub filter: Vec<Expr>,
}

/// When a row of a lookup belongs to a row.
#[derive(Clone, Debug, PartialEq)]
pub struct Join {
    /// What becomes of them.
    pub kind: JoinKind,
    /// Columns whose values must be equal: of the rows, and of the lookup. For
    /// [`JoinKind::Range`] they are the same column of the rows with the least and with the
    /// greatest value.
    pub keys: Vec<(ColumnId, ColumnId)>,
    /// Conditions over both that must be true.
    pub conditions: Vec<Expr>,
    /// Where it warns.
    pub site: SiteId,
}

/// An aggregate of STATS.
#[derive(Clone, Debug, PartialEq)]
pub struct Aggregate {
    /// The call; its arguments are columns or constants.
    pub call: Call,
    /// `WHERE condition`: a boolean column.
    pub filter: Option<Expr>,
    /// SPARKLINE: that it is computed for each bucket of a series, the values in one cell.
    pub series: Option<Series>,
}

impl Aggregate {
    /// An aggregate over the rows for which `filter` is true.
    #[must_use]
    pub fn new(call: Call, filter: Option<Expr>) -> Aggregate {
        Aggregate { call, filter, series: None }
    }

    /// The expressions that it reads.
    pub fn reads(&self) -> impl Iterator<Item = &Expr> {
        let key = self.series.as_ref().map(|series| &series.key);
        self.call.args.iter().chain(&self.filter).chain(key)
    }
}

/// A series of buckets of time.
#[derive(Clone, Debug, PartialEq)]
pub struct Series {
    /// The start of the bucket that a row is in: a column.
    pub key: Expr,
    /// The starts of the buckets of the series, in milliseconds.
    pub starts: Vec<i64>,
}

/// A key of SORT.
#[derive(Clone, Debug, PartialEq)]
pub struct SortKey {
    /// The column.
    pub column: ColumnId,
    /// Largest first.
    pub descending: bool,
    /// Nulls before the values.
    pub nulls_first: bool,
}

impl Node {
    /// The plans that this one reads from: none, one, or several.
    #[must_use]
    pub fn inputs(&self) -> &[Plan] {
        match self {
            Node::Scan(_) | Node::Row(_) => &[],
            Node::Filter { input, .. }
            | Node::Eval { input, .. }
            | Node::Extract { input, .. }
            | Node::Project { input }
            | Node::Aggregate { input, .. }
            | Node::Sort { input, .. }
            | Node::Limit { input, .. }
            | Node::TopN { input, .. }
            | Node::MvExpand { input, .. }
            | Node::InlineStats { input, .. }
            | Node::LimitBy { input, .. }
            | Node::Sample { input, .. }
            | Node::Window { input, .. } => std::slice::from_ref(input),
            Node::Union { inputs } | Node::Join { inputs, .. } => inputs,
        }
    }

    /// The plans that this one reads from, to change them.
    pub fn inputs_mut(&mut self) -> &mut [Plan] {
        match self {
            Node::Scan(_) | Node::Row(_) => &mut [],
            Node::Filter { input, .. }
            | Node::Eval { input, .. }
            | Node::Extract { input, .. }
            | Node::Project { input }
            | Node::Aggregate { input, .. }
            | Node::Sort { input, .. }
            | Node::Limit { input, .. }
            | Node::TopN { input, .. }
            | Node::MvExpand { input, .. }
            | Node::InlineStats { input, .. }
            | Node::LimitBy { input, .. }
            | Node::Sample { input, .. }
            | Node::Window { input, .. } => std::slice::from_mut(input),
            Node::Union { inputs } | Node::Join { inputs, .. } => inputs,
        }
    }
}
