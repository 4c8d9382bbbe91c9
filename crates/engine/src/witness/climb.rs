//! Hill climbing: changes one field of a document after another until all conditions hold.

use rustc_hash::FxHashSet;
use serde_json::Value as Json;

use super::effort;
use super::goal::Goal;
use super::judge::Judge;
use super::origin::{Field, Met, Origins};
use super::rows::{Nearness, RowPlan};
use super::values::{Guess, Literal};
use super::{Event, now_of};
use crate::Failure;
use crate::condition::Condition;

/// Looks for documents that pass the filters.
pub(super) struct Climber<'a> {
    pub(super) judge: &'a Judge<'a>,
    pub(super) plan: &'a RowPlan,
    pub(super) origins: &'a Origins,
}

/// A field and a value for it.
type Change = (String, Json);

impl<'a> Climber<'a> {
    /// The document that comes nearest to passing the filters, and to `case`, from `start` on.
    pub(super) fn climb(
        &self,
        start: Event,
        case: Option<&'a Goal>,
    ) -> Result<(Event, Nearness<'a>), Failure> {
        let mut here = start;
        let mut near = self.nearness(std::slice::from_ref(&here), case)?;
        let mut seen: FxHashSet<String> = FxHashSet::default();
        let mut sideways = 0;
        let mut best: Option<(Event, f64)> = None;
        for _ in 0..effort::CLIMB_STEPS {
            let Some(Nearness { score, unmet }) = near.first() else { break };
            let score = *score;
            if best.as_ref().is_none_or(|(_, other)| *other < score) {
                best = Some((here.clone(), score));
            }
            if score >= 1.0 || sideways > effort::SIDEWAYS_STEPS {
                break;
            }
            seen.insert(text(&here));
            let single: Vec<Vec<Change>> =
                self.changes(&here, unmet).into_iter().map(|change| vec![change]).collect();
            let mut next = self.best(&here, &single, case, &seen)?;
            if next.as_ref().is_none_or(|(_, other)| *other <= score) {
                let pairs = self.pairs(&here, unmet);
                let pair = self.best(&here, &pairs, case, &seen)?;
                let better = |(_, a): &(Event, f64), other: &Option<(Event, f64)>| {
                    other.as_ref().is_none_or(|(_, b)| a > b)
                };
                if pair.as_ref().is_some_and(|pair| better(pair, &next)) {
                    next = pair;
                }
            }
            let Some((event, gained)) = next else { break };
            sideways = if gained > score { 0 } else { sideways + 1 };
            here = event;
            near = self.nearness(std::slice::from_ref(&here), case)?;
        }
        let (event, _) = best.unwrap_or((here, 0.0));
        let mut near = self.nearness(std::slice::from_ref(&event), case)?;
        let near = near.pop().unwrap_or(Nearness { score: 0.0, unmet: Vec::new() });
        Ok((event, near))
    }

    fn nearness(
        &self,
        events: &[Event],
        case: Option<&'a Goal>,
    ) -> Result<Vec<Nearness<'a>>, Failure> {
        self.plan.nearness(self.judge, events, case)
    }

    /// What could be changed for the sake of tests that failed.
    fn changes(&self, event: &Event, unmet: &[&Condition]) -> Vec<Change> {
        let mut changes = Vec::new();
        let mut seen = FxHashSet::default();
        for condition in unmet {
            let met = self.origins.met_by(&condition.expr);
            for field in &met.fields {
                for value in self.values(event, field, &met) {
                    if seen.insert((field.path.clone(), value.to_string())) {
                        changes.push((field.path.clone(), value));
                    }
                }
            }
        }
        changes
    }

    /// Two fields of one test changed together.
    fn pairs(&self, event: &Event, unmet: &[&Condition]) -> Vec<Vec<Change>> {
        let mut pairs = Vec::new();
        for condition in unmet.iter().take(6) {
            let met = self.origins.met_by(&condition.expr);
            for (at, a) in met.fields.iter().enumerate() {
                for b in met.fields.iter().skip(at + 1).filter(|b| b.path != a.path) {
                    let values = self.values(event, b, &met);
                    for one in
                        self.values(event, a, &met).into_iter().take(effort::VALUES_OF_A_PAIR)
                    {
                        let with = |other: &Json| {
                            vec![(a.path.clone(), one.clone()), (b.path.clone(), other.clone())]
                        };
                        pairs.extend(values.iter().take(effort::VALUES_OF_A_PAIR).map(with));
                    }
                }
            }
        }
        pairs.truncate(20_000);
        pairs
    }

    fn values(&self, event: &Event, field: &Field, met: &Met) -> Vec<Json> {
        let others = met.fields.iter().filter(|other| other.path != field.path);
        self.guess(
            event,
            field,
            &met.literals,
            others.filter_map(|other| event.get(&other.path)).collect(),
        )
        .values()
    }

    /// What is known of a field of a document.
    pub(super) fn guess<'g>(
        &self,
        event: &'g Event,
        field: &Field,
        literals: &'g [Literal],
        others: Vec<&'g Json>,
    ) -> Guess<'g> {
        let now = now_of(self.judge.settings);
        Guess { ty: field.ty, literals, current: event.get(&field.path), others, now }
    }

    /// The best of the documents that differ from this one so, of those not seen.
    fn best(
        &self,
        event: &Event,
        changes: &[Vec<Change>],
        case: Option<&'a Goal>,
        seen: &FxHashSet<String>,
    ) -> Result<Option<(Event, f64)>, Failure> {
        let changed: Vec<Event> = changes
            .iter()
            .map(|change| with(event, change))
            .filter(|event| !seen.contains(&text(event)))
            .collect();
        let near = self.nearness(&changed, case)?;
        let mut best: Option<(usize, f64)> = None;
        for (at, near) in near.iter().enumerate() {
            if best.is_none_or(|(_, other)| other < near.score) {
                best = Some((at, near.score));
            }
        }
        Ok(best.and_then(|(at, score)| Some((changed.get(at)?.clone(), score))))
    }
}

/// A document with other values.
pub(super) fn with(event: &Event, changes: &[Change]) -> Event {
    let mut event = event.clone();
    for (path, value) in changes {
        if value.is_null() {
            event.shift_remove(path);
        } else {
            event.insert(path.clone(), value.clone());
        }
    }
    event
}

fn text(event: &Event) -> String {
    Json::Object(event.clone()).to_string()
}
