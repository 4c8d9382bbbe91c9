//! Documents that a query matches, made up.
//!
//! A search that knows nothing of what functions do: values are guessed from the literals of the
//! query, and the executor judges. First a document is changed, field by field, until all conditions
//! in front of the first STATS hold; then it is repeated, with values that differ, until the groups
//! pass as well. What was found is run once more as any query is.

mod climb;
mod draft;
mod effort;
mod goal;
mod groups;
mod judge;
mod late;
mod origin;
mod rows;
mod sample;
mod values;

use std::cell::Cell;

use esql_planner::logical::{Node, Plan};
use esql_planner::scan::FieldSource;
use esql_planner::{Analysis, Options as PlannerOptions};
use esql_sources::Unmapped;
use serde_json::{Map, Value as Json};

use crate::compile::{analyze, on_deep_stack};
use crate::{Control, Failure, Query, Settings};
use climb::{Climber, with};
use groups::Repeater;
use judge::{Judge, dataset};
use late::Late;
use origin::Origins;
use rows::{RowPlan, told};
use values::Guess;

/// A document: values by the full names of fields.
pub type Event = Map<String, Json>;

/// What was found.
#[derive(Clone, Debug)]
pub struct Witness {
    /// Documents that come farthest; the query gives rows for them if `unmet` is empty.
    pub events: Vec<Event>,
    /// Documents that differ from them in one value, and that the query gives nothing for.
    pub misses: Option<Vec<Event>>,
    /// The conditions that could not be met.
    pub unmet: Vec<Unmet>,
}

/// A condition that could not be met.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unmet {
    /// Its text, on one line.
    pub text: String,
    /// The line of the file on which it begins.
    pub line: usize,
}

/// Makes up documents that a query matches. NOW() is the session's.
///
/// # Errors
/// If the query has errors, memory runs out or it is cancelled.
pub fn witness(
    query: &Query,
    settings: &Settings,
    control: &Control<'_>,
) -> Result<Witness, Failure> {
    on_deep_stack(|| {
        let planner = PlannerOptions { steps: true, ..settings.planner.clone() };
        let settings = Settings { planner, threads: 1, ..settings.clone() };
        let Analysis { steps, sites, columns, session, .. } = typed(query, &settings)?;
        let settings = Settings { session, ..settings };
        let Some(plan) = steps.last().map(|step| &step.plan) else {
            return Ok(Witness { events: Vec::new(), misses: None, unmet: Vec::new() });
        };
        let judge =
            Judge { query, settings: &settings, control, sites: &sites, next: Cell::new(columns) };
        let none = dataset([], Unmapped::Load);
        let row_plan = judge.with(&none, |observer| RowPlan::of(plan, observer));
        let late = judge.with(&none, |observer| Late::of(plan, observer));
        let origins = Origins::of(plan);
        let climber = Climber { judge: &judge, plan: &row_plan, origins: &origins };
        Search { judge: &judge, climber: &climber, late: &late }.witness()
    })
}

/// The analysis of a query whose unknown fields have the types that it wants of them.
fn typed(query: &Query, settings: &Settings) -> Result<Analysis, Failure> {
    let mut example = Event::new();
    let attempt = |example: &Event| {
        let analysis = analyze(query, &dataset([example.clone()], Unmapped::Load), settings);
        let errors = analysis.diagnostics.iter().filter(|one| one.is_error()).count();
        (analysis, errors)
    };
    let (mut found, mut errors) = attempt(&example);
    if errors > 0 {
        let loose = analyze(query, &dataset([], Unmapped::Null), settings);
        let unknown = loose.steps.last().map(|step| unknown(&step.plan)).unwrap_or_default();
        for name in unknown {
            for value in [Json::from(1), Json::from(true), Json::from(1.5)] {
                let change = (name.clone(), value);
                let changed = with(&example, &[change]);
                let (analysis, fewer) = attempt(&changed);
                if fewer < errors {
                    (example, found, errors) = (changed, analysis, fewer);
                }
            }
        }
    }
    if found.plan.is_none() {
        return Err(Failure::of_query(query, found.diagnostics));
    }
    Ok(found)
}

/// The fields of a plan that nothing knows.
fn unknown(plan: &Plan) -> Vec<String> {
    match &plan.node {
        Node::Scan(scan) => {
            let unknown = scan.fields.iter().filter(|(_, source)| *source == FieldSource::Null);
            unknown.map(|(column, _)| column.name.clone()).collect()
        }
        node => node.inputs().first().map(unknown).unwrap_or_default(),
    }
}

