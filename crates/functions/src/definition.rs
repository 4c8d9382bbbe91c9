//! The row of a function: everything that anybody needs to know of it.

use esql_data::DataType;

use crate::accumulator::Accumulator;
use crate::call::{CallSite, Evaluate, LazyArgs};
use crate::{EvalCx, IndexQuery, Since, TypeSet};
use esql_data::Column;

/// A function, an operator or an aggregate.
///
/// Written as a `const` beside its kernel; what is usual comes from [`FunctionDef::SCALAR`] or
/// [`FunctionDef::AGGREGATE`] by struct update.
pub struct FunctionDef {
    /// The name in lower case, such as `starts_with`; for operators the word, such as `add`.
    pub name: &'static str,
    /// The operator's symbol, such as `+`.
    pub symbol: Option<&'static str>,
    /// Other names, in lower case.
    pub aliases: &'static [&'static str],
    /// The family: the chapter of the reference.
    pub family: Family,
    /// What it does, in one sentence.
    pub summary: &'static str,
    /// What else is to be known: nulls, several values, limits, surprises.
    pub detail: &'static str,
    /// The parameters, in order.
    pub params: &'static [Param],
    /// The named options behind the arguments.
    pub options: &'static [OptionDef],
    /// How it runs.
    pub imp: Impl,
    /// What it is for Elasticsearch's index, as a condition of a filter.
    pub index_query: IndexQuery,
    /// For conversions: the type that `::type` writes.
    pub converts_to: Option<DataType>,
    /// Examples; each runs as a test and stands in the reference.
    pub examples: &'static [Example],
    /// The stack versions that have it.
    pub since: Since,
}

impl FunctionDef {
    /// What is usual for a scalar function.
    pub const SCALAR: FunctionDef = FunctionDef {
        name: "",
        symbol: None,
        aliases: &[],
        family: Family::Internal,
        summary: "",
        detail: "",
        params: &[],
        options: &[],
        imp: Impl::Scalar(&[]),
        index_query: IndexQuery::None,
        converts_to: None,
        examples: &[],
        since: crate::since!(8.11),
    };

    /// What is usual for an aggregate.
    pub const AGGREGATE: FunctionDef =
        FunctionDef { family: Family::Aggregate, imp: Impl::Aggregate(&[]), ..FunctionDef::SCALAR };

    /// Whether it is an aggregate.
    #[must_use]
    pub fn is_aggregate(&self) -> bool {
        matches!(self.imp, Impl::Aggregate(_))
    }

    /// Signature `overload` of a function that is evaluated row by row.
    ///
    /// # Errors
    /// If the function is of another kind, or has no such signature.
    pub fn scalar(&self, overload: usize) -> Result<&'static Overload, ArgError> {
        let found = match self.imp {
            Impl::Scalar(overloads) => overloads.get(overload),
            Impl::Aggregate(_) | Impl::Lowered { .. } => None,
        };
        let message = || format!("`{}` cannot be evaluated row by row", self.name);
        found.ok_or_else(|| ArgError { at: 0, message: message() })
    }
}

/// The chapters of the reference.
#[derive(Clone, Copy, PartialEq, Eq, Debug, PartialOrd, Ord, Hash)]
pub enum Family {
    /// Aggregates of STATS.
    Aggregate,
    /// Only behind BY.
    Grouping,
    /// CASE and its kin.
    Conditional,
    /// Dates and times.
    Date,
    /// IP addresses.
    Ip,
    /// Numbers.
    Math,
    /// Cells with several values.
    MultiValue,
    /// Operators.
    Operator,
    /// Full-text search.
    Search,
    /// Points and shapes.
    Spatial,
    /// Strings.
    String,
    /// Conversions between types.
    Conversion,
    /// What the planner puts in; not for queries.
    Internal,
}

impl Family {
    /// The title of the chapter.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Family::Aggregate => "Aggregate functions",
            Family::Grouping => "Grouping functions",
            Family::Conditional => "Conditional functions",
            Family::Date => "Date and time functions",
            Family::Ip => "IP functions",
            Family::Math => "Mathematical functions",
            Family::MultiValue => "Multi-value functions",
            Family::Operator => "Operators",
            Family::Search => "Search functions",
            Family::Spatial => "Spatial functions",
            Family::String => "String functions",
            Family::Conversion => "Type conversion functions",
            Family::Internal => "Internal functions",
        }
    }
}

/// A parameter.
pub struct Param {
    /// Its name.
    pub name: &'static str,
    /// What it is, in half a sentence.
    pub summary: &'static str,
    /// Whether it may be left out.
    pub optional: bool,
    /// Whether it may be repeated.
    pub variadic: bool,
    /// Whether it must be a constant.
    pub constant: bool,
}

impl Param {
    /// A parameter that must be given.
    #[must_use]
    pub const fn new(name: &'static str, summary: &'static str) -> Param {
        Param { name, summary, optional: false, variadic: false, constant: false }
    }

    /// It may be left out.
    #[must_use]
    pub const fn optional(self) -> Param {
        Param { optional: true, ..self }
    }

