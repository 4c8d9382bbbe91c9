//! The physical plan: operators over columns by position. It holds no span and no name but those
//! of the result; calls keep the number of their place in the query, for warnings.

use std::sync::Arc;

use esql_data::{DataType, Schema, SiteId, Value, WarningSite};
use esql_functions::extract::Extractor;
use esql_functions::window::WindowFunction;
use esql_functions::{FunctionDef, Session};

use crate::scan::Scan;

/// A plan that can run.
#[derive(Clone, Debug)]
pub struct Plan {
    /// The operator that gives the result.
    pub root: Node,
    /// The places in the query that can warn, by [`SiteId`].
    pub sites: Vec<WarningSite>,
    /// Clock, zone and stack that it runs with.
    pub session: Session,
}

/// An operator with its inputs and the columns that it gives.
#[derive(Clone, Debug)]
pub struct Node {
    /// What it does.
    pub operator: Operator,
    /// Where its rows come from: none for sources, several for a union, else one.
    pub inputs: Vec<Node>,
    /// The columns that come out.
    pub schema: Schema,
}

/// The operators. Positions are those of the input's columns.
#[derive(Clone, Debug)]
pub enum Operator {
    /// Reads documents.
    Scan(Scan),
    /// One row of constants.
    Row(Vec<Expr>),
    /// Keeps the rows for which all conditions are true, tested in this order.
    Filter(Vec<Expr>),
    /// Adds columns behind the input's, each may use those before it.
    Eval(Vec<Expr>),
    /// Adds columns taken out of a text behind the input's.
    Extract {
        /// The text.
        text: Expr,
        /// What takes it apart.
        extractor: Arc<dyn Extractor>,
        /// Where it warns.
        site: SiteId,
    },
    /// Chooses and orders columns.
    Project(Vec<usize>),
    /// Groups rows. Gives the aggregates, then the keys.
    ///
    /// A key cell with several values puts its row into a group for each; null is a group of its
    /// own. Without keys there is one group, also over no rows.
    Aggregate {
        /// The columns to group by.
        keys: Vec<usize>,
        /// The aggregates.
        aggregates: Vec<Aggregate>,
    },
    /// Orders rows, stably.
    Sort(Vec<SortKey>),
    /// Orders rows, stably, and keeps the first.
    TopN {
        /// The keys, the most important first.
        keys: Vec<SortKey>,
        /// How many rows.
        count: usize,
    },
    /// Keeps the first rows.
    Limit(usize),
    /// A row for each value of the column, in the cell's order; null stays one row.
    MvExpand(usize),
    /// Groups rows as [`Operator::Aggregate`] does and keeps them; each gets, behind the input's
    /// columns, the aggregates and fields of its group. A row of several groups gets the values
    /// of all in one cell, in the order of its groups.
    InlineStats {
        /// The columns to group by.
        keys: Vec<usize>,
        /// The aggregates.
        aggregates: Vec<Aggregate>,
        /// What is computed for each group; columns are the aggregates, the keys, and the fields
        /// before.
        fields: Vec<Expr>,
    },
    /// Keeps the first rows of each group. Rows with equal cells, all values in their order, are a
    /// group; null equals null.
    LimitBy {
        /// The columns to group by.
        keys: Vec<usize>,
        /// How many rows of each group.
        count: usize,
    },
    /// Keeps each row with a probability. Which ones depends on nothing but the seed and the
    /// number of the row.
    Sample {
        /// How likely a row is to be kept, between 0 and 1.
        probability: f64,
        /// The seed.
        seed: u64,
    },
    /// Adds columns computed from all rows in their order behind the input's.
    Window {
        /// What computes them.
        function: Arc<dyn WindowFunction>,
        /// The columns that it reads.
        args: Vec<usize>,
        /// Where it warns.
        site: SiteId,
    },
    /// Adds to each row of the first input the columns of those rows of the second that belong to
    /// it, a row for each, in the order of the second; nulls if there are none.
    Join(Join),
    /// The rows of all inputs, one after another.
    Union,
}

/// What a join looks for, and what it makes of several rows that belong to one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JoinKind {
    /// Equal keys; a row for each. A key that is null or has several values is equal to nothing.
    Rows,
    /// Equal keys, any of several values; the values of all in one cell.
    Values,
    /// Ranges that hold the key, any of several values; the values of all in one cell.
    Range,
    /// Equal keys; the second input's other columns, booleans, say whether there is one, as `IN`
    /// over a list does.
    Member,
}

/// When rows of two inputs belong together.
#[derive(Clone, Debug)]
pub struct Join {
    /// What it looks for.
    pub kind: JoinKind,
    /// The columns that must be equal, of the same storage: of the first input, of the second. For
    /// [`JoinKind::Range`] they are the key with the column of the least, then of the greatest
    /// value.
    pub keys: Vec<(usize, usize)>,
    /// What must be true, over the columns of both.
    pub conditions: Vec<Expr>,
    /// Where it warns of keys with several values.
    pub site: SiteId,
}

/// An aggregate.
#[derive(Clone, Debug)]
pub struct Aggregate {
    /// The aggregate function.
    pub def: &'static FunctionDef,
    /// The signature chosen.
    pub overload: usize,
    /// All arguments: columns or literals. Those that are no parameters marked constant reach the
    /// accumulator.
    pub args: Vec<Expr>,
    /// The named options.
    pub options: Vec<(String, Value)>,
    /// Only rows for which this is true count.
    pub filter: Option<Expr>,
    /// SPARKLINE: the start of the bucket that a row is in, and the starts of the buckets that the
    /// aggregate is computed for, the values in one cell.
    pub series: Option<(Expr, Vec<i64>)>,
    /// The type that it gives.
    pub ret: DataType,
    /// Where it warns.
    pub site: SiteId,
}

/// A key of a sort.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SortKey {
    /// The column. A cell with several values counts as its least one ascending, its greatest
    /// descending.
    pub column: usize,
    /// Largest first.
    pub descending: bool,
    /// Nulls before the values.
    pub nulls_first: bool,
}

/// An expression over columns by position.
#[derive(Clone, Debug)]
pub enum Expr {
    /// A column of the input.
    Column(usize),
    /// A constant.
    Literal {
        /// Its type.
        ty: DataType,
        /// Its value.
        value: Value,
    },
    /// A call.
    Call {
        /// The function.
        def: &'static FunctionDef,
        /// The signature chosen.
        overload: usize,
        /// The arguments, already of the right types.
        args: Vec<Expr>,
        /// The types of the arguments.
        arg_types: Vec<DataType>,
        /// The named options.
        options: Vec<(String, Value)>,
        /// The type that it gives.
        ret: DataType,
        /// Where it warns.
        site: SiteId,
    },
}