/// What NOW() is, in milliseconds since 1970.
fn now_of(settings: &Settings) -> i64 {
    settings.session.now.as_millisecond()
}

struct Search<'a> {
    judge: &'a Judge<'a>,
    climber: &'a Climber<'a>,
    late: &'a Late,
}

impl Search<'_> {
    fn witness(&self) -> Result<Witness, Failure> {
        let mut start = Event::new();
        let time = Guess {
            ty: esql_data::DataType::Date,
            literals: &[],
            current: None,
            others: Vec::new(),
            now: now_of(self.judge.settings),
        };
        start.extend(time.values().into_iter().take(1).map(|now| ("@timestamp".to_owned(), now)));
        let (event, near) = self.climber.climb(start, None)?;
        if near.score < 1.0 {
            let unmet = self.told(&near.unmet);
            return Ok(Witness { events: vec![event], misses: None, unmet });
        }
        let event = self.bare(event)?;
        let repeater = Repeater { climber: self.climber, late: self.late };
        let (mut events, mut reached) = repeater.repeat(std::slice::from_ref(&event))?;
        if !reached.matches {
            let bases = self.bases(&event)?;
            if bases.len() > 1 {
                let (others, farther) = repeater.repeat(&bases)?;
                if farther.score > reached.score {
                    (events, reached) = (others, farther);
                }
            }
        }
        let unmet = self.told(&reached.unmet);
        if !reached.matches {
            return Ok(Witness { events, misses: None, unmet });
        }
        let misses = self.misses(&events)?;
        Ok(Witness { events, misses, unmet: Vec::new() })
    }

    fn told(&self, unmet: &[&crate::condition::Condition]) -> Vec<Unmet> {
        self.judge.with(&dataset([], Unmapped::Load), |observer| told(observer, unmet))
    }

    /// A document without the values that it does not need.
    fn bare(&self, mut event: Event) -> Result<Event, Failure> {
        let names: Vec<String> =
            event.keys().filter(|name| *name != "@timestamp").cloned().collect();
        for name in names {
            let without = with(&event, &[(name, Json::Null)]);
            let near =
                self.climber.plan.nearness(self.judge, std::slice::from_ref(&without), None)?;
            if near.first().is_some_and(|near| near.score >= 1.0) {
                event = without;
            }
        }
        Ok(event)
    }

    /// Documents that pass the first filters, each in another way.
    fn bases(&self, event: &Event) -> Result<Vec<Event>, Failure> {
        let plan = self.climber.plan;
        let choices = plan.goals.iter().flat_map(|goal| goal.choices());
        let mut bases = vec![event.clone()];
        for case in plan.cases.iter().chain(choices) {
            if bases.len() == effort::BASES {
                break;
            }
            let (other, near) = self.climber.climb(event.clone(), Some(case))?;
            if near.score >= 1.0 && !bases.contains(&other) {
                bases.push(other);
            }
        }
        Ok(bases)
    }

    /// The same documents with one value changed so that a single condition fails; else without
    /// the last of them.
    fn misses(&self, events: &[Event]) -> Result<Option<Vec<Event>>, Failure> {
        let Some(first) = events.first() else { return Ok(None) };
        let names: Vec<&String> = first.keys().filter(|name| *name != "@timestamp").collect();
        for name in names {
            let is_text = first.get(name).is_some_and(Json::is_string);
            let other = if is_text { Json::from("other") } else { Json::Null };
            let change = [(name.clone(), other)];
            let changed: Vec<Event> = events.iter().map(|event| with(event, &change)).collect();
            if !self.matches(&changed)? {
                return Ok(Some(changed));
            }
        }
        for fewer in [events.len() - 1, 1] {
            let fewer: Vec<Event> = events.iter().take(fewer).cloned().collect();
            if !fewer.is_empty() && !self.matches(&fewer)? {
                return Ok(Some(fewer));
            }
        }
        Ok(None)
    }

    fn matches(&self, events: &[Event]) -> Result<bool, Failure> {
        let dataset = dataset(events.iter().cloned(), Unmapped::Null);
        let settings = self.judge.settings;
        match crate::run(self.judge.query, &dataset, settings, self.judge.control) {
            Ok(outcome) => Ok(outcome.rows() > 0),
            Err(failure) => Err(failure),
        }
    }
}
