//! Text taken apart into several columns: DISSECT, GROK, URI_PARTS, REGISTERED_DOMAIN, USER_AGENT,
//! IP_LOCATION.
//!
//! An [`Extractor`] is made once a query out of what the command says. It sees whole columns; what
//! happens to nulls and to several values in a cell is decided here, by `each_value` and
//! `single_value`, and never by an extractor.

pub mod dissect;
pub mod grok;
pub mod ip_location;
pub mod registered_domain;
pub mod uri_parts;
pub mod user_agent;

use std::borrow::Cow;
use std::fmt;
use std::ops::Range;
use std::sync::Arc;

use esql_data::{Column, ColumnBuilder, DataType, Problem, Str, ValueRef};

use crate::EvalCx;

pub use dissect::Dissect;
pub use grok::Grok;
pub use ip_location::IpLocation;
pub use registered_domain::RegisteredDomain;
pub use uri_parts::UriParts;
pub use user_agent::UserAgent;

/// Makes columns out of a column of text.
///
/// Its `Debug` form names the command and all that the result depends on: two extractors are equal
/// if they print alike.
pub trait Extractor: fmt::Debug + Send + Sync {
    /// The keyword of the command.
    fn command(&self) -> &'static str;

    /// Names and types of the columns, in the order in which the command adds them.
    fn outputs(&self) -> &[(String, DataType)];

    /// A column for each of the outputs, over the `cx.rows` cells of `input`. A column that is not
    /// text, such as one of nulls only, gives nulls.
    fn extract(&self, cx: &mut EvalCx<'_>, input: &Column) -> Vec<Column>;

    /// The same, but that upper and lower case of what it looks for do not count; `None` if it
    /// looks for nothing.
    fn ignoring_case(&self) -> Option<Arc<dyn Extractor>> {
        None
    }

    /// The first part of what it looks for that `text` has not, where it gives nothing for that;
    /// `None` if it looks for nothing, or the parts fit and the whole does not.
    fn unmet(&self, text: &str) -> Option<String> {
        let _ = text;
        None
    }
}

impl PartialEq for dyn Extractor {
    fn eq(&self, other: &Self) -> bool {
        format!("{self:?}") == format!("{other:?}")
    }
}

/// A pattern of DISSECT or GROK that cannot be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PatternError {
    /// Which of the command's patterns, from 0.
    pub pattern: usize,
    /// Where in the pattern, in bytes.
    pub at: Range<usize>,
    /// Why, as half a sentence.
    pub message: String,
    /// The names that could stand there, if it is a name.
    pub names: Vec<&'static str>,
    /// What Elasticsearch says of it; `None` if Elasticsearch takes the pattern, and only we do
    /// not.
    pub elastic: Option<String>,
}

/// A value for an output.
#[derive(Clone, Debug, PartialEq)]
enum Part<'a> {
    Text(Cow<'a, str>),
    Integer(i32),
    Long(i64),
    Double(f64),
    Boolean(bool),
}

impl Part<'_> {
    fn as_ref(&self) -> ValueRef<'_> {
        match self {
            Part::Text(text) => ValueRef::Text(text),
            Part::Integer(value) => ValueRef::Integer(*value),
            Part::Long(value) => ValueRef::Long(*value),
            Part::Double(value) => ValueRef::Double(*value),
            Part::Boolean(value) => ValueRef::Boolean(*value),
        }
    }
}

/// What a row gives: for each output the values so far.
struct Row<'a>(Vec<Vec<Part<'a>>>);

impl<'a> Row<'a> {
    /// Adds a value to the cell of an output.
    fn push(&mut self, output: usize, part: Part<'a>) {
        if let Some(cell) = self.0.get_mut(output) {
            cell.push(part);
        }
    }

    /// Adds text to the cell of an output, if there is some.
    fn text(&mut self, output: usize, text: Option<impl Into<Cow<'a, str>>>) {
        if let Some(text) = text {
            self.push(output, Part::Text(text.into()));
        }
    }

    fn clear(&mut self) {
        self.0.iter_mut().for_each(Vec::clear);
    }
}

/// Takes each value of a cell apart; the results of several values stand in one cell. A problem
/// with one value makes the whole row null and is a warning.
fn each_value<'a>(
    outputs: &[(String, DataType)],
    cx: &mut EvalCx<'_>,
    input: &'a Column,
    mut take: impl FnMut(&'a str, &mut Row<'a>) -> Result<(), Problem>,
) -> Vec<Column> {
    rows(outputs, cx, |at, row| input.items::<Str>(at).try_for_each(|text| take(text, row)))
}

/// Takes the value of a cell apart; several values are a problem. A problem makes the row null and
/// is a warning.
fn single_value<'a>(
    outputs: &[(String, DataType)],
    cx: &mut EvalCx<'_>,
    input: &'a Column,
    mut take: impl FnMut(&'a str, &mut Row<'a>) -> Result<(), Problem>,
) -> Vec<Column> {
    rows(outputs, cx, |at, row| {
        let mut values = input.items::<Str>(at);
        if values.len() > 1 {
            return Err(Problem::argument("This command doesn't support multi-value input"));
        }
        values.next().map_or(Ok(()), |text| take(text, row))
    })
}

fn rows<'a>(
    outputs: &[(String, DataType)],
    cx: &mut EvalCx<'_>,
    mut take: impl FnMut(usize, &mut Row<'a>) -> Result<(), Problem>,
) -> Vec<Column> {
    let mut columns: Vec<ColumnBuilder> =
        outputs.iter().map(|(_, ty)| ColumnBuilder::new(*ty)).collect();
    let mut row = Row(vec![Vec::new(); outputs.len()]);
    for at in 0..cx.rows {
        row.clear();
        if let Err(problem) = take(at, &mut row) {
            cx.warn(|| problem);
            row.clear();
        }
        for (column, cell) in columns.iter_mut().zip(&row.0) {
            column.push_many(cell.iter().map(Part::as_ref));
        }
    }
    columns.into_iter().map(ColumnBuilder::finish).collect()
}

/// Columns called `names`, all of them keywords.
fn keywords(names: &[&str]) -> Vec<(String, DataType)> {
    names.iter().map(|name| ((*name).to_owned(), DataType::Keyword)).collect()
}

#[cfg(test)]
mod tests;