    /// It may be repeated.
    #[must_use]
    pub const fn variadic(self) -> Param {
        Param { variadic: true, ..self }
    }

    /// It must be a constant.
    #[must_use]
    pub const fn constant(self) -> Param {
        Param { constant: true, ..self }
    }
}

/// A named option, `{"name": value}`.
pub struct OptionDef {
    /// Its name.
    pub name: &'static str,
    /// What it takes.
    pub types: TypeSet,
    /// What it does.
    pub summary: &'static str,
}

/// A query with its answer.
pub struct Example {
    /// The query; it reads no data, so it begins with ROW.
    pub query: &'static str,
    /// The answer: a line `name:type | name:type`, then a line a row.
    pub answer: &'static str,
}

/// How a function runs.
#[derive(Clone, Copy)]
pub enum Impl {
    /// Row by row.
    Scalar(&'static [Overload]),
    /// Over groups of rows.
    Aggregate(&'static [AggregateOverload]),
    /// The planner turns it into other functions; the kernel-less functions of search.
    Lowered {
        /// The arguments that it takes.
        args: Args,
        /// The type that it gives.
        ret: Ret,
    },
}

/// One signature of a scalar function with its kernel.
pub struct Overload {
    /// The arguments that it takes.
    pub args: Args,
    /// The type that it gives.
    pub ret: Ret,
    /// What happens to nulls and several values before the kernel.
    pub lift: Lift,
    /// The code.
    pub kernel: Kernel,
}

/// The arguments of a signature.
#[derive(Clone, Copy, Debug)]
pub enum Args {
    /// One set for each argument; those from `required` on may be left out.
    Each {
        /// The sets.
        sets: &'static [TypeSet],
        /// How many must be given.
        required: usize,
    },
    /// First the sets of `first`, then any number (at least `min`) out of `rest`.
    Variadic {
        /// The fixed arguments.
        first: &'static [TypeSet],
        /// The repeated one.
        rest: TypeSet,
        /// How many of the repeated one at least.
        min: usize,
    },
    /// `min` or more arguments that all get one common type out of `set`: equal types, numbers
    /// widened, `text` as `keyword`.
    Unified {
        /// The types.
        set: TypeSet,
        /// How few.
        min: usize,
        /// How many.
        max: usize,
    },
    /// So many arguments of one type out of `set`, `text` as `keyword`; numbers are not widened.
    Same {
        /// The types.
        set: TypeSet,
        /// How many.
        count: usize,
    },
    /// One or more values out of `set`, one of which is given. The first number says what type
    /// the others are widened to.
    Choice {
        /// The types.
        set: TypeSet,
    },
    /// CASE: conditions and values in turn, then perhaps one more value; the values as of
    /// [`Args::Choice`].
    Case,
}

impl Args {
    /// Exactly these arguments.
    #[must_use]
    pub const fn each(sets: &'static [TypeSet]) -> Args {
        Args::Each { sets, required: sets.len() }
    }
}

/// The type that a signature gives.
#[derive(Clone, Copy, Debug)]
pub enum Ret {
    /// Always this type.
    Type(DataType),
    /// The type of this argument; `text` becomes `keyword`.
    Arg(usize),
    /// The type of this argument, `text` too.
    ArgExact(usize),
    /// The common type of the unified arguments; `text` becomes `keyword`.
    Unified,
}

/// What happens to nulls and to several values in a cell before the kernel runs.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Lift {
    /// A null argument gives null; several values give null and a warning. The kernel sees
    /// single-valued columns and need not look at rows where an argument is null.
    SingleValue,
    /// The kernel maps each value of the first argument; other arguments must be constant.
    /// A value that becomes null is left out of its cell.
    PerValue,
    /// The kernel sees whole cells; a null first argument is for the kernel to see.
    WholeCell,
}

/// The code of a signature.
#[derive(Clone, Copy)]
pub enum Kernel {
    /// Columns in, a column out.
    Plain(fn(&mut EvalCx<'_>, &[Column]) -> Column),
    /// Made ready once a query: constant arguments are looked at, patterns compiled.
    Prepared(fn(&CallSite<'_>) -> Result<Box<dyn Evaluate>, ArgError>),
    /// Evaluates its arguments itself, only for the rows that need them.
    Lazy(fn(&mut EvalCx<'_>, &mut dyn LazyArgs) -> Column),
}

/// A constant argument that a function cannot work with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ArgError {
    /// Which argument, from 0.
    pub at: usize,
    /// Why, in Elasticsearch's words where it has some.
    pub message: String,
}

/// One signature of an aggregate.
pub struct AggregateOverload {
    /// The arguments that it takes; only those that are not constant reach the accumulator.
    pub args: Args,
    /// The type that it gives.
    pub ret: Ret,
    /// Makes the accumulator of one aggregate of a query.
    pub new: fn(&CallSite<'_>) -> Result<Box<dyn Accumulator>, ArgError>,
}

/// A row is known by its name.
impl std::fmt::Debug for FunctionDef {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name)
    }
}
