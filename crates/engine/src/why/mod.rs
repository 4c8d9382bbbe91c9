//! Why a query matches or does not: how many rows each command leaves, which conditions failed for
//! which events, and by how much.
//!
//! All of it is observed: the resolved plan of each step is run by the same executor, with columns
//! added to it that show what the conditions came to. Nothing here knows what a function does.

mod finding;
mod follow;
mod funnel;
mod group;
mod hint;
mod near_miss;
mod nearest;
mod origin;

use esql_data::{DataType, Value};
use esql_planner::{Analysis, Options as PlannerOptions};
use esql_sources::Dataset;

use crate::compile::{analyze, on_deep_stack};
use crate::condition::Condition;
use crate::observe::{Observer, one_line};
use crate::{Control, Failure, Query, Settings};

pub use hint::Hint;

/// What is asked.
#[derive(Clone, Debug)]
pub struct Options {
    /// The `_id`s of events that are followed.
    pub ids: Vec<String>,
    /// How many of the events, and of the groups, that came nearest are shown.
    pub nearest: usize,
}

/// The answer.
#[derive(Clone, Debug)]
pub struct Report {
    /// The commands, in order.
    pub steps: Vec<Step>,
    /// Rows that came near and were dropped: of the last condition first, then by how little they
    /// failed.
    pub nearest: Vec<Missed>,
    /// The events that were followed.
    pub trails: Vec<Trail>,
}

/// A command, and what it left.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// Its text, on one line.
    pub text: String,
    /// The line of the file on which it begins.
    pub line: usize,
    /// Rows that came out.
    pub rows: u64,
    /// Whether the rows are groups of events, and no events.
    pub grouped: bool,
    /// The conditions of WHERE that must all be true.
    pub conjuncts: Vec<Conjunct>,
}

/// A condition of a WHERE.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Conjunct {
    /// Its text, on one line.
    pub text: String,
    /// The line of the file on which it begins.
    pub line: usize,
    /// Rows for which it is true, whatever the others are.
    pub is_true: u64,
    /// Rows for which it is false.
    pub is_false: u64,
    /// Rows for which it is null.
    pub is_null: u64,
    /// Rows for which it and those before it are true.
    pub left: u64,
    /// Where it is null: columns that have no value, or several.
    pub causes: Vec<Cause>,
    /// Rows for which it is null though each of its columns has one value: a conversion failed, or
    /// a function gave nothing.
    pub no_result: u64,
}

/// Why a condition is null.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cause {
    /// The column.
    pub column: String,
    /// Rows in which it has no value.
    pub missing: u64,
    /// Rows in which it has several.
    pub several: u64,
}

/// A row that a WHERE dropped.
#[derive(Clone, Debug, PartialEq)]
pub struct Missed {
    /// The number of the WHERE among the steps.
    pub step: usize,
    /// What tells it from other rows: `_id` and `_index`, or the keys of its group.
    pub identity: Vec<Shown>,
    /// What it failed.
    pub failed: Vec<Finding>,
    /// How many conditions the WHERE has.
    pub conditions: usize,
}

/// A name and the value that it has in a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shown {
    /// The column, or the text of an expression.
    pub name: String,
    /// The value; `None` if there is none.
    pub value: Option<String>,
}

impl Shown {
    fn of(name: &str, ty: DataType, value: &Value) -> Shown {
        let printed = |value: &Value| match one_line(&value.print(ty)) {
            text if text.is_empty() => "\"\"".to_owned(),
            text => text,
        };
        let value = (!value.is_null()).then(|| printed(value));
        Shown { name: name.to_owned(), value }
    }
}

/// A condition in one row.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    /// Its text, on one line.
    pub text: String,
    /// The line of the file on which it begins.
    pub line: usize,
    /// What it came to; `None` is null.
    pub truth: Option<bool>,
    /// The values that decided.
    pub values: Vec<Shown>,
    /// If it is made of several tests, the first of them.
    pub tests: Vec<Tested>,
    /// What would have changed it, and where a value is missing from.
    pub hints: Vec<Hint>,
}

/// A test inside of a condition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tested {
    /// Its text, on one line.
    pub text: String,
    /// What it came to; `None` is null.
    pub truth: Option<bool>,
}

/// An event on its way through the query.
#[derive(Clone, Debug)]
pub struct Trail {
    /// Its `_id`.
    pub id: String,
    /// Where it came by, in order; the last one is where it ended.
    pub stops: Vec<Stop>,
    /// Whether it, or a group that it is in, is in the answer.
    pub matched: bool,
    /// Its index, if FROM does not name it.
    pub other_index: Option<String>,
}

/// A command that an event came to.
#[derive(Clone, Debug)]
pub struct Stop {
    /// The number of the command.
    pub step: usize,
    /// How many rows of it, or of its groups, came out.
    pub rows: u64,
    /// Its rows, or its groups, with what is new or decided.
    pub seen: Vec<Seen>,
}

/// A row at a command.
#[derive(Clone, Debug)]
pub struct Seen {
    /// What tells it from other rows.
    pub identity: Vec<Shown>,
    /// Columns that the command made.
    pub values: Vec<Shown>,
    /// What the conditions of a WHERE came to.
    pub findings: Vec<Finding>,
}

/// Looks into a query over documents.
///
/// # Errors
/// If the query has errors, the data cannot be read, memory runs out or it is cancelled.
pub fn why(
    query: &Query,
    dataset: &Dataset,
    settings: &Settings,
    control: &Control<'_>,
    options: &Options,
) -> Result<Report, Failure> {
    on_deep_stack(|| {
        let planner = PlannerOptions { steps: true, ..settings.planner.clone() };
        let settings = Settings { planner, ..settings.clone() };
        let analysis = analyze(query, dataset, &settings);
        let Analysis { plan: Some(_), steps, sites, columns, session, .. } = analysis else {
            return Err(Failure::of_query(query, analysis.diagnostics));
        };
        let settings = Settings { session, ..settings };
        let observer = Observer::new(query, dataset, &settings, control, &sites, columns);
        let funnel = funnel::steps(&observer, &steps)?;
        let nearest = nearest::nearest(&observer, &steps, &funnel, options.nearest)?;
        let mut trails = Vec::with_capacity(options.ids.len());
        for id in &options.ids {
            trails.push(follow::follow(&observer, &steps, id)?);
        }
        Ok(Report { steps: funnel, nearest, trails })
    })
}
