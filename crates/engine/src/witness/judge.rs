//! Runs plans over made-up documents.

use std::cell::Cell;

use esql_diagnostics::Span;
use esql_planner::expr::Attribute;
use esql_planner::logical::Plan;
use esql_sources::{Dataset, Options, Unmapped};

use super::Event;
use crate::observe::{Observer, Rows};
use crate::{Control, Failure, Query, Settings};

/// Runs plans of a query.
pub(super) struct Judge<'a> {
    pub(super) query: &'a Query,
    pub(super) settings: &'a Settings,
    pub(super) control: &'a Control<'a>,
    pub(super) sites: &'a [Span],
    /// The first column id that is free.
    pub(super) next: Cell<u32>,
}

impl Judge<'_> {
    /// Columns of a plan over documents, whose `_id`s are their numbers.
    pub(super) fn rows(
        &self,
        events: &[Event],
        plan: &Plan,
        columns: &[Attribute],
    ) -> Result<Rows, Failure> {
        let numbered = events.iter().enumerate().map(|(at, event)| {
            let mut event = event.clone();
            event.insert("_id".to_owned(), at.to_string().into());
            event
        });
        let dataset = dataset(numbered, Unmapped::Load);
        self.with(&dataset, |observer| observer.rows(plan.clone(), columns))
    }

    /// What `work` makes of an observer of documents.
    pub(super) fn with<T>(&self, dataset: &Dataset, work: impl FnOnce(&Observer<'_>) -> T) -> T {
        let next = self.next.get();
        let observer =
            Observer::new(self.query, dataset, self.settings, self.control, self.sites, next);
        let result = work(&observer);
        self.next.set(observer.next_column());
        result
    }
}

/// Documents as a data set.
pub(super) fn dataset(events: impl IntoIterator<Item = Event>, unmapped: Unmapped) -> Dataset {
    let mut text = String::new();
    for event in events {
        text.push_str(&serde_json::Value::Object(event).to_string());
        text.push('\n');
    }
    let options = Options { unmapped, ..Options::default() };
    Dataset::in_memory([("events".to_owned(), text.into_bytes())], options)
}
